export type ChartSeries = { key: string; title: string /** A CSS colour, such as `var(--chart-1)`. */; color: string };
export type ChartBar = { key: string; label: string; values: Record<string, number> };

type BarChartProps = {
  title: string;
  /** What a bar stands for, the head of the first column of the spoken table: "Week of". */
  barTitle: string;
  series: ChartSeries[];
  bars: ChartBar[];
  /** A level to compare with, such as a limit: drawn across all bars, or only named where it is far above them. */
  line?: { value: number; title: string };
  heightPx?: number;
  className?: string;
};

const gapShare = 0.25;
const nearFactor = 4;

/** Stacked bars, drawn for the eye and given as a table to a screen reader. */
export function BarChart({ title, barTitle, series, bars, line, heightPx = 96, className }: BarChartProps) {
  const highestBar = Math.max(1, ...bars.map((bar) => totalOf(bar, series)));
  const isNear = line !== undefined && line.value <= highestBar * nearFactor;
  const highest = isNear ? Math.max(highestBar, line.value) : highestBar;
  return (
    <figure className={className}>
      <svg
        aria-hidden
        viewBox={`0 0 ${Math.max(1, bars.length)} 1`}
        preserveAspectRatio="none"
        className="block w-full border-b forced-colors:[forced-color-adjust:none]"
        style={{ height: heightPx }}
      >
        {bars.map((bar, index) => (
          <g key={bar.key}>
            <title>{tooltipOf(bar, series)}</title>
            <rect x={index} y={0} width={1} height={1} fill="transparent" />
            {stackOf(bar, series).map((part) => (
              <rect
                key={part.key}
                x={index + gapShare / 2}
                y={1 - (part.from + part.value) / highest}
                width={1 - gapShare}
                height={part.value / highest}
                fill={part.color}
              />
            ))}
          </g>
        ))}
        {line && isNear ? (
          <line
            x1={0}
            x2={bars.length}
            y1={1 - line.value / highest}
            y2={1 - line.value / highest}
            stroke="var(--bad-fg)"
            strokeWidth={2}
            strokeDasharray="6 4"
            vectorEffect="non-scaling-stroke"
          />
        ) : null}
      </svg>
      <p aria-hidden className="mt-1 flex justify-between text-muted text-xs">
        <span>{bars[0]?.label}</span>
        <span>{bars.at(-1)?.label}</span>
      </p>
      {line ? (
        <p className="text-muted text-xs">
          {line.title}
          {isNear ? '' : ', far above what is shown'}
        </p>
      ) : null}
      <DataTable title={title} barTitle={barTitle} series={series} bars={bars} />
    </figure>
  );
}

/** Which colour stands for what. */
export function ChartLegend({ series }: { series: ChartSeries[] }) {
  return (
    <ul aria-label="Colours" className="flex flex-wrap gap-x-3 gap-y-1 text-muted text-xs">
      {series.map(({ key, title, color }) => (
        <li key={key} className="inline-flex items-center gap-1.5">
          <span
            aria-hidden
            className="size-2 rounded-sm forced-colors:[forced-color-adjust:none]"
            style={{ background: color }}
          />
          {title}
        </li>
      ))}
    </ul>
  );
}

function DataTable({ title, barTitle, series, bars }: Pick<BarChartProps, 'title' | 'barTitle' | 'series' | 'bars'>) {
  return (
    <div className="sr-only">
      <table>
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col">{barTitle}</th>
            {series.map((one) => (
              <th key={one.key} scope="col">
                {one.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {bars.map((bar) => (
            <tr key={bar.key}>
              <th scope="row">{bar.label}</th>
              {series.map((one) => (
                <td key={one.key}>{bar.values[one.key] ?? 0}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function totalOf(bar: ChartBar, series: ChartSeries[]) {
  return series.reduce((sum, one) => sum + (bar.values[one.key] ?? 0), 0);
}

function stackOf(bar: ChartBar, series: ChartSeries[]) {
  let from = 0;
  const parts: { key: string; color: string; from: number; value: number }[] = [];
  for (const { key, color } of series) {
    const value = bar.values[key] ?? 0;
    if (value > 0) parts.push({ key, color, from, value });
    from += value;
  }
  return parts;
}

function tooltipOf(bar: ChartBar, series: ChartSeries[]) {
  const lines = series.filter((one) => bar.values[one.key]).map((one) => `${one.title}: ${bar.values[one.key]}`);
  return [bar.label, ...(lines.length ? lines : ['None'])].join('\n');
}
