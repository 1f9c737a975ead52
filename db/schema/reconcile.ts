import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { PersonChange } from '../../lib/people/model';
import type { DriftKind, ReconciliationKind, ReconciliationState } from '../../lib/reconcile/model';

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
const marketoId = (name: string) => bigint(name, { mode: 'number' });

/** One comparison of the list with Marketo: how far it is, and what it found. */
export const reconciliations = pgTable(
  'reconciliations',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    kind: text('kind').$type<ReconciliationKind>().notNull(),
    state: text('state').$type<ReconciliationState>().notNull(),
    /** Null for the nightly one. */
    requestedBy: text('requested_by'),
    requestedAt: moment('requested_at').notNull(),
    finishedAt: moment('finished_at'),
    /** Repair what is found without asking again. */
    repairs: boolean('repairs').notNull().default(false),
    /** The first and the last id to compare; null until they are known. */
    fromId: marketoId('from_id'),
    toId: marketoId('to_id'),
    nextId: marketoId('next_id'),
    /** Of so many ranges one is compared, beginning with number `share`. */
    ofShares: integer('of_shares').notNull().default(1),
    share: integer('share').notNull().default(0),
    ranges: integer('ranges').notNull().default(0),
    /** Ranges whose checksums differed at first sight. */
    rangesDiffering: integer('ranges_differing').notNull().default(0),
    /** People with a sales owner whom Marketo showed in those ranges. */
    people: integer('people').notNull().default(0),
    /** Differences that were gone, or on their way, when looked at again. */
    settled: integer('settled').notNull().default(0),
    missing: integer('missing').notNull().default(0),
    extra: integer('extra').notNull().default(0),
    different: integer('different').notNull().default(0),
    overTheCap: integer('over_the_cap').notNull().default(0),
    repairedAt: moment('repaired_at'),
    repairedBy: text('repaired_by'),
    /** How many people were given to the refresh. */
    repaired: integer('repaired').notNull().default(0),
  },
  (t) => [uniqueIndex('reconciliations_open').on(sql`(true)`).where(sql`${t.finishedAt} is null`)],
);

/** One person who is not here as in Marketo. Unconfirmed until a second look, minutes later, has found the same. */
export const reconciliationDrift = pgTable(
  'reconciliation_drift',
  {
    reconciliationId: bigint('reconciliation_id', { mode: 'number' })
      .notNull()
      .references(() => reconciliations.id, { onDelete: 'cascade' }),
    marketoId: marketoId('marketo_id').notNull(),
    kind: text('kind').$type<DriftKind>().notNull(),
    confirmed: boolean('confirmed').notNull().default(false),
    noticedAt: moment('noticed_at').notNull(),
    /** From here to Marketo. */
    changes: jsonb('changes').$type<PersonChange[]>().notNull(),
    reason: text('reason'),
  },
  (t) => [
    primaryKey({ columns: [t.reconciliationId, t.marketoId] }),
    index('reconciliation_drift_unconfirmed').on(t.reconciliationId, t.marketoId).where(sql`not confirmed`),
  ],
);
