import { describe, expect, it } from 'vitest';
import { SalesActivityInput } from './contract';

const call = {
  kind: 'call',
  key: 'c1',
  person: { marketoId: 1 },
  occurredAt: '2026-03-01T12:00:00+01:00',
  payload: { status: 'completed' },
};
const accepts = (change: Record<string, unknown>) => SalesActivityInput.safeParse({ ...call, ...change }).success;

describe('an activity as another system tells it', () => {
  it.each([
    {},
    { person: { email: 'ann@example.com' } },
    { seller: 'rep@example.com' },
    { occurredAt: '2000-01-01T00:00:00.000Z' },
  ])('may be %j', (change) => {
    expect(accepts(change)).toBe(true);
  });

  it.each([
    { kind: 'email-forwarded' },
    { kind: 'email-sent' },
    { key: '' },
    { key: 'two words' },
    { key: 'x'.repeat(201) },
    { person: {} },
    { person: { marketoId: 0 } },
    { person: { marketoId: 1.5 } },
    { person: { marketoId: '1' } },
    { person: { email: 'ann' } },
    { person: { marketoId: 1, name: 'Ann' } },
    { occurredAt: '0000-01-01T00:00:00Z' },
    { occurredAt: '1999-12-31T23:59:59Z' },
    { occurredAt: '2026-02-30T12:00:00Z' },
    { occurredAt: '2026-03-01' },
    { occurredAt: 1_772_366_400_000 },
    { payload: { status: 'Connected' } },
    { payload: { status: 'completed', durationSeconds: -1 } },
    { payload: { status: 'completed', madeBy: 'ceo@example.com' } },
    { userId: 'somebody' },
  ])('may not be %j', (change) => {
    expect(accepts(change)).toBe(false);
  });
});
