import 'server-only';
import type { Db } from '@/db/client';
import { deleteSignInFailure } from '@/db/queries/sign-in-failures';
import { selectUserByEmail, updateUserRole, upsertUser } from '@/db/queries/users';
import { attemptKey } from './lockout';
import type { Role } from './model';
import { hashPassword } from './password';

type Wanted = {
  email: string;
  name: string;
  role: Role;
  /** Gives an existing user a new password too; their sessions end. */
  resetPassword: boolean;
  /** Asked for only when a password has to be set; it has passed the policy. */
  password: () => Promise<string>;
};
export type MadeUser = 'created' | 'password-reset' | 'promoted' | 'unchanged';

/**
 * Makes sure `email` is an active user with at least the given role, and lifts a lock-out of that e-mail.
 * Tells what had to be done.
 */
export async function makeUser(db: Db, { email, name, role, resetPassword, password }: Wanted): Promise<MadeUser> {
  const user = await selectUserByEmail(db, email);
  const atLeast: Role = user?.role === 'admin' ? 'admin' : role;
  const outcome = await applyWanted();
  await deleteSignInFailure(db, attemptKey('email', email));
  return outcome;

  async function applyWanted(): Promise<MadeUser> {
    if (!user || resetPassword) {
      const passwordHash = await hashPassword(await password());
      await upsertUser(db, { email, name: user?.name ?? name, role: atLeast, passwordHash });
      return user ? 'password-reset' : 'created';
    }
    if (user.active && user.role === atLeast) return 'unchanged';
    await updateUserRole(db, user.id, atLeast);
    return 'promoted';
  }
}
