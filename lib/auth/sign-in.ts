import 'server-only';
import type { Db } from '@/db/client';
import { selectUserByEmail, type UserRow, updateUserSignedIn } from '@/db/queries/users';
import type { Clock } from '../clock';
import { AppError } from '../errors';
import { chargeAttempt, forgiveAttempts } from './attempts';
import type { Credentials } from './contract';
import { attemptKey } from './lockout';
import type { Actor } from './model';
import { hashPassword, verifyNothing, verifyPassword } from './password';

type Deps = { db: Db; clock: Clock };

/**
 * Checks e-mail and password. A wrong password, an unknown e-mail and a deactivated user get the same answer after the
 * same work.
 * @throws AppError `unauthenticated`; `rate_limited` with `retryAfterMs` after repeated failures
 */
export async function signIn(
  deps: Deps,
  { email, password, address }: Credentials & { address: string },
): Promise<{ actor: Actor; sessionVersion: number }> {
  const keys = [attemptKey('email', email), attemptKey('address', address)];
  await chargeAttempt(deps, keys);

  const user = await selectUserByEmail(deps.db, email);
  const check = await checkPassword(user, password);
  if (!user?.active || !check.matches) {
    throw new AppError('unauthenticated', 'The e-mail or the password is not right.');
  }

  const renewedHash = check.outdated ? await hashPassword(password) : undefined;
  await updateUserSignedIn(deps.db, user.id, deps.clock.now(), renewedHash);
  await forgiveAttempts(deps, keys);
  const { id, name, role, sessionVersion } = user;
  return { actor: { userId: id, email: user.email, name, role }, sessionVersion };
}

async function checkPassword(user: UserRow | null, password: string) {
  if (user) return verifyPassword(password, user.passwordHash);
  await verifyNothing(password);
  return { matches: false, outdated: false };
}
