import type { Tx } from '@/db/client';
import { selectListedByEmail } from '@/db/queries/passport';
import { selectPerson } from '@/db/queries/people';
import { selectWinner } from '@/db/queries/person-merges';
import type { PersonProblem, PersonReference } from './model';

export type FoundPerson = { marketoId: number } | { problem: PersonProblem };

/**
 * The person an activity is about. A Marketo ID decides alone: falling back to the e-mail address could hit somebody
 * else. Who only lost the sales owner is still there, and what happened to them is still true.
 */
export async function findPerson(tx: Tx, { marketoId, email }: PersonReference): Promise<FoundPerson> {
  if (marketoId !== undefined) return findById(tx, marketoId);
  if (email === undefined) return { problem: 'unknown-person' };
  const [one, another] = await selectListedByEmail(tx, email, 2);
  if (one === undefined) return { problem: 'unknown-person' };
  return another === undefined ? { marketoId: one } : { problem: 'ambiguous-email' };
}

async function findById(tx: Tx, asked: number): Promise<FoundPerson> {
  const winnerId = await selectWinner(tx, asked);
  const marketoId = winnerId ?? asked;
  const person = await selectPerson(tx, marketoId);
  if (person?.state === 'deleted') return { problem: 'deleted-person' };
  if (person?.state === 'missing') return { problem: 'missing-person' };
  // A record that others were merged into is in Marketo, though it may never have been in the list.
  if (!person && winnerId === null) return { problem: 'unknown-person' };
  return { marketoId };
}
