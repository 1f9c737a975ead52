import type { Db } from '@/db/client';
import type { Actor } from './auth/model';
import type { CallFeature, CallLane } from './call-budget/model';
import type { Clock } from './clock';
import type { Logger } from './logger';
import type { MarketoClient } from './marketo/client';
import type { SalesforceClient } from './salesforce/client';
import type { SalesforceOAuth } from './salesforce/oauth';
import type { SalesforceLane } from './salesforce-budget/model';
import type { JobQueue } from './sync/queue';

export type MarketoCredentials = { baseUrl: string; clientId: string; clientSecret: string };

/** What a login to Salesforce needs beside the client app. */
export type SalesforceLogin = SalesforceOAuth & {
  /** Where people come back to, on our own address. */
  callbackUrl: string;
  /** The one login address beside Salesforce's own: the simulated one of a demo. Null without. */
  demoLoginUrl: string | null;
};

/** Stored secrets; `context` names the row and column, and a ciphertext only opens with the same one. */
export type SecretBox = { seal(plain: string, context: string): string; open(sealed: string, context: string): string };

/** What a use case may touch. Built by lib/wiring.ts; tests build theirs with lib/test/context.ts. */
export type Ctx = {
  db: Db;
  clock: Clock;
  log: Logger;
  /** Who asks; null for jobs and public routes. */
  actor: Actor | null;
  secrets: SecretBox;
  queue: JobQueue;
  /** Where people find this app in the browser, without a slash at the end. */
  appUrl: string;
  /** Where files of bulk exports are kept, how often Marketo is asked about one, and how many people a step imports. */
  exports: { directory: string; pollMs: number; peopleAtOnce: number };
  /** A smaller cap of listed people, for tests. */
  mostPeople?: number;
  /**
   * The Marketo connection, its calls paid from `lane` and booked under `feature`, or what this Ctx is for. Rejects with
   * AppError `not_configured` without a connection.
   */
  marketo(lane: CallLane, feature?: CallFeature): Promise<MarketoClient>;
  /** A client for credentials that are not stored yet, to try them. */
  marketoWith(credentials: MarketoCredentials): MarketoClient;
  /**
   * One Salesforce connection, its calls paid from `lane`. Rejects with AppError `not_found` where there is none, and with
   * ProviderFault `signed-out` where it waits for its user.
   */
  salesforce(connectionId: string, lane: SalesforceLane): Promise<SalesforceClient>;
  salesforceLogin: SalesforceLogin;
};

/** `ctx` for work whose provider calls are booked under `feature`. */
export function forFeature<C extends Ctx>(ctx: C, feature: CallFeature): C {
  return { ...ctx, marketo: (lane: CallLane, given = feature) => ctx.marketo(lane, given) };
}
