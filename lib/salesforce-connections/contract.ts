import { z } from 'zod';
import { salesforceLanes } from '../salesforce-budget/model';
import { connectionPurposes, connectionStates, keyModes, loginHosts } from './model';

const when = z.iso.datetime().nullable();
const trimmed = z.string().trim();

/** The client app by which everybody connects. */
export const SalesforceAppView = z.object({
  /** Null before an admin entered it. */
  clientId: z.string().nullable(),
  /** The secret itself is never returned. */
  hasSecret: z.boolean(),
  /** Where people log in unless they choose otherwise. */
  loginUrl: z.string(),
  /** To be registered in the client app. */
  callbackUrl: z.string(),
  changedAt: when,
});
export type SalesforceAppView = z.infer<typeof SalesforceAppView>;

export const SalesforceAppInput = z.object({
  clientId: trimmed.min(1, 'Expected the consumer key of the client app').max(1_000),
  /** Absent keeps the stored secret. */
  clientSecret: trimmed.min(1).max(1_000).optional(),
  loginUrl: trimmed.min(1, 'Expected an address such as https://login.salesforce.com').max(300),
});
export type SalesforceAppInput = z.infer<typeof SalesforceAppInput>;

/** One consent of a Salesforce user. Its tokens are never returned. */
export const ConnectionView = z.object({
  id: z.uuid(),
  purpose: z.enum(connectionPurposes),
  state: z.enum(connectionStates),
  /** Why it does not work, in words. */
  stateReason: z.string().nullable(),
  /** Who it is in Salesforce. */
  name: z.string(),
  username: z.string(),
  instanceUrl: z.string(),
  connectedAt: z.iso.datetime(),
  /** To the minute. */
  lastUsedAt: when,
});
export type ConnectionView = z.infer<typeof ConnectionView>;

/** How the signed-in user stands with Salesforce. */
export const MyConnection = z.object({
  /** Whether an admin has entered the client app. */
  ready: z.boolean(),
  loginUrl: z.string(),
  connection: ConnectionView.nullable(),
  /** Whether the integration user serves this user instead. */
  served: z.boolean(),
  /** Activities of this user that wait to be sent to Salesforce. */
  waiting: z.number().int(),
});
export type MyConnection = z.infer<typeof MyConnection>;

const Member = z.object({ id: z.uuid(), name: z.string(), email: z.string() });

/** What is known of an org. */
export const OrgView = z.object({
  orgId: z.string(),
  instanceUrl: z.string(),
  describedAt: when,
  /** Null before it was described. */
  offers: z
    .object({
      keyMode: z.enum(keyModes),
      keyField: z.string().nullable(),
      keyFields: z.array(z.string()),
      chosenKeyField: z.string().nullable(),
      closedStatuses: z.array(z.string()),
      objects: z.array(z.object({ name: z.string(), visible: z.boolean(), createable: z.boolean() })),
    })
    .nullable(),
  /** API calls in 24 hours: everybody's as the org told last, and ours. */
  usage: z.object({
    used: z.number().int().nullable(),
    limit: z.number().int().nullable(),
    at: when,
    own: z.number().int(),
    sharePercent: z.number(),
  }),
  /** Lanes that make no calls now, and why. */
  rests: z.array(z.object({ lane: z.enum(salesforceLanes), why: z.string() })),
});
export type OrgView = z.infer<typeof OrgView>;

/** Everybody's connections, for admins. */
export const ConnectionsView = z.object({
  connections: z.array(ConnectionView.extend({ user: Member, waiting: z.number().int() })),
  /** Active users without a connection of their own. */
  unconnected: z.array(Member.extend({ waiting: z.number().int() })),
  orgs: z.array(OrgView),
});
export type ConnectionsView = z.infer<typeof ConnectionsView>;

export const LoginInput = z.object({
  purpose: z.enum(connectionPurposes).default('seller'),
  login: z.enum([...(Object.keys(loginHosts) as (keyof typeof loginHosts)[]), 'custom']),
  /** With `custom`: where. */
  address: trimmed.max(300).optional(),
});
export type LoginInput = z.input<typeof LoginInput>;

/** Where the browser goes next. */
export const LoginStarted = z.object({ authorizeUrl: z.url() });

/** What Salesforce sends people back with: a code, or an error. */
export const LoginAnswer = z.object({
  state: z.string().max(500).optional(),
  code: z.string().max(2_000).optional(),
  error: z.string().max(500).optional(),
  error_description: z.string().max(2_000).optional(),
});
export type LoginAnswer = z.infer<typeof LoginAnswer>;

export const ConnectionParams = z.object({ id: z.uuid() });
export const OrgParams = z.object({ orgId: z.string().regex(/^00D\w{15}$/, 'Expected the ID of an org') });

/** `revoked` is false when Salesforce did not answer, so that the consent there has to end by itself. */
export const Disconnected = z.object({ revoked: z.boolean() });

export const OrgInput = z.object({ keyField: z.string().max(100).nullable() });

/** The outcome of "Test connection": each check with a sentence, never an exception. */
export const ConnectionTest = z.object({
  ok: z.boolean(),
  checks: z.array(z.object({ name: z.string(), ok: z.boolean(), message: z.string() })),
  apiCalls: z.number().int(),
});
export type ConnectionTest = z.infer<typeof ConnectionTest>;
