import type { DeliverySwitchesView } from '@/lib/sales-activities/contract';
import { switchKey } from '@/lib/sales-activities/model';

export type SwitchView = DeliverySwitchesView['switches'][number];
export type SwitchChange = Pick<SwitchView, 'destination' | 'kind'> & { on: boolean };

/** What is wanted and not so yet, in the order of the list. */
export function changesOf(switches: SwitchView[], wanted: Record<string, boolean>): SwitchChange[] {
  return switches.flatMap((one) => {
    const on = wanted[switchKey(one)];
    if (on === undefined || !one.offered || on === (one.onSince !== null)) return [];
    return [{ destination: one.destination, kind: one.kind, on }];
  });
}
