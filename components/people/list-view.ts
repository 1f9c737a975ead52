'use client';

import { parseAsArrayOf, parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { type PersonSort, personSorts } from '@/lib/people/model';
import { columnIds } from './columns';
import type { PeopleListQuery } from './queries';

export type SortOrder = PersonSort | `-${PersonSort}`;
export type FilterName = 'owner' | 'source' | 'company';

const sortOrders: SortOrder[] = [...personSorts, ...personSorts.map((sort) => `-${sort}` as const)];

const parsers = {
  search: parseAsString.withDefault(''),
  owner: parseAsString,
  source: parseAsString,
  company: parseAsString,
  sort: parseAsStringLiteral(sortOrders).withDefault('name'),
  columns: parseAsArrayOf(parseAsStringLiteral(columnIds)),
  /** The person in the peek panel. */
  peek: parseAsInteger,
};

/** The list as its address says it: copying the address copies the view. */
export function useListView() {
  const [view, setView] = useQueryStates(parsers, { history: 'replace', scroll: false });
  return { view, setView };
}

export type ListView = ReturnType<typeof useListView>['view'];
export type SetListView = ReturnType<typeof useListView>['setView'];

/** What the view asks of the server, with `search` as typed a moment ago. */
export function listQueryOf(view: ListView, search: string): PeopleListQuery {
  return {
    search: search.trim() || undefined,
    owner: view.owner ?? undefined,
    source: view.source ?? undefined,
    company: view.company ?? undefined,
    sort: view.sort,
  };
}

export function isFiltered(query: PeopleListQuery) {
  return Boolean(query.search || query.owner || query.source || query.company);
}

export const noFilters = { search: null, owner: null, source: null, company: null };

/** The order after choosing a column: names from A, changes from the newest; a second time the other way round. */
export function sortAfter(current: SortOrder, chosen: PersonSort): SortOrder {
  const first = chosen === 'updatedAt' ? '-updatedAt' : chosen;
  const second = chosen === 'updatedAt' ? 'updatedAt' : (`-${chosen}` as const);
  return current === first ? second : first;
}

export function sortDirection(current: SortOrder, column: PersonSort | undefined): 'ascending' | 'descending' | 'none' {
  if (current === column) return 'ascending';
  return current === `-${column}` ? 'descending' : 'none';
}
