import { expect, it } from 'vitest';
import { CallsQuery } from '@/lib/calls/contract';
import { type CallsView, callsFilterOf, isNarrowed } from './calls-view';

const now = new Date(2026, 2, 1, 23, 59);
const view: CallsView = {
  text: '',
  outcome: null,
  reason: null,
  status: null,
  answered: null,
  seller: null,
  period: 'month',
  from: null,
  to: null,
  call: null,
};

it.each([
  ['week', { from: '2026-02-23', to: '2026-03-01' }],
  ['month', { from: '2026-01-31', to: '2026-03-01' }],
  ['year', { from: '2025-03-02', to: '2026-03-01' }],
  ['all', {}],
] as const)('the period %s has its days, today included', (period, days) => {
  const { from, to } = callsFilterOf({ ...view, period }, '', now);
  expect({ from, to }).toEqual({ from: undefined, to: undefined, ...days });
});

it('days that were chosen are asked for as they are, and one of them is enough', () => {
  const chosen = callsFilterOf({ ...view, period: 'days', from: '2026-01-05' }, ' ada ', now);
  expect(chosen).toMatchObject({ text: 'ada', from: '2026-01-05', to: undefined });
  expect(CallsQuery.safeParse(chosen).success).toBe(true);
});

it('a period narrows nothing that could be cleared; every other choice does', () => {
  expect(isNarrowed({ ...view, period: 'week' })).toBe(false);
  expect(isNarrowed({ ...view, answered: 'no' })).toBe(true);
});
