import type { PersonView } from '@/lib/people/contract';
import { displayName } from '@/lib/people/model';
import type { CalledPerson } from './draft';

/** What the form for a call needs of a person. */
export function calledPerson(person: PersonView): CalledPerson {
  const { marketoId, company, phone } = person;
  return { marketoId, name: displayName(person), company, phone };
}
