import type { PeoplePage } from '@/lib/people/contract';

/** "1 person", "5,000 people", or "10,000+ people" while only a lower bound is known. */
export function countText({ total, totalIsEstimate }: Pick<PeoplePage, 'total' | 'totalIsEstimate'>): string {
  const number = total.toLocaleString('en');
  if (totalIsEstimate) return `${number}+ people`;
  return `${number} ${total === 1 ? 'person' : 'people'}`;
}
