import { csvFrom } from '@/components/ui/csv';
import type { PersonView } from '@/lib/people/contract';
import { personFields, personFieldTitles } from '@/lib/people/model';

const titles = [...personFields.map((field) => personFieldTitles[field]), 'Owner'];

/** The 13 fields and the owner with a header line. */
export function csvFromPeople(people: PersonView[]): string {
  return csvFrom([
    titles,
    ...people.map((person) => [...personFields.map((field) => person[field]), person.owner.name]),
  ]);
}
