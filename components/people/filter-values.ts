import type { PeopleFilters } from '@/lib/people/contract';
import type { FilterName } from './list-view';

export type FilterOption = { value: string; label: string; people: number };

export const filterTitles: Record<FilterName, string> = { owner: 'Owner', source: 'Source', company: 'Company' };

/** What a filter offers, most people first. */
export function optionsOf(name: FilterName, filters: PeopleFilters): FilterOption[] {
  if (name === 'owner') {
    return filters.owners.map((one) => ({ value: one.sfdcId, label: one.name ?? one.sfdcId, people: one.people }));
  }
  const values = name === 'source' ? filters.sources : filters.companies;
  return values.map((one) => ({ ...one, label: one.value }));
}

/** How a chosen value reads; an owner's id becomes the name once it is known. */
export function labelOf(name: FilterName, value: string, filters: PeopleFilters | undefined): string {
  const options = filters ? optionsOf(name, filters) : [];
  return options.find((option) => option.value === value)?.label ?? value;
}
