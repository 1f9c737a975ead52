import { columnOf, isSortOfWords } from '@/lib/people/model';
import type { ListView } from './list-view';

const plurals = { name: 'Last names', email: 'E-mail addresses', company: 'Companies', title: 'Titles' };

/** Who comes first while a search is on, such as "Last names beginning with “zhang” first"; null where the order is plain. */
export function frontText({ search, company, sort: order }: Pick<ListView, 'search' | 'company' | 'sort'>) {
  const sort = columnOf(order);
  const words = [...new Set(search.split(/\s+/).filter(Boolean))];
  const isOneCompany = sort === 'company' && company;
  if (words.length === 0 || !isSortOfWords(sort) || isOneCompany) return null;
  const named = words.length > 3 ? 'one of the words' : words.map((word) => `“${word}”`).join(' or ');
  return `${plurals[sort]} beginning with ${named} first`;
}
