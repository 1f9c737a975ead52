'use client';

import { parseAsInteger, parseAsIsoDate, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { deliveryStates } from '@/lib/deliveries/model';
import { destinations, salesActivityKinds } from '@/lib/sales-activities/model';
import type { LogQuery } from './log-queries';

const parsers = {
  person: parseAsInteger,
  kind: parseAsStringLiteral(salesActivityKinds),
  seller: parseAsString,
  destination: parseAsStringLiteral(destinations),
  state: parseAsStringLiteral(deliveryStates),
  /** The problem that stops them. */
  problem: parseAsString,
  /** The first and the last day, as the viewer's calendar has them. */
  from: parseAsIsoDate,
  to: parseAsIsoDate,
  /** The activity whose passport is open. */
  activity: parseAsString,
};

/** The activity log as its address says it: copying the address copies the choice. */
export function useLogView() {
  const [view, setView] = useQueryStates(parsers, { history: 'replace', scroll: false });
  return { view, setView };
}

export type LogView = ReturnType<typeof useLogView>['view'];
export type SetLogView = ReturnType<typeof useLogView>['setView'];

export const noLogFilters = {
  person: null,
  kind: null,
  seller: null,
  destination: null,
  state: null,
  problem: null,
  from: null,
  to: null,
};

/** What the view asks of the server. */
export function logQueryOf({ person, kind, seller, destination, state, problem, from, to }: LogView): LogQuery {
  return {
    person: person ?? undefined,
    kind: kind ?? undefined,
    seller: seller ?? undefined,
    destination: destination ?? undefined,
    state: state ?? undefined,
    problem: problem ?? undefined,
    since: from ? startOfDay(from, 0).toISOString() : undefined,
    until: to ? startOfDay(to, 1).toISOString() : undefined,
  };
}

export const isFiltered = (query: LogQuery) => Object.values(query).some((value) => value !== undefined);

/** A day of the address is named in UTC and begins where the viewer is; `daysLater` counts from it. */
export function startOfDay(day: Date, daysLater: number): Date {
  return new Date(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate() + daysLater);
}

/** A day as the address and a date field spell it. */
export const dayText = (day: Date | null) => day?.toISOString().slice(0, 10) ?? '';
