'use client';

import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { jobNames, runOutcomes } from '@/lib/sync/model';

export const shownOutcomes = ['running', ...runOutcomes] as const;

const parsers = {
  job: parseAsStringLiteral(jobNames),
  outcome: parseAsStringLiteral(shownOutcomes),
  /** The run that is open. */
  run: parseAsString,
};

/** The runs as the address says it: copying the address copies the choice. */
export function useRunsView() {
  const [view, setView] = useQueryStates(parsers, { history: 'replace', scroll: false });
  return { view, setView };
}

export type RunsView = ReturnType<typeof useRunsView>['view'];
export type SetRunsView = ReturnType<typeof useRunsView>['setView'];
