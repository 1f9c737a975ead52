import {
  bigint,
  boolean,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
} from 'drizzle-orm/pg-core';
import type { ActivityKind } from '../../lib/activity-grid/model';

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** An activity as Marketo returned it. Kept so that the grid can show known rows while Marketo is asked again. */
export const activities = pgTable(
  'activities',
  {
    marketoGuid: text('marketo_guid').primaryKey(),
    marketoId: bigint('marketo_id', { mode: 'number' }).notNull(),
    typeId: integer('type_id').notNull(),
    kind: text('kind').$type<ActivityKind>().notNull(),
    type: text('type').notNull(),
    occurredAt: moment('occurred_at').notNull(),
    title: text('title').notNull(),
    attributes: jsonb('attributes').$type<Record<string, string>>().notNull(),
    readAt: moment('read_at').notNull(),
  },
  // Read backwards for the newest first.
  (t) => [index('activities_newest').on(t.marketoId, t.occurredAt, t.marketoGuid)],
);

/** How far one type group of one person has been read, towards now and into the past. */
export const activityReads = pgTable(
  'activity_reads',
  {
    marketoId: bigint('marketo_id', { mode: 'number' }).notNull(),
    typeGroup: text('type_group').notNull(),
    /** Position token: everything committed before it has been read. Null while the first window is being read. */
    headToken: text('head_token'),
    headReadAt: moment('head_read_at'),
    /** Every activity since this moment (up to the head) is stored. Null before the first window is complete. */
    coveredFrom: moment('covered_from'),
    /** True when nothing older exists in Marketo's retention. */
    reachedStart: boolean('reached_start').notNull().default(false),
    /** A window being read in several requests: where to go on. */
    windowToken: text('window_token'),
    windowFrom: moment('window_from'),
    windowTo: moment('window_to'),
    /** When the last 24 hours were last read again for late commits. */
    overlapReadAt: moment('overlap_read_at'),
    /** Changes when the set of activity types changes; tokens are only valid with the same one. */
    fingerprint: text('fingerprint').notNull(),
  },
  (t) => [primaryKey({ columns: [t.marketoId, t.typeGroup] })],
);

/** Date tokens are the same for every person: one per UTC day serves all. */
export const dayTokens = pgTable('day_tokens', {
  day: date('day', { mode: 'string' }).primaryKey(),
  token: text('token').notNull(),
  mintedAt: moment('minted_at').notNull(),
});
