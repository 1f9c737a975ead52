import type { PersonChange } from '../people/model';

/** full: every id, or those an admin named, with opportunities. share: one range in fourteen, every night, without. */
export const reconciliationKinds = ['full', 'share'] as const;
export type ReconciliationKind = (typeof reconciliationKinds)[number];

/** comparing by ranges; confirming what differed by a second look; done; stopped by an admin. */
export const reconciliationStates = ['comparing', 'confirming', 'done', 'stopped'] as const;
export type ReconciliationState = (typeof reconciliationStates)[number];

/** missing: owned in Marketo, not listed here. extra: listed here, not owned in Marketo. different: fields differ. */
export const driftKinds = ['missing', 'extra', 'different'] as const;
export type DriftKind = (typeof driftKinds)[number];

export type Drift = {
  marketoId: number;
  kind: DriftKind;
  /** From what is here to what is in Marketo. */
  changes: PersonChange[];
  /** Why somebody is missing or extra, in words. */
  reason: string | null;
};

/** The reason of a person who is listed here and whom Marketo does not show at all. */
export const notInMarketo = 'not in Marketo';

/** The nightly comparison looks at one range in so many; after as many nights it has seen all. */
export const nightlyShares = 14;

/** How many confirmed differences there are. */
export function driftCount(counts: Record<DriftKind, number>): number {
  return counts.missing + counts.extra + counts.different;
}
