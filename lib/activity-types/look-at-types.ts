import type { WireActivityType, WireCustomActivityType } from '../marketo/api-types';
import type { MarketoClient } from '../marketo/client';
import { ProviderFault } from '../provider-fault';
import { standingTypesFrom } from './compare-types';
import type { StandingTypes } from './model';

type Look = {
  client: MarketoClient;
  now: Date;
  /** False while it is known that the API role may not make types. */
  mayMake: boolean;
  /** The types that can be used, where they were just read. */
  approved?: WireActivityType[];
};

/** How the wanted types stand in the instance; two calls at most. Throws ProviderFault when Marketo cannot be asked. */
export async function lookAtTypes({ client, now, mayMake, approved }: Look): Promise<StandingTypes> {
  const usable = approved ?? (await client.getActivityTypes());
  return standingTypesFrom({ approved: usable, custom: await customTypes(client), mayMake, checkedAt: now });
}

/** Null where the role or the subscription does not show them: what is approved can be seen all the same. */
async function customTypes(client: MarketoClient): Promise<WireCustomActivityType[] | null> {
  try {
    return await client.getCustomActivityTypes();
  } catch (error) {
    if (!(error instanceof ProviderFault)) throw error;
    if (error.kind !== 'forbidden' && error.kind !== 'rejected') throw error;
    return null;
  }
}
