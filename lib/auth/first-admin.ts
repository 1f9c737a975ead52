import 'server-only';
import type { Db, Tx } from '@/db/client';
import { claimSetupLink, deleteUnusedSetupLinks, replaceSetupLink } from '@/db/queries/setup-links';
import { selectAdminExists, upsertUser, withFirstAdminLock } from '@/db/queries/users';
import type { Clock } from '../clock';
import { AppError } from '../errors';
import type { Logger } from '../logger';
import { chargeAttempt, forgiveAttempts } from './attempts';
import type { SetupInput } from './contract';
import { attemptKey } from './lockout';
import { hashPassword } from './password';
import { unmetPasswordRules, unmetRulesSentence } from './password-policy';
import { hashOfToken, newSecretToken } from './secret-token';

const setupLinkLifetimeMs = 24 * 60 * 60_000;

type StartDeps = {
  db: Db;
  clock: Clock;
  log: Logger;
  env: { APP_URL: string; ADMIN_EMAIL?: string; ADMIN_PASSWORD?: string };
  /** Where the one-time link is shown; standard output unless a test listens. */
  print?: (line: string) => void;
};

/**
 * Run at every start. Without an admin it makes one from ADMIN_EMAIL and ADMIN_PASSWORD, or else prints a one-time
 * link that is good for 24 hours and replaces the link of an earlier start.
 * @throws Error in words for the operator, when the two settings cannot be used
 */
export async function ensureFirstAdmin(deps: StartDeps): Promise<'exists' | 'made' | 'link-printed'> {
  return withFirstAdminLock(deps.db, async (tx) => {
    if (await selectAdminExists(tx)) return 'exists';
    const given = adminFromEnv(deps.env);
    if (!given) return printSetupLink(tx, deps);
    await upsertUser(tx, {
      email: given.email,
      name: 'Admin',
      role: 'admin',
      passwordHash: await hashPassword(given.password),
    });
    await deleteUnusedSetupLinks(tx);
    deps.log.info('the first admin was made from ADMIN_EMAIL and ADMIN_PASSWORD');
    return 'made';
  });
}

/**
 * Makes the first admin by the token of the one-time link; works once.
 * @throws AppError `conflict` when there is an admin, `not_found` for a link that is unknown, used or too old,
 * `rate_limited` with `retryAfterMs` after repeated tries from one address
 */
export async function setUpFirstAdmin(
  deps: { db: Db; clock: Clock },
  { token, email, name, password, address }: SetupInput & { address: string },
): Promise<{ email: string }> {
  const keys = [attemptKey('address', address)];
  await chargeAttempt(deps, keys);
  await withFirstAdminLock(deps.db, async (tx) => {
    if (await selectAdminExists(tx)) throw new AppError('conflict', 'There is an admin already. Sign in instead.');
    if (!(await claimSetupLink(tx, hashOfToken(token), deps.clock.now()))) {
      throw new AppError('not_found', 'This link is no longer valid. Restart the app to print a new one.');
    }
    await upsertUser(tx, { email, name, role: 'admin', passwordHash: await hashPassword(password) });
  });
  await forgiveAttempts(deps, keys);
  return { email };
}

function adminFromEnv(env: StartDeps['env']): { email: string; password: string } | null {
  const { ADMIN_EMAIL: email, ADMIN_PASSWORD: password } = env;
  if (!email && !password) return null;
  if (!email) throw new Error('ADMIN_PASSWORD is set but ADMIN_EMAIL is not: set both, or neither.');
  if (!password) throw new Error('ADMIN_EMAIL is set but ADMIN_PASSWORD is not: set both, or neither.');
  const unmet = unmetPasswordRules(password);
  if (unmet.length > 0) throw new Error(`ADMIN_PASSWORD is too weak. ${unmetRulesSentence(unmet)}`);
  return { email, password };
}

async function printSetupLink(tx: Tx, { clock, env, print = toStandardOutput }: StartDeps): Promise<'link-printed'> {
  const { secret: token, hash: tokenHash } = newSecretToken();
  const createdAt = clock.now();
  const expiresAt = new Date(createdAt.getTime() + setupLinkLifetimeMs);
  await replaceSetupLink(tx, { tokenHash, createdAt, expiresAt });
  // Not through the log: log lines are kept and shipped, and this one would make its reader an admin.
  print(`There is no admin yet. Make the first one within 24 hours at ${env.APP_URL}/setup/${token}`);
  return 'link-printed';
}

function toStandardOutput(line: string) {
  process.stdout.write(`\n${line}\n\n`);
}
