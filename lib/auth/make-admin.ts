import 'server-only';
import type { Db } from '@/db/client';
import { deleteSignInFailure } from '@/db/queries/sign-in-failures';
import { selectUserByEmail, updateUserToAdmin, upsertAdmin } from '@/db/queries/users';
import { attemptKey } from './lockout';
import { hashPassword } from './password';

type Wanted = {
  email: string;
  name: string;
  /** Gives an existing user a new password too; their sessions end. */
  resetPassword: boolean;
  /** Asked for only when a password has to be set; it has passed the policy. */
  password: () => Promise<string>;
};
export type MadeAdmin = 'created' | 'password-reset' | 'promoted' | 'already-admin';

/** Makes sure `email` is an active admin, and lifts a lock-out of that e-mail. Tells what had to be done. */
export async function makeAdmin(db: Db, { email, name, resetPassword, password }: Wanted): Promise<MadeAdmin> {
  const user = await selectUserByEmail(db, email);
  const outcome = await applyWanted();
  await deleteSignInFailure(db, attemptKey('email', email));
  return outcome;

  async function applyWanted(): Promise<MadeAdmin> {
    if (!user || resetPassword) {
      await upsertAdmin(db, { email, name: user?.name ?? name, passwordHash: await hashPassword(await password()) });
      return user ? 'password-reset' : 'created';
    }
    if (user.role === 'admin' && user.active) return 'already-admin';
    await updateUserToAdmin(db, user.id);
    return 'promoted';
  }
}
