'use client';

import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import type { DiagnosticsQuery } from '@/lib/diagnostics/contract';
import { problemStates } from '@/lib/diagnostics/contract';
import { categories } from '@/lib/diagnostics/model';
import { destinations } from '@/lib/sales-activities/model';

const parsers = {
  destination: parseAsStringLiteral(destinations),
  category: parseAsStringLiteral(categories),
  state: parseAsStringLiteral(problemStates).withDefault('open'),
  seller: parseAsString,
  /** The problem whose deliveries are shown. */
  problem: parseAsString,
  /** The activity whose passport is open. */
  activity: parseAsString,
};

/** Diagnostics as its address says it: copying the address copies the choice. */
export function useDiagnosticsView() {
  const [view, setView] = useQueryStates(parsers, { history: 'replace', scroll: false });
  return { view, setView };
}

export type DiagnosticsViewState = ReturnType<typeof useDiagnosticsView>['view'];
export type SetDiagnosticsView = ReturnType<typeof useDiagnosticsView>['setView'];

export const noDiagnosticsFilters = { destination: null, category: null, state: null, seller: null };

/** What the view asks of the server. What closed is not told apart by seller. */
export function diagnosticsQueryOf({ destination, category, state, seller }: DiagnosticsViewState): DiagnosticsQuery {
  return {
    destination: destination ?? undefined,
    category: category ?? undefined,
    state,
    seller: state === 'open' ? (seller ?? undefined) : undefined,
  };
}

export function isFiltered({ destination, category, seller }: DiagnosticsQuery) {
  return destination !== undefined || category !== undefined || seller !== undefined;
}
