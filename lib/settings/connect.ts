/** Learns what a Marketo instance offers: which fields exist, which activity types, what the API role may read. */
import type { Ctx, MarketoCredentials } from '../context';
import { fieldMappingFromDescription } from '../marketo/field-mapping';
import { ProviderFault } from '../provider-fault';
import type { FieldMapping, MarketoField } from './model';

export type Discovered = {
  baseUrl: string;
  clientId: string;
  /** Sealed. */
  clientSecret: string;
  fieldMapping: FieldMapping;
  fieldChoices: Partial<Record<MarketoField, string | null>>;
  availableFields: { name: string; displayName: string; dataType: string }[];
  activityTypes: { id: number; name: string; primaryAttribute: string | null; attributes: string[] }[];
  readsOpportunities: boolean;
  describedAt: Date;
  lastOkAt: Date;
  tokenIssuedAt: Date;
};

/** Four calls. Throws ProviderFault when the credentials or the role do not let us read people. */
export async function connectMarketo(
  ctx: Ctx,
  credentials: MarketoCredentials,
  fieldChoices: Discovered['fieldChoices'],
): Promise<Discovered> {
  const client = ctx.marketoWith(credentials);
  const description = await client.describeLeads();
  const types = await client.getActivityTypes();
  const readsOpportunities = await mayReadOpportunities(() => client.getOpportunityRoles({ leadIds: [1] }));
  const now = ctx.clock.now();
  return {
    baseUrl: credentials.baseUrl,
    clientId: credentials.clientId,
    clientSecret: ctx.secrets.seal(credentials.clientSecret, 'marketo:clientSecret'),
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
    describedAt: now,
    lastOkAt: now,
    tokenIssuedAt: new Date(now.getTime() - (client.tokenStatus()?.ageSeconds ?? 0) * 1000),
  };
}

// An instance without opportunities, or a role without that right, still has people to show.
async function mayReadOpportunities(read: () => Promise<unknown>): Promise<boolean> {
  try {
    await read();
    return true;
  } catch (error) {
    if (error instanceof ProviderFault && (error.kind === 'forbidden' || error.kind === 'rejected')) return false;
    throw error;
  }
}
