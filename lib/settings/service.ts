import 'server-only';
import type { Tx } from '@/db/client';
import { deleteInstanceData } from '@/db/queries/instance';
import { type MarketoConnection, selectMarketoConnection, upsertMarketoConnection } from '@/db/queries/settings';
import { replaceCheckpoint, selectJobs, updateJobs } from '@/db/queries/sync';
import { politeLimits } from '../call-budget/model';
import type { Ctx, MarketoCredentials } from '../context';
import { AppError } from '../errors';
import { ProviderFault } from '../provider-fault';
import { sealContexts } from '../seal-contexts';
import { askedRound, peopleJobNames } from '../sync/model';
import { connectMarketo } from './connect';
import type { MarketoSettings, MarketoSettingsInput } from './contract';
import { defaultLists } from './model';
import { endpointOf, webUrlOf } from './web-url';

/** The Marketo connection as an admin sees it; never the secret. */
export async function readMarketoSettings(ctx: Ctx): Promise<MarketoSettings> {
  const stored = await selectMarketoConnection(ctx.db);
  return stored ? viewFrom(stored) : notConnected;
}

/**
 * Tries the credentials, learns the instance's fields and stores the connection; another endpoint begins with no
 * people. Nothing is stored when Marketo refuses: AppError `provider_rejected` names the field to look at.
 */
export async function saveMarketoSettings(ctx: Ctx, input: MarketoSettingsInput): Promise<MarketoSettings> {
  const stored = await selectMarketoConnection(ctx.db);
  const credentials = credentialsFrom(ctx, input, stored);
  const choices = { ...stored?.fieldChoices, ...input.fieldChoices };
  const isSameInstance = stored !== null && endpointOf(stored.baseUrl) === credentials.baseUrl;
  // The ids of lists mean something else in another instance; the name may be the same.
  const lists = isSameInstance
    ? stored.loadLists
    : { ...defaultLists, name: stored?.loadLists.name ?? defaultLists.name };
  const discovered = await connectMarketo(ctx, credentials, choices, lists).catch((error) => {
    throw refusal(error);
  });
  const contactsAlwaysOwned = input.contactsAlwaysOwned ?? stored?.contactsAlwaysOwned ?? true;
  await ctx.db.transaction(async (tx) => {
    await upsertMarketoConnection(tx, {
      ...discovered,
      webUrl: input.webUrl === undefined ? (stored?.webUrl ?? webUrlOf(credentials.baseUrl)) : input.webUrl,
      salesforceUrl: input.salesforceUrl === undefined ? (stored?.salesforceUrl ?? null) : input.salesforceUrl,
      contactsAlwaysOwned,
      callsPerWindow: input.callsPerWindow ?? stored?.callsPerWindow ?? politeLimits.callsPerWindow,
      concurrent: input.concurrent ?? stored?.concurrent ?? politeLimits.concurrent,
      dailyCalls: input.dailyCalls ?? stored?.dailyCalls ?? politeLimits.dailyCalls,
      // What was recorded before belongs to the people of another instance, and is not delivered to these.
      connectedAt: isSameInstance ? stored.connectedAt : ctx.clock.now(),
      loadLists: lists,
      lastFault: null,
    });
    if (stored && !isSameInstance) await startAnew(tx);
    else if (stored && stored.contactsAlwaysOwned !== contactsAlwaysOwned) await readEverybodyAgain(tx);
    await wakePausedJobs(tx);
    // What waits for a connection, or for activity types, need not wait any longer.
    await updateJobs(tx, ['deliver-to-marketo'], { waitUntil: null });
  });
  ctx.log.info({ baseUrl: credentials.baseUrl }, 'Marketo connection saved');
  return readMarketoSettings(ctx);
}

const ofOneInstance = [...peopleJobNames, 'deliver-to-marketo', 'make-activity-types'] as const;

// Ids, positions and checkpoints belong to one instance; a new first load brings the people of the other.
async function startAnew(tx: Tx): Promise<void> {
  for (const name of ofOneInstance) await replaceCheckpoint(tx, name, null);
  await deleteInstanceData(tx);
}

// Another rule lists and drops people of whom no feed will tell.
async function readEverybodyAgain(tx: Tx): Promise<void> {
  await replaceCheckpoint(tx, 'sweep-people', askedRound);
  await replaceCheckpoint(tx, 'discover-people', askedRound);
}

// A job that paused itself because the connection was refused may try the mended one; one an admin paused stays.
async function wakePausedJobs(tx: Tx): Promise<void> {
  const jobs = await selectJobs(tx);
  const pausedByFault = jobs.filter(
    (job) => !job.enabled && job.pausedReason && !job.pausedReason.startsWith('Paused'),
  );
  if (pausedByFault.length === 0) return;
  await updateJobs(
    tx,
    pausedByFault.map((job) => job.name),
    { enabled: true, pausedReason: null, waitUntil: null },
  );
}

function credentialsFrom(ctx: Ctx, input: MarketoSettingsInput, stored: MarketoConnection | null): MarketoCredentials {
  const baseUrl = endpointOf(input.baseUrl);
  const clientSecret =
    input.clientSecret ?? (stored && ctx.secrets.open(stored.clientSecret, sealContexts.marketoSecret));
  if (!clientSecret) {
    throw new AppError('bad_request', 'Enter the Client Secret of the Marketo custom service.', {
      fields: { clientSecret: 'Expected the Client Secret' },
    });
  }
  // A stored secret must not be sent to an address that somebody has just typed in.
  if (!input.clientSecret && stored && endpointOf(stored.baseUrl) !== baseUrl) {
    throw new AppError('bad_request', 'Enter the Client Secret again to use another endpoint.', {
      fields: { clientSecret: 'Expected again, since the endpoint changed' },
    });
  }
  return { baseUrl, clientId: input.clientId, clientSecret };
}

function refusal(error: unknown): unknown {
  if (!(error instanceof ProviderFault)) return error;
  const field = error.kind === 'signed-out' ? 'clientSecret' : 'baseUrl';
  const code =
    error.kind === 'unavailable' || error.kind === 'throttled' ? 'provider_unavailable' : 'provider_rejected';
  return new AppError(code, error.message, { fields: { [field]: error.message }, cause: error });
}

function viewFrom(stored: MarketoConnection): MarketoSettings {
  return {
    connected: true,
    baseUrl: stored.baseUrl,
    clientId: stored.clientId,
    hasSecret: true,
    connectedAt: stored.connectedAt.toISOString(),
    lastOkAt: stored.lastOkAt?.toISOString() ?? null,
    lastFault: stored.lastFault,
    clockAheadMs: stored.clockAheadMs,
    fieldMapping: stored.fieldMapping,
    availableFields: stored.availableFields,
    readsOpportunities: stored.readsOpportunities,
    webUrl: stored.webUrl,
    salesforceUrl: stored.salesforceUrl,
    contactsAlwaysOwned: stored.contactsAlwaysOwned,
    callsPerWindow: stored.callsPerWindow,
    concurrent: stored.concurrent,
    dailyCalls: stored.dailyCalls,
  };
}

const notConnected: MarketoSettings = {
  connected: false,
  baseUrl: null,
  clientId: null,
  hasSecret: false,
  connectedAt: null,
  lastOkAt: null,
  lastFault: null,
  clockAheadMs: null,
  fieldMapping: [],
  availableFields: [],
  readsOpportunities: true,
  webUrl: null,
  salesforceUrl: null,
  contactsAlwaysOwned: true,
  callsPerWindow: politeLimits.callsPerWindow,
  concurrent: politeLimits.concurrent,
  dailyCalls: politeLimits.dailyCalls,
};
