import type { Db } from '@/db/client';
import { upsertUser } from '@/db/queries/users';
import type { Actor, Role } from '../auth/model';

let made = 0;

/** A user of their own for one test, as an actor. */
export async function aSeller(db: Db, given: { role?: Role } = {}): Promise<Actor> {
  made += 1;
  const user = { email: `seller.${made}@example.com`, name: `Seller ${made}`, role: given.role ?? 'user' } as const;
  const { id } = await upsertUser(db, { ...user, passwordHash: 'unused' });
  return { userId: id, ...user };
}
