'use client';

import { parseAsInteger, parseAsNumberLiteral, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { type DayPlan, feedIntervals } from '@/lib/call-budget/model';

const parsers = {
  curve: parseAsStringLiteral(['sum', 'hour']).withDefault('sum'),
  interval: parseAsNumberLiteral(feedIntervals),
  sellers: parseAsInteger,
  loads: parseAsInteger,
  people: parseAsInteger,
};

/** The page as its address says it: copying the address copies the what-if. */
export function useCallsView() {
  const [view, setView] = useQueryStates(parsers, { history: 'replace', scroll: false });
  return { view, setView };
}

type CallsView = ReturnType<typeof useCallsView>['view'];

export const mostOf = { sellers: 500, loads: 200, people: 2_000_000 } as const;

/** What is asked for, with the state of things where the address says nothing. */
export function planOf(view: CallsView, now: { feedIntervalSeconds: number; people: number }): DayPlan {
  return {
    feedIntervalSeconds: view.interval ?? now.feedIntervalSeconds,
    sellers: within(view.sellers ?? 100, mostOf.sellers),
    gridLoadsPerSeller: within(view.loads ?? 40, mostOf.loads),
    people: within(view.people ?? now.people, mostOf.people),
  };
}

const within = (value: number, most: number) => Math.min(most, Math.max(0, value));
