/** What a caller can choose about the simulated org, and what it gets when it does not choose. */

import { sfdcId } from '@/simulators/core/salesforce-ids';
import { sellerIds } from '@/simulators/marketo/seed/draw-person';
import { sellers } from '@/simulators/marketo/seed/words';
import { type TaskVocabulary, usualVocabulary } from './schema/task';

export type SimulatedUser = { id: string; name: string; username: string; email: string; active: boolean };

/** An external client app; `redirectUris: null` takes every redirect. */
export type ClientApp = {
  clientId: string;
  clientSecret: string;
  redirectUris: string[] | null;
  requirePkce: boolean;
  /** Not installed, and the user may not approve uninstalled apps. */
  installed: boolean;
  /** JWT bearer: the admin approved the users beforehand. */
  preauthorized: boolean;
  /** JWT bearer: PEM of the certificate's key; without it signatures are not looked at. */
  publicKey: string | null;
};

export type OAuthSettings = {
  /** Every refresh gives a new refresh token, and the old one kills the family. */
  rotate: boolean;
  /** So long the token just replaced may come again, for a client that lost the answer. */
  rotationGraceMs: number;
  sessionMs: number;
  /** A refresh token that was not used for so long is dead. */
  idleMs: number;
  /** New access tokens are refused like old ones: a 401 that refreshing does not heal. */
  neverHeal: boolean;
  /** Grants per user and app; the oldest goes. */
  grantsPerUser: number;
  /** `auto` skips the page: the user of `login_hint`, or the first one, allows. */
  consent: 'ask' | 'auto';
  /** Host names at which people may log in; null: all. An org can forbid all but its own domain. */
  loginHosts: string[] | null;
  /** The caller's address is outside the allowed ranges. */
  ipRestricted: boolean;
};

export type Limits = {
  /** In a rolling day. */
  dailyRequests: number;
  /** A request in progress for so long counts as long. */
  longRequestMs: number;
  longRequests: number;
  cursorsPerUser: number;
  cursorMs: number;
  /** Most rows of one page; real servers may give fewer than asked for. */
  pageRows: number;
};

export type Quirks = {
  /** Where the usage of the app stands in the limit header. */
  appUsage: 'none' | 'after' | 'before';
  /** A single upsert that changed a record answers without a body, as old versions did. */
  upsertWithoutBody: boolean;
};

export type Settings = {
  port: number;
  host: string;
  startAt?: Date;
  seed: number;
  /** Real time that every API call takes, and that a write holds its locks. */
  latencyMs: number;
  writeMs: number;
  orgName: string;
  sandbox: boolean;
  apiVersions: { oldest: number; newest: number };
  apps: [ClientApp, ...ClientApp[]];
  users: SimulatedUser[];
  oauth: OAuthSettings;
  limits: Limits;
  quirks: Quirks;
  vocabulary: TaskVocabulary;
  /** The optional activity fields of sales tools, and our key. */
  fields: { salesActivity: boolean; key: boolean };
  /** Users (ids) without the permission to use the API. */
  apiDisabledFor: string[];
};

export type SalesforceSimulatorOptions = Partial<
  Omit<Settings, 'apps' | 'oauth' | 'limits' | 'quirks' | 'vocabulary' | 'fields'>
> & {
  app?: Partial<ClientApp>;
  oauth?: Partial<OAuthSettings>;
  limits?: Partial<Limits>;
  quirks?: Partial<Quirks>;
  vocabulary?: Partial<TaskVocabulary>;
  fields?: Partial<Settings['fields']>;
};

const hourMs = 3_600_000;

export function withDefaults(options: SalesforceSimulatorOptions): Settings {
  const { app, oauth, limits, quirks, vocabulary, fields, ...rest } = options;
  return {
    port: 0,
    host: '127.0.0.1',
    seed: 1,
    latencyMs: 0,
    writeMs: 0,
    orgName: 'Simulated Org',
    sandbox: false,
    apiVersions: { oldest: 31, newest: 67 },
    users: usualUsers(),
    apiDisabledFor: [],
    ...rest,
    apps: [{ ...usualApp, ...app }],
    oauth: { ...usualOAuth, ...oauth },
    limits: { ...usualLimits, ...limits },
    quirks: { appUsage: 'none', upsertWithoutBody: false, ...quirks },
    vocabulary: { ...usualVocabulary, ...vocabulary },
    fields: { salesActivity: true, key: true, ...fields },
  };
}

/** The sellers of the seeded Marketo world under the ids it knows them by, and a user for integrations. */
function usualUsers(): SimulatedUser[] {
  const people = [...sellers.map((name, index) => ({ id: sellerIds[index] ?? '', name }))];
  return [...people, { id: sfdcId('005', 900), name: 'Integration User' }].map(({ id, name }) => {
    const address = name
      .normalize('NFD')
      .replaceAll(/[^A-Za-z ]/g, '')
      .toLowerCase()
      .replaceAll(' ', '.');
    return { id, name, username: `${address}@simulated.example`, email: `${address}@example.com`, active: true };
  });
}

const usualApp: ClientApp = {
  clientId: 'demo-sf-client',
  clientSecret: 'demo-sf-secret',
  redirectUris: null,
  requirePkce: true,
  installed: true,
  preauthorized: true,
  publicKey: null,
};

const usualOAuth: OAuthSettings = {
  rotate: true,
  rotationGraceMs: 0,
  sessionMs: 2 * hourMs,
  idleMs: 30 * 24 * hourMs,
  neverHeal: false,
  grantsPerUser: 5,
  consent: 'ask',
  loginHosts: null,
  ipRestricted: false,
};

const usualLimits: Limits = {
  dailyRequests: 100_000,
  longRequestMs: 20_000,
  longRequests: 25,
  cursorsPerUser: 10,
  cursorMs: 48 * hourMs,
  pageRows: 2000,
};
