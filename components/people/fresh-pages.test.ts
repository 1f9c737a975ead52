import { describe, expect, it } from 'vitest';
import type { PeoplePage, PersonView } from '@/lib/people/contract';
import { type ListPages, withFreshPage } from './fresh-pages';

const page = (ids: number[], nextCursor: string | null, total = 6): PeoplePage => ({
  items: ids.map((marketoId) => ({ marketoId }) as PersonView),
  nextCursor,
  total,
  totalIsEstimate: false,
  asOf: null,
});
const list: ListPages = {
  pages: [page([1, 2], 'c2'), page([3, 4], 'c4'), page([5, 6], null)],
  pageParams: [undefined, 'c2', 'c4'],
};
const ids = ({ pages }: ListPages) => pages.map((one) => one.items.map((person) => person.marketoId));

describe('withFreshPage', () => {
  it('takes a new row into the page it belongs to and leaves the others', () => {
    const next = withFreshPage(list, 0, page([1, 9, 2, 3, 4], 'c4', 7));
    expect(ids(next)).toEqual([
      [1, 9, 2],
      [3, 4],
      [5, 6],
    ]);
    expect(next.pages[0]?.nextCursor).toBe('c2');
    expect(next.pageParams).toEqual(list.pageParams);
  });

  it('lets a row go, even the last of its page', () => {
    expect(ids(withFreshPage(list, 1, page([3, 5, 6], null)))).toEqual([[1, 2], [3], [5, 6]]);
  });

  it('ends the page at its old last row when the next page lost its first', () => {
    expect(ids(withFreshPage(list, 0, page([1, 2, 4, 5], 'c5')))).toEqual([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
  });

  it('drops the pages after it when neither border is left', () => {
    const next = withFreshPage(list, 0, page([1, 7, 8, 9], 'c9'));
    expect(ids(next)).toEqual([[1, 7, 8, 9]]);
    expect(next.pages[0]?.nextCursor).toBe('c9');
    expect(next.pageParams).toEqual([undefined]);
  });

  it('replaces the last page whole, with its new end', () => {
    const next = withFreshPage(list, 2, page([5, 6, 7], 'c7'));
    expect(ids(next)).toEqual([
      [1, 2],
      [3, 4],
      [5, 6, 7],
    ]);
    expect(next.pages[2]?.nextCursor).toBe('c7');
  });

  it('shows the newest total at the head of the list', () => {
    expect(withFreshPage(list, 1, page([3, 4, 5], 'c5', 42)).pages[0]?.total).toBe(42);
  });

  it('does nothing for a page that is gone', () => {
    expect(withFreshPage(list, 9, page([1], null))).toBe(list);
  });
});
