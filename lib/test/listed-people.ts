import { eq } from 'drizzle-orm';
import type { Tx } from '@/db/client';
import { people } from '@/db/schema';
import { personFields } from '../people/model';

const columns = Object.fromEntries(personFields.map((field) => [field, people[field]]));

/** Everybody listed, by Marketo ID, with the 13 fields: what the simulator's `eligible()` must equal. */
export function listedPeople(db: Tx) {
  return db.select(columns).from(people).where(eq(people.state, 'active')).orderBy(people.marketoId);
}
