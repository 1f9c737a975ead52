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
  uuid,
} from 'drizzle-orm/pg-core';
import type { SalesforceLane } from '../../lib/salesforce-budget/model';
import type { ConnectionPurpose, ConnectionState, OrgCapabilities } from '../../lib/salesforce-connections/model';
import type { LoggingSettings } from '../../lib/salesforce-logging/model';
import { users } from './users';

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** The client app by which everybody connects (`id` is always "salesforce"). */
export const salesforceApps = pgTable('salesforce_apps', {
  id: text('id').primaryKey(),
  clientId: text('client_id').notNull(),
  /** lib/crypto.ts ciphertext. */
  clientSecret: text('client_secret').notNull(),
  /** Where people log in unless they choose otherwise. */
  loginUrl: text('login_url').notNull(),
  changedAt: moment('changed_at').notNull(),
});

/** One consent of one Salesforce user. Tokens are lib/crypto.ts ciphertext. */
export const salesforceConnections = pgTable(
  'salesforce_connections',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    purpose: text('purpose').$type<ConnectionPurpose>().notNull(),
    /** The seller; of the integration's, the admin who made it. */
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    orgId: text('org_id').notNull(),
    sfUserId: text('sf_user_id').notNull(),
    username: text('username').notNull(),
    name: text('name').notNull(),
    email: text('email'),
    /** IANA name of the Salesforce user's time zone: days are days there. */
    timeZone: text('time_zone').notNull(),
    loginUrl: text('login_url').notNull(),
    instanceUrl: text('instance_url').notNull(),
    accessToken: text('access_token').notNull(),
    refreshToken: text('refresh_token').notNull(),
    /** Grows with every refresh: who was refused with an older one adopts this one. */
    tokenVersion: integer('token_version').notNull().default(1),
    scope: text('scope').notNull(),
    apiVersion: text('api_version').notNull(),
    state: text('state').$type<ConnectionState>().notNull(),
    /** Why it does not work, in words. */
    stateReason: text('state_reason'),
    connectedAt: moment('connected_at').notNull(),
    lastUsedAt: moment('last_used_at'),
    lastOkAt: moment('last_ok_at'),
    /** The latest refreshes, to know a token that never heals. */
    refreshedAt: timestamp('refreshed_at', { withTimezone: true, mode: 'date' }).array().notNull().default([]),
  },
  (t) => [
    uniqueIndex('salesforce_connections_seller').on(t.userId).where(sql`purpose = 'seller'`),
    uniqueIndex('salesforce_connections_integration').on(t.purpose).where(sql`purpose = 'integration'`),
  ],
);

/** A login that was begun and has not come back. Only the hash of its state is stored. */
export const salesforceLogins = pgTable(
  'salesforce_logins',
  {
    stateHash: text('state_hash').primaryKey(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    purpose: text('purpose').$type<ConnectionPurpose>().notNull(),
    loginUrl: text('login_url').notNull(),
    /** lib/crypto.ts ciphertext. */
    codeVerifier: text('code_verifier').notNull(),
    createdAt: moment('created_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
  },
  (t) => [index('salesforce_logins_expired').on(t.expiresAt)],
);

/** What is known of an org that somebody is connected to. */
export const salesforceOrgs = pgTable('salesforce_orgs', {
  orgId: text('org_id').primaryKey(),
  instanceUrl: text('instance_url').notNull(),
  capabilities: jsonb('capabilities').$type<OrgCapabilities>(),
  describedAt: moment('described_at'),
  /** API calls of the last 24 hours and their limit, as the org told last. */
  usageUsed: integer('usage_used'),
  usageLimit: integer('usage_limit'),
  usageAt: moment('usage_at'),
  /** Nobody calls before this moment, and why. */
  pausedUntil: moment('paused_until'),
  pausedReason: text('paused_reason'),
});

/** Our own API calls to an org in one hour. */
export const salesforceUsage = pgTable(
  'salesforce_usage',
  {
    orgId: text('org_id').notNull(),
    hour: moment('hour').notNull(),
    lane: text('lane').$type<SalesforceLane>().notNull(),
    calls: integer('calls').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.hour, t.lane] })],
);

/**
 * Leads and contacts made for people whom nobody in an org stood for: one for each address. Who makes one has the row
 * first, until `claimedUntil`; whoever has it after that looks whether one was made.
 */
export const salesforceMadePeople = pgTable(
  'salesforce_made_people',
  {
    orgId: text('org_id').notNull(),
    /** In small letters. */
    email: text('email').notNull(),
    /** Whom it was made for: addresses change. */
    marketoId: bigint('marketo_id', { mode: 'number' }).notNull(),
    /** Null until it is known to be made. */
    recordId: text('record_id'),
    begunAt: moment('begun_at').notNull(),
    claimedUntil: moment('claimed_until').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.email] }),
    index('salesforce_made_people_of_person').on(t.orgId, t.marketoId),
  ],
);

/** How activities are logged: for the team (`owner` is "team"), and for members where the team may choose. */
export const salesforceLogging = pgTable('salesforce_logging', {
  /** "team", or the id of a user. */
  owner: text('owner').primaryKey(),
  settings: jsonb('settings').$type<LoggingSettings>().notNull(),
  /** The team's only: the admin's choices count for everybody. */
  teamWide: boolean('team_wide').notNull().default(true),
  changedAt: moment('changed_at').notNull(),
});
