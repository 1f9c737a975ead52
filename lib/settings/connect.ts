/** Learns what a Marketo instance offers: which fields exist, which activity types, what the API role may read. */
import { selectMarketoConnection, updateMarketoDiscovery } from '@/db/queries/settings';
import { lookAtTypes } from '../activity-types/look-at-types';
import type { StandingTypes } from '../activity-types/model';
import type { Ctx, MarketoCredentials } from '../context';
import type { MarketoClient } from '../marketo/client';
import { fieldMappingFromDescription } from '../marketo/field-mapping';
import { ProviderFault } from '../provider-fault';
import { sealContexts } from '../seal-contexts';
import { probeCapabilities } from './capabilities';
import { type Capabilities, defaultLists, type FieldMapping, type ListChoice, type MarketoField } from './model';

export type FieldChoices = Partial<Record<MarketoField, string | null>>;

/** What an instance offers, learnt at `describedAt`. */
export type Discovered = {
  fieldMapping: FieldMapping;
  fieldChoices: FieldChoices;
  availableFields: { name: string; displayName: string; dataType: string }[];
  activityTypes: { id: number; name: string; primaryAttribute: string | null; attributes: string[] }[];
  readsOpportunities: boolean;
  capabilities: Capabilities;
  salesActivityTypes: StandingTypes;
  describedAt: Date;
  lastOkAt: Date;
  tokenIssuedAt: Date;
};
/** The same with the credentials that led there; the secret is sealed. */
export type Connected = Discovered & { baseUrl: string; clientId: string; clientSecret: string };

const dayMs = 24 * 3600_000;

/** What is known of the instance and wanted from it before it is asked again. */
type Before = {
  fieldChoices: FieldChoices;
  lists: ListChoice;
  capabilities: Capabilities | null;
  salesActivityTypes: StandingTypes | null;
};

/**
 * About ten calls. Throws ProviderFault when the credentials or the role do not let us read people; whatever else
 * cannot be done is noted.
 */
export async function connectMarketo(
  ctx: Ctx,
  { baseUrl, clientId, clientSecret }: MarketoCredentials,
  fieldChoices: FieldChoices,
  lists: ListChoice = defaultLists,
): Promise<Connected> {
  const client = ctx.marketoWith({ baseUrl, clientId, clientSecret });
  const discovered = await discover(ctx, client, {
    fieldChoices,
    lists,
    capabilities: null,
    salesActivityTypes: null,
  });
  return { ...discovered, baseUrl, clientId, clientSecret: ctx.secrets.seal(clientSecret, sealContexts.marketoSecret) };
}

/**
 * Learns again what the connected instance offers, when that is more than a day old: fields and activity types come
 * and go in Marketo. About ten calls, or none. Throws ProviderFault.
 */
export async function rediscoverMarketo(ctx: Ctx): Promise<void> {
  const stored = await selectMarketoConnection(ctx.db);
  if (!stored?.describedAt || ctx.clock.now().getTime() - stored.describedAt.getTime() < dayMs) return;
  const client = await ctx.marketo('feeds', 'settings');
  await updateMarketoDiscovery(ctx.db, await discover(ctx, client, { ...stored, lists: stored.loadLists }));
}

const believedAfter = 3;

async function discover(ctx: Ctx, client: MarketoClient, before: Before): Promise<Discovered> {
  const { fieldChoices } = before;
  const description = await client.describeLeads();
  const types = await client.getActivityTypes();
  const readsOpportunities = await mayReadOpportunities(
    () => client.getOpportunityRoles({ leadIds: [1] }),
    believedAfter,
  );
  const capabilities = await probeCapabilities({
    client,
    clock: ctx.clock,
    lists: before.lists,
    known: before.capabilities,
  });
  const now = ctx.clock.now();
  const mayMake = before.salesActivityTypes?.mayMake ?? true;
  const salesActivityTypes = await lookAtTypes({ client, now, mayMake, approved: types });
  return {
    fieldMapping: fieldMappingFromDescription(description, fieldChoices),
    fieldChoices,
    availableFields: description.fields.map(({ name, displayName, dataType }) => ({
      name,
      displayName: displayName ?? name,
      dataType: dataType ?? 'string',
    })),
    activityTypes: types.map(({ id, name, primaryAttribute, attributes }) => ({
      id,
      name,
      primaryAttribute: primaryAttribute?.name ?? null,
      attributes: (attributes ?? []).map((attribute) => attribute.name),
    })),
    readsOpportunities,
    capabilities,
    salesActivityTypes,
    describedAt: now,
    lastOkAt: now,
    tokenIssuedAt: new Date(now.getTime() - (client.tokenStatus()?.ageSeconds ?? 0) * 1000),
  };
}

// An instance without opportunities, or a role without that right, still has people to show. A single refusal may be a
// mistake of that moment, and to believe it would leave everybody's opportunity unread for a day.
async function mayReadOpportunities(read: () => Promise<unknown>, refusals: number): Promise<boolean> {
  try {
    await read();
    return true;
  } catch (error) {
    const isRefusal = error instanceof ProviderFault && (error.kind === 'forbidden' || error.kind === 'rejected');
    if (!isRefusal) throw error;
    return refusals > 1 && mayReadOpportunities(read, refusals - 1);
  }
}
