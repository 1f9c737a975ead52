/** Deliveries that were sent about the same time are looked for together; of long ago is read what was made then only. Pure. */
import type { DueDelivery } from '@/db/queries/deliveries';
import { deliveryLeaseMs } from '@/lib/deliveries/model';

export type LookWindow = { due: DueDelivery[]; since: Date; until: Date };

// Their clock may be minutes behind or ahead of ours.
const skewMs = 30 * 60_000;
/** Windows that lie so close are one. */
const closeMs = 2 * 60 * 60_000;
/** So many questions at once; the others come in the next turn. */
const mostWindows = 5;

/** The oldest windows first. What was claimed at one time was made within its lease, or is not made. */
export function windowsOf(due: readonly DueDelivery[]): LookWindow[] {
  const windows: LookWindow[] = [];
  const sentAt = ({ delivery }: DueDelivery) => (delivery.sentAt ?? delivery.changedAt).getTime();
  for (const one of due.toSorted((a, b) => sentAt(a) - sentAt(b))) {
    const since = new Date(sentAt(one) - skewMs);
    const until = new Date(sentAt(one) + deliveryLeaseMs + skewMs);
    const last = windows.at(-1);
    if (last && since.getTime() - last.until.getTime() < closeMs) {
      last.due.push(one);
      last.until = until;
    } else windows.push({ due: [one], since, until });
  }
  return windows.slice(0, mostWindows);
}
