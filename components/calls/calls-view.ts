'use client';

import { createParser, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import type { CallsFilter } from '@/lib/calls/contract';
import { callStatuses } from '@/lib/sales-activities/model';
import { localDay, viewersZone } from './local-time';

/** How many days a period reaches back, today included; `all` has no bounds, and the two days of `days` are chosen. */
export const periods = { week: 7, month: 30, quarter: 90, year: 365, all: null, days: null } as const;
export type PeriodName = keyof typeof periods;
const periodNames = Object.keys(periods) as PeriodName[];

const parseAsDay = createParser({
  parse: (value) => (/^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value)) ? value : null),
  serialize: (value: string) => value,
});

const parsers = {
  text: parseAsString.withDefault(''),
  outcome: parseAsString,
  reason: parseAsString,
  status: parseAsStringLiteral(callStatuses),
  answered: parseAsStringLiteral(['yes', 'no']),
  seller: parseAsString,
  period: parseAsStringLiteral(periodNames).withDefault('month'),
  from: parseAsDay,
  to: parseAsDay,
  /** The call that is open. */
  call: parseAsString,
};

/** The list as its address says it: copying the address copies the view. */
export function useCallsView() {
  const [view, setView] = useQueryStates(parsers, { history: 'replace', scroll: false });
  return { view, setView };
}

export type CallsView = ReturnType<typeof useCallsView>['view'];
export type SetCallsView = ReturnType<typeof useCallsView>['setView'];

/** What the view asks of the server, with `text` as typed a moment ago; periods end today, by the viewer's calendar. */
export function callsFilterOf(view: CallsView, text: string, now: Date): CallsFilter {
  const { outcome, reason, status, answered, seller } = view;
  return {
    text: text.trim() || undefined,
    outcome: outcome ?? undefined,
    reason: reason ?? undefined,
    status: status ?? undefined,
    answered: answered ?? undefined,
    seller: seller ?? undefined,
    ...daysOf(view, now),
    timeZone: viewersZone(),
  };
}

export function isNarrowed(view: CallsView) {
  return Boolean(view.text || view.outcome || view.reason || view.status || view.answered || view.seller);
}

export const nothingNarrowed = {
  text: null,
  outcome: null,
  reason: null,
  status: null,
  answered: null,
  seller: null,
};

function daysOf({ period, from, to }: CallsView, now: Date): Pick<CallsFilter, 'from' | 'to'> {
  if (period === 'days') return { from: from ?? undefined, to: to ?? undefined };
  const days = periods[period];
  if (days === null) return {};
  const first = new Date(now.getFullYear(), now.getMonth(), now.getDate() - days + 1);
  return { from: localDay(first), to: localDay(now) };
}
