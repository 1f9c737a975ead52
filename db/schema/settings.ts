import { boolean, integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import type { StandingTypes } from '../../lib/activity-types/model';
import {
  type Capabilities,
  defaultLists,
  type FieldMapping,
  type ListChoice,
  type LoadChoice,
  type MarketoField,
} from '../../lib/settings/model';

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** The one Marketo connection of this installation (`id` is always "marketo"). */
export const marketoConnections = pgTable('marketo_connections', {
  id: text('id').primaryKey(),
  baseUrl: text('base_url').notNull(),
  clientId: text('client_id').notNull(),
  /** lib/crypto.ts ciphertext. */
  clientSecret: text('client_secret').notNull(),
  fieldMapping: jsonb('field_mapping').$type<FieldMapping>().notNull(),
  fieldChoices: jsonb('field_choices').$type<Partial<Record<MarketoField, string | null>>>().notNull(),
  availableFields: jsonb('available_fields')
    .$type<{ name: string; displayName: string; dataType: string }[]>()
    .notNull(),
  /** Activity types of this instance by id, from types.json. */
  activityTypes: jsonb('activity_types')
    .$type<{ id: number; name: string; primaryAttribute: string | null; attributes: string[] }[]>()
    .notNull(),
  /** False when the API role may not read opportunity roles: people then have no opportunity id. */
  readsOpportunities: boolean('reads_opportunities').notNull().default(true),
  /** How the custom types for sales activities stand there; null before anybody looked. */
  salesActivityTypes: jsonb('sales_activity_types').$type<StandingTypes>(),
  /** Null before the instance was tried. */
  capabilities: jsonb('capabilities').$type<Capabilities>(),
  /** How the first load is to read people, as an admin wants it. */
  loadMethod: text('load_method').$type<LoadChoice>().notNull().default('auto'),
  loadLists: jsonb('load_lists').$type<ListChoice>().notNull().default(defaultLists),
  /** Where people open the record in the browser; null hides the link. */
  webUrl: text('web_url'),
  salesforceUrl: text('salesforce_url'),
  contactsAlwaysOwned: boolean('contacts_always_owned').notNull().default(true),
  callsPerWindow: integer('calls_per_window').notNull(),
  concurrent: integer('concurrent').notNull(),
  /** Marketo's daily quota of the instance, shared by all its integrations. */
  dailyCalls: integer('daily_calls').notNull().default(50_000),
  /** Loads rest once everybody together has used this much of the quota. */
  loadsDayPercent: integer('loads_day_percent').notNull().default(70),
  feedIntervalSeconds: integer('feed_interval_seconds').notNull().default(60),
  connectedAt: moment('connected_at').notNull(),
  describedAt: moment('described_at'),
  tokenIssuedAt: moment('token_issued_at'),
  lastOkAt: moment('last_ok_at'),
  lastFault: text('last_fault'),
  /** By how much Marketo's clock was ahead of ours at the last run; null before the first. */
  clockAheadMs: integer('clock_ahead_ms'),
});
