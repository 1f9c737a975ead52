import { z } from 'zod';
import { watchedFields } from '../people/model';
import { driftKinds, reconciliationKinds, reconciliationStates } from './model';

const count = z.number().int();
const when = z.iso.datetime().nullable();

export const ReconciliationView = z.object({
  id: count,
  kind: z.enum(reconciliationKinds),
  state: z.enum(reconciliationStates),
  /** Null for the nightly one. */
  requestedBy: z.string().nullable(),
  requestedAt: z.iso.datetime(),
  finishedAt: when,
  /** 0 to 1; null before it is known between which ids to compare. */
  progress: z.number().nullable(),
  /** One range in so many is compared. */
  ofShares: count,
  people: count,
  ranges: count,
  rangesDiffering: count,
  missing: count,
  extra: count,
  different: count,
  /** Differences that were gone, or on their way, at the second look. */
  settled: count,
  /** Not listed because as many are listed as can be. */
  overTheCap: count,
  repairedAt: when,
  repairedBy: z.string().nullable(),
  repaired: count,
});
export type ReconciliationView = z.infer<typeof ReconciliationView>;

export const DriftView = z.object({
  marketoId: count,
  kind: z.enum(driftKinds),
  changes: z.array(z.object({ field: z.enum(watchedFields), from: z.string().nullable(), to: z.string().nullable() })),
  reason: z.string().nullable(),
});
export type DriftView = z.infer<typeof DriftView>;

export const ReconcileView = z.object({
  asOf: z.iso.datetime(),
  /** False while the sync is off: a comparison would wait. */
  enabled: z.boolean(),
  /** Why the job waits or was stopped, in words. */
  message: z.string().nullable(),
  /** Newest first; the first may be under way. */
  runs: z.array(ReconciliationView),
  /** At most 50 differences of the newest comparison that ended. */
  samples: z.array(DriftView),
});
export type ReconcileView = z.infer<typeof ReconcileView>;

/** The number of differences that is to be repaired, as the admin saw it. */
export const RepairInput = z.strictObject({ id: count, people: count });
export type RepairInput = z.infer<typeof RepairInput>;
