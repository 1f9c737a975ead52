import { lengthText } from '@/components/ui/format-time';
import type { SyncView } from '@/lib/sync/contract';

type Slice = SyncView['freshness']['slices'][number];

const heightPx = 56;

/** How long changes took over the last hour: drawn for the eye, and as a table for a screen reader. */
export function FreshnessChart({ slices }: { slices: Slice[] }) {
  const longest = Math.max(1, ...slices.map((slice) => slice.p95Seconds ?? 0));
  const isEmpty = slices.every((slice) => slice.samples === 0);
  const share = (seconds: number | null) => (seconds ?? 0) / longest;
  return (
    <figure className="relative">
      <svg
        aria-hidden
        viewBox={`0 0 ${Math.max(1, slices.length)} 1`}
        preserveAspectRatio="none"
        className="block w-full border-b forced-colors:[forced-color-adjust:none]"
        style={{ height: heightPx }}
      >
        {slices.map((slice, index) => (
          <g key={slice.at}>
            <title>{tooltipOf(slice)}</title>
            <rect x={index} y={0} width={1} height={1} fill="transparent" />
            <Bar index={index} share={share(slice.p95Seconds)} color="var(--chart-1)" opacity={0.35} />
            <Bar index={index} share={share(slice.p50Seconds)} color="var(--chart-1)" opacity={1} />
          </g>
        ))}
      </svg>
      <figcaption aria-hidden className="mt-1 flex justify-between text-muted text-xs">
        <span>an hour ago</span>
        <span>{isEmpty ? 'no change' : `highest ${lengthText(longest)}`}</span>
        <span>now</span>
      </figcaption>
      <DataTable slices={slices} />
    </figure>
  );
}

function Bar({ index, share, color, opacity }: { index: number; share: number; color: string; opacity: number }) {
  return <rect x={index + 0.12} y={1 - share} width={0.76} height={share} fill={color} fillOpacity={opacity} />;
}

function DataTable({ slices }: { slices: Slice[] }) {
  return (
    <div className="sr-only">
      <table>
        <caption>How long changes took to be seen here, in each five minutes of the last hour</caption>
        <thead>
          <tr>
            {['From', 'Half within', '95 of 100 within', 'Changes'].map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {slices.map((slice) => (
            <tr key={slice.at}>
              <th scope="row">{clockTime(slice.at)}</th>
              <td>{textOf(slice.p50Seconds)}</td>
              <td>{textOf(slice.p95Seconds)}</td>
              <td>{slice.samples}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function tooltipOf({ at, p50Seconds, p95Seconds, samples }: Slice) {
  if (samples === 0) return `${clockTime(at)}\nNo change`;
  return `${clockTime(at)}\nHalf within ${textOf(p50Seconds)}\n95 of 100 within ${textOf(p95Seconds)}\n${samples} changes`;
}

const textOf = (seconds: number | null) => (seconds === null ? 'none' : lengthText(seconds));
const clockTime = (at: string) => new Date(at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
