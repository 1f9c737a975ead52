import 'server-only';
import type { Db } from '@/db/client';
import {
  deleteSignInFailure,
  deleteSignInFailuresBefore,
  lockSignInFailures,
  updateSignInFailure,
} from '@/db/queries/sign-in-failures';
import type { Clock } from '../clock';
import { AppError } from '../errors';
import { afterFailure, failuresFadeMs, waitMs } from './lockout';
import type { AttemptKey } from './model';

type Deps = { db: Db; clock: Clock };

/**
 * Counts a try as a failure before its outcome is known, so that a burst of parallel guesses gets no more of them than
 * a row of single ones. The caller forgives it after a success. While blocked, a try costs nothing and is not made.
 * @throws AppError `rate_limited` with `retryAfterMs`
 */
export async function chargeAttempt({ db, clock }: Deps, keys: AttemptKey[]): Promise<void> {
  const now = clock.now();
  const retryAfterMs = await db.transaction(async (tx) => {
    const records = await lockSignInFailures(tx, keys, now);
    const wait = waitMs(records, now);
    if (wait > 0) return wait;
    for (const record of records) await updateSignInFailure(tx, afterFailure(record, now));
    return 0;
  });
  if (retryAfterMs > 0) {
    throw new AppError('rate_limited', 'Too many tries. Wait a little before the next one.', { retryAfterMs });
  }
}

/** Forgets the failures of `keys`, and with them some that have faded anyway. */
export async function forgiveAttempts({ db, clock }: Deps, keys: AttemptKey[]): Promise<void> {
  // One statement per key: a transaction over several could deadlock with a try that locks them.
  for (const key of keys) await deleteSignInFailure(db, key);
  await deleteSignInFailuresBefore(db, new Date(clock.now().getTime() - failuresFadeMs));
}
