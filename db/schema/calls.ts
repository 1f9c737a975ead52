import { sql } from 'drizzle-orm';
import { boolean, integer, pgTable, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { OutcomeType } from '../../lib/calls/model';

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** What a call can come to, as the admin named it. Calls keep the name, not the id: they are never changed. */
export const callOutcomes = pgTable(
  'call_outcomes',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    name: text('name').notNull(),
    type: text('type').$type<OutcomeType>().notNull(),
    position: integer('position').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [uniqueIndex('call_outcomes_name').on(sql`lower(${t.name})`)],
);

/** Why sellers call, as the admin named it. */
export const callReasons = pgTable(
  'call_reasons',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    name: text('name').notNull(),
    position: integer('position').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [uniqueIndex('call_reasons_name').on(sql`lower(${t.name})`)],
);

/** Whether outcomes and reasons are asked for, and have to be given (`id` is always "calls"). */
export const callSettings = pgTable('call_settings', {
  id: text('id').primaryKey(),
  outcomesEnabled: boolean('outcomes_enabled').notNull(),
  outcomeRequired: boolean('outcome_required').notNull(),
  reasonsEnabled: boolean('reasons_enabled').notNull(),
  reasonRequired: boolean('reason_required').notNull(),
  changedAt: moment('changed_at').notNull(),
});
