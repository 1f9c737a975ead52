import type { PeoplePage } from '@/lib/people/contract';

/** "1 person", "5,000 people", or "10,000+ people" while only a lower bound is known. */
export function countText({ total, totalIsEstimate }: Pick<PeoplePage, 'total' | 'totalIsEstimate'>): string {
  return totalIsEstimate ? `${total.toLocaleString('en')}+ people` : peopleText(total);
}

/** "1 person", "5,000 people". */
export function peopleText(count: number): string {
  return `${count.toLocaleString('en')} ${count === 1 ? 'person' : 'people'}`;
}
