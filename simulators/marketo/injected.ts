/** What the faults of one request mean for its answer. */
import type { FaultEffect } from '@/simulators/core/faults';
import { type Answer, type Damage, textAnswer } from '@/simulators/core/http';
import type { ApiRequest } from './api-request';
import { MarketoError, standardMessages } from './envelope';

type Body = Record<string, unknown>;
type NamedPage = { name: string; answer: Answer };

const htmlPage = (title: string) =>
  `<html>\r\n<head><title>${title}</title></head>\r\n<body><h1>${title}</h1></body>\r\n</html>`;
const badGateway = () => textAnswer(502, htmlPage('502 Bad Gateway'), 'text/html');

export function delayOf(effects: FaultEffect[]): number {
  let delayMs = 0;
  for (const effect of effects) if (typeof effect === 'object' && 'delayMs' in effect) delayMs += effect.delayMs;
  return delayMs;
}

/** A page in place of the whole exchange: the request is never executed. */
export function pageInstead(effects: FaultEffect[]): NamedPage | null {
  if (effects.includes('html-502')) return { name: 'html-502', answer: badGateway() };
  if (effects.includes('html-200'))
    return { name: 'html-200', answer: textAnswer(200, htmlPage('Scheduled maintenance'), 'text/html') };
  for (const effect of effects)
    if (typeof effect === 'object' && 'status' in effect) {
      const answer = textAnswer(effect.status, htmlPage(`HTTP ${effect.status}`), 'text/html');
      return { name: `http-${effect.status}`, answer };
    }
  return null;
}

/** In place of the answer to a request that was executed. */
export function strikesAfter(effects: FaultEffect[]): NamedPage | 'reset-after' | null {
  if (effects.includes('reset-after')) return 'reset-after';
  if (effects.includes('html-502-after')) return { name: 'html-502-after', answer: badGateway() };
  return null;
}

export function damageOf(effects: FaultEffect[]): Damage {
  for (const effect of effects) {
    if (effect === 'truncate' || effect === 'gzip-cut' || effect === 'reset-body') return effect;
    if (typeof effect === 'object' && 'stallMs' in effect) return { stallMs: effect.stallMs };
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
