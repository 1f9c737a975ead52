/** What the people list is asked in the bench: what sellers type and choose, and the worst that is known. */
import { personSorts } from '@/lib/people/model';

const owner = (n: number) => `005${String(n).padStart(15, '0')}`;

/** Name and query of every case, for a crowd of `count` people (bench/crowd.ts). */
export function peopleListCases(count: number): [string, Record<string, string>][] {
  return [
    ['first page', {}],
    ...Object.entries({
      'two letters': 'ma',
      'common first name': 'maria',
      'common last name, sorts last': 'zhang',
      'common company': 'globex',
      'word of a quarter': 'example.com',
      'two words': 'maria berg',
      'three words': 'gmbh engineer zoë',
      'rare word': 'walsh',
      'part of a word': 'ngaard',
      'one hit': `person${count - 7}@`,
      'no hit': 'qqzzy',
    }).map(([name, search]): [string, Record<string, string>] => [`search, ${name}`, { search }]),
    ['search by company, sorted by company', { search: 'globex', sort: '-company' }],
    ['search by company, sorted by title', { search: 'globex', sort: '-title' }],
    ['search by company form, sorted by company', { search: 'gmbh', sort: '-company' }],
    ['search by title, sorted by title', { search: 'engineer', sort: 'title' }],
    ['search by first name, sorted by name', { search: 'maria', sort: '-name' }],
    ['filter by owner of many', { owner: owner(0) }],
    ['filter by owner of few', { owner: owner(190) }],
    ['filter by owner of many, newest first', { owner: owner(0), sort: '-updatedAt' }],
    ['filter by source', { source: 'Event' }],
    ['filter by source, sorted by it', { source: 'Event', sort: '-source' }],
    ['filter by company of many', { company: 'Globex' }],
    ['filter by company of many, sorted by it', { company: 'Globex', sort: '-company' }],
    ['filter by three', { source: 'Event', company: 'Globex', owner: owner(0) }],
    ['filter by owner, search', { owner: owner(190), search: 'maria' }],
    ['filter by source, rare search', { source: 'Event', search: 'wolfgang zhang' }],
    ...personSorts
      .flatMap((sort) => [sort, `-${sort}`])
      .map((sort): [string, Record<string, string>] => [`sort ${sort}`, { sort }]),
  ];
}

/** Known to miss the bar: what very many have, but nobody near the beginning of the order (docs/decisions/015). */
export const slowPeopleListCases: [string, Record<string, string>][] = [
  ['search by the end of titles, sorted by title', { search: 'sales', sort: 'title' }],
];
