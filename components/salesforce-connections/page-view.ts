'use client';

import { parseAsStringLiteral, useQueryStates } from 'nuqs';
import { loginResults } from '@/lib/salesforce-connections/model';
import { peopleFilters } from './people-rows';

/** What stands behind each tab of Settings › Salesforce, in their order. */
export const salesforceTabs = ['connections', 'logging'] as const;
export type SalesforceTab = (typeof salesforceTabs)[number];

const parsers = {
  tab: parseAsStringLiteral(salesforceTabs).withDefault('connections'),
  /** Which sellers the list of connections shows. */
  people: parseAsStringLiteral(peopleFilters).withDefault('all'),
  /** What a login came to that has just come back. */
  result: parseAsStringLiteral(loginResults),
};

/** The page as the address says it. */
export function useSalesforceView() {
  const [view, setView] = useQueryStates(parsers, { history: 'replace', scroll: false });
  return { ...view, setView };
}
