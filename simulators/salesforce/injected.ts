/** What the faults of one request mean here: errors in the API's own words, for the request or for single records. */
import { SalesforceError } from './errors';
import type { Instance, SalesforceEffect } from './instance';

type RowEffect = Extract<SalesforceEffect, { rowCode: string }>;

const isRowEffect = (effect: SalesforceEffect): effect is RowEffect =>
  typeof effect === 'object' && 'rowCode' in effect;

type PlainEffect = Exclude<SalesforceEffect, RowEffect>;

export function plainEffects(effects: SalesforceEffect[]): PlainEffect[] {
  return effects.filter((effect): effect is PlainEffect => !isRowEffect(effect));
}

/** The first error code among the effects that belongs before, or after, the request is executed. */
export function injectedError(effects: SalesforceEffect[], when: 'before' | 'applied'): SalesforceError | null {
  for (const effect of plainEffects(effects)) {
    if (typeof effect !== 'object' || !('code' in effect)) continue;
    if ((effect.applied ?? false) === (when === 'applied')) return new SalesforceError(effect.code, effect.message);
  }
  return null;
}

/** The error that strikes the record at this place of the request, before it is written or although it was. */
export function rowError(instance: Instance, effects: SalesforceEffect[], place: number, when: 'before' | 'applied') {
  for (const effect of effects) {
    if (!isRowEffect(effect) || (effect.applied ?? false) !== (when === 'applied')) continue;
    if (effect.rows && !effect.rows.includes(place)) continue;
    if (effect.chance !== undefined && !instance.faultRandom.chance(effect.chance)) continue;
    return new SalesforceError(effect.rowCode, effect.message, { fields: effect.fields });
  }
  return null;
}
