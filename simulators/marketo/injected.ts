/** What the faults of one request mean for its answer. */
import type { FaultEffect } from '@/simulators/core/faults';
import type { ApiRequest } from './api-request';
import { MarketoError, standardMessages } from './envelope';
import type { Instance, MarketoEffect } from './instance';

type Body = Record<string, unknown>;
type RowEffect = Extract<MarketoEffect, { rowCode: string }>;

const isRowEffect = (effect: MarketoEffect): effect is RowEffect => typeof effect === 'object' && 'rowCode' in effect;

/** The effects that are about the request as a whole. */
export function plainEffects(effects: MarketoEffect[]): FaultEffect[] {
  return effects.filter(
    (effect): effect is Exclude<MarketoEffect, RowEffect | 'reset-midway'> =>
      effect !== 'reset-midway' && !isRowEffect(effect),
  );
}

/** The error that strikes the record at this place of the request; null when none does. */
export function rowError({ faultRandom }: Instance, { effects }: ApiRequest, place: number): MarketoError | null {
  for (const effect of effects.filter(isRowEffect)) {
    if (effect.rows && !effect.rows.includes(place)) continue;
    if (effect.chance !== undefined && !faultRandom.chance(effect.chance)) continue;
    return new MarketoError(effect.rowCode, effect.message ?? standardMessages[effect.rowCode] ?? 'Injected fault');
  }
  return null;
}

/** The first error code among the effects that belongs before, or after, the request is executed. */
export function injectedError(effects: FaultEffect[], when: 'before' | 'applied'): MarketoError | null {
  for (const effect of effects) {
    if (typeof effect !== 'object' || !('code' in effect)) continue;
    if ((effect.applied ?? false) !== (when === 'applied')) continue;
    return new MarketoError(effect.code, effect.message ?? standardMessages[effect.code] ?? 'Injected fault');
  }
  return null;
}

/** The body as a page that does not move, or as one without its result. */
export function faultyBody(
  effects: FaultEffect[],
  request: ApiRequest,
  body: Body,
): { name: string | null; body: Body } {
  const stuck = { nextPageToken: request.params.get('nextPageToken'), moreResult: true };
  if (effects.includes('empty-page')) return { name: 'empty-page', body: stuck };
  if (effects.includes('repeat-token')) return { name: 'repeat-token', body: { ...body, ...stuck } };
  if (!effects.includes('no-result')) return { name: null, body };
  const { result: _, ...rest } = body;
  return { name: 'no-result', body: rest };
}
