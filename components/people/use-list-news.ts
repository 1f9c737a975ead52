'use client';

import { useEffect, useRef, useState } from 'react';
import type { PeoplePage } from '@/lib/people/contract';
import { columnIds, columns } from './columns';
import { countText } from './count-text';
import { type SortOrder, sortDirection } from './list-view';
import type { PeopleListQuery } from './queries';

/** What a screen reader is told: the number of results and their order, once for each new list. */
export function useListNews({ head, query }: { head: PeoplePage | undefined; query: PeopleListQuery }) {
  const [text, say] = useState('');
  const told = useRef('');
  const key = JSON.stringify(query);
  const sentence = head ? `${countText(head)}, ${sortText(query.sort)}` : null;

  useEffect(() => {
    if (!sentence || told.current === key) return;
    told.current = key;
    say(sentence);
  }, [sentence, key]);
  return { text, say };
}

function sortText(sort: SortOrder) {
  const id = columnIds.find((one) => sortDirection(sort, columns[one].sort) !== 'none') ?? 'name';
  return `sorted by ${columns[id].title}, ${sortDirection(sort, columns[id].sort)}`;
}
