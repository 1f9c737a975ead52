import { lackingAttributes } from '../../activity-types/compare-types';
import type { StandingTypes, TypeDefinition } from '../../activity-types/model';
import type { MarketoClient } from '../../marketo/client';

/**
 * Brings one type to what it is to be: drafts it, adds what the draft lacks, approves it. Whatever is done already is not
 * done again, so after a failure it can simply be called once more. Nothing is ever deleted. Throws ProviderFault.
 */
export async function completeType(
  client: MarketoClient,
  definition: TypeDefinition,
  standing: StandingTypes,
): Promise<void> {
  const { apiName } = definition;
  const type = standing.types.find((one) => one.apiName === apiName);
  const isThere = type !== undefined && type.status !== 'missing' && type.status !== 'deleted';
  if (!isThere) await client.createCustomActivityType(definition);
  const lacking = isThere ? await lackingInDraft(client, definition, type.missingAttributes) : definition.attributes;
  if (lacking.length > 0) await client.createCustomActivityAttributes(apiName, lacking);
  await client.approveCustomActivityType(apiName);
}

async function lackingInDraft(
  client: MarketoClient,
  definition: TypeDefinition,
  lackingInUse: string[],
): Promise<TypeDefinition['attributes']> {
  const draft = await client.getCustomActivityDraft(definition.apiName);
  if (draft) return lackingAttributes(definition, draft.attributes ?? []);
  return definition.attributes.filter(({ apiName }) => lackingInUse.includes(apiName));
}
