'use client';

import { createParser, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { gridTabs } from './rows';
import { weekStartOf } from './weeks';

const parseAsWeek = createParser({
  parse: (value) => (/^\d{4}-\d{2}-\d{2}$/.test(value) && isMonday(value) ? value : null),
  serialize: (value: string) => value,
});

/** The tab and the chosen week live in the URL, so a link shows the same rows. */
export function useGridView() {
  const [view, setView] = useQueryStates({
    tab: parseAsStringLiteral(gridTabs).withDefault('all'),
    week: parseAsWeek,
  });
  return { ...view, setView };
}

function isMonday(day: string) {
  const moment = `${day}T00:00:00Z`;
  return !Number.isNaN(Date.parse(moment)) && weekStartOf(moment) === day;
}
