import type { DeliverySwitchesView } from '@/lib/sales-activities/contract';

export type SwitchView = DeliverySwitchesView['switches'][number];
export type SwitchChange = Pick<SwitchView, 'destination' | 'kind'> & { on: boolean };

export const switchId = ({ destination, kind }: Pick<SwitchView, 'destination' | 'kind'>) => `${destination} ${kind}`;

/** What is wanted and not so yet, in the order of the list. */
export function changesOf(switches: SwitchView[], wanted: Record<string, boolean>): SwitchChange[] {
  return switches.flatMap((one) => {
    const on = wanted[switchId(one)];
    if (on === undefined || !one.offered || on === (one.onSince !== null)) return [];
    return [{ destination: one.destination, kind: one.kind, on }];
  });
}
