/** How fresh people are, from counts of how long changes took. Pure. */
import type { FreshnessCount } from '@/db/queries/freshness';
import type { SyncView } from './contract';

export const sliceMs = 5 * 60_000;
const slicesAnHour = 12;

type Figures = { p50Seconds: number | null; p95Seconds: number | null; samples: number };

/** Over everything counted, and by the twelve slices of the last hour; those without a change are empty. */
export function freshnessFrom(counts: FreshnessCount[], now: Date): Omit<SyncView['freshness'], 'followedAt'> {
  const last = Math.floor(now.getTime() / sliceMs);
  const slices = Array.from({ length: slicesAnHour }, (_, i) => {
    const at = new Date((last - (slicesAnHour - 1) + i) * sliceMs);
    return { at: at.toISOString(), ...figuresOf(counts.filter((one) => one.at.getTime() === at.getTime())) };
  });
  return { ...figuresOf(counts), slices };
}

function figuresOf(counts: FreshnessCount[]): Figures {
  const sorted = counts.toSorted((a, b) => a.seconds - b.seconds);
  const samples = counts.reduce((sum, one) => sum + one.samples, 0);
  return { p50Seconds: within(sorted, samples * 0.5), p95Seconds: within(sorted, samples * 0.95), samples };
}

/** The shortest time within which `wanted` changes were visible; null without a change. */
function within(sorted: FreshnessCount[], wanted: number): number | null {
  let seen = 0;
  for (const { seconds, samples } of sorted) {
    seen += samples;
    if (seen >= wanted) return seconds;
  }
  return null;
}
