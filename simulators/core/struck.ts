/** What the faults of one request mean for its way and its answer, whatever the API. */
import type { FaultEffect } from './faults';
import { type Answer, type Damage, textAnswer } from './http';

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
