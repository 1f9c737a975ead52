import { describe, expect, it } from 'vitest';
import { fingerprintOf } from './fingerprint';
import { type PersonReference, type SalesActivityBody, salesActivityPayloads } from './model';

type Told = { payload?: Record<string, unknown>; person?: PersonReference; userId?: string; at?: string };

const told = { status: 'completed', madeBy: 'rep@example.com', outcome: 'Interested' };
const of = ({ payload = told, person = { marketoId: 7 }, userId = 'u1', at = '2026-03-01T12:00:00Z' }: Told = {}) => {
  const body = { kind: 'call', payload: salesActivityPayloads.call.parse(payload) } as SalesActivityBody;
  return fingerprintOf({ body, person, userId, occurredAt: new Date(at) });
};

describe('the fingerprint of what was told', () => {
  it.each<[string, Told]>([
    ['in another order', { payload: { outcome: 'Interested', madeBy: 'rep@example.com', status: 'completed' } }],
    ['with what is not known spelled out', { payload: { ...told, notes: null } }],
    ['with the time in another zone', { at: '2026-03-01T13:00:00+01:00' }],
    ['after the seller got another address', { payload: { ...told, madeBy: 'new@example.com' } }],
    ['with an e-mail address that the Marketo ID makes needless', { person: { marketoId: 7, email: 'a@example.com' } }],
  ])('is the same %s', (_, other) => {
    expect(of(other)).toBe(of());
  });

  it.each<[string, Told]>([
    ['another outcome', { payload: { ...told, outcome: 'Busy' } }],
    ['one attribute more', { payload: { ...told, notes: 'Call back' } }],
    ['another person', { person: { marketoId: 8 } }],
    ['another seller', { userId: 'u2' }],
    ['another time', { at: '2026-03-01T12:00:01Z' }],
  ])('is another one for %s', (_, other) => {
    expect(of(other)).not.toBe(of());
  });

  it('does not tell capitals of an e-mail address apart', () => {
    expect(of({ person: { email: 'Ann@Example.com' } })).toBe(of({ person: { email: 'ann@example.com' } }));
  });
});
