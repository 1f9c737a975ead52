import type { DeliveryBrief } from '@/lib/deliveries/contract';
import { isUnderWay } from '@/lib/deliveries/model';

const quickMs = 3_000;
const slowMs = 30_000;

/** After how long to look again; false once nothing moves by itself any more. */
export function lookAgainMs(briefs: DeliveryBrief[] | undefined, now: number): number | false {
  const waits = briefs?.filter(({ state }) => isUnderWay(state)) ?? [];
  if (waits.length === 0) return false;
  const isSoon = ({ blocked, nextAt }: DeliveryBrief) =>
    !blocked && (nextAt === null || Date.parse(nextAt) - now < 2 * slowMs);
  return waits.some(isSoon) ? quickMs : slowMs;
}
