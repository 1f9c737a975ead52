import 'server-only';
import type { Db } from '@/db/client';
import {
  type ApiTokenRow,
  insertApiToken,
  revokeApiTokenOf,
  selectApiTokensOf,
  selectUsableApiToken,
  updateApiTokenUsed,
} from '@/db/queries/api-tokens';
import { selectUserById } from '@/db/queries/users';
import type { Clock } from '../clock';
import { AppError } from '../errors';
import type { ApiTokenMade, ApiTokens, NewApiToken } from './contract';
import type { Actor, ApiScope } from './model';
import { hashOfToken, newSecretToken } from './secret-token';

type Deps = { db: Db; clock: Clock };
type OwnDeps = Deps & { actor: Actor | null };

// So that scanners for leaked secrets can know one.
const prefix = 'sact_';
const mostTokens = 20;
const dayMs = 24 * 60 * 60_000;
const noteUseEveryMs = 60_000;

/** The tokens of whoever asks, without their secrets. */
export async function listApiTokens(deps: OwnDeps): Promise<ApiTokens> {
  const now = deps.clock.now();
  return { tokens: (await selectApiTokensOf(deps.db, ownerOf(deps).userId)).map((row) => viewFrom(row, now)) };
}

/** Makes a token; its secret is in this answer and nowhere else. Throws AppError `conflict` beyond 20. */
export async function createApiToken(deps: OwnDeps, input: NewApiToken): Promise<ApiTokenMade> {
  const { userId } = ownerOf(deps);
  if ((await selectApiTokensOf(deps.db, userId)).length >= mostTokens) {
    throw new AppError('conflict', `You have ${mostTokens} API tokens. Revoke one first.`);
  }
  const { secret, hash: tokenHash } = newSecretToken(prefix);
  const createdAt = deps.clock.now();
  const { name, scopes, expiresInDays } = input;
  const row = await insertApiToken(deps.db, {
    userId,
    name,
    scopes: [...new Set(scopes)],
    tokenHash,
    ending: secret.slice(-4),
    createdAt,
    expiresAt: expiresInDays === null ? null : new Date(createdAt.getTime() + expiresInDays * dayMs),
  });
  return { token: viewFrom(row, createdAt), secret };
}

/** Ends one of the caller's tokens with its next use. Throws AppError `not_found` for any other. */
export async function revokeApiToken(deps: OwnDeps, id: string): Promise<ApiTokens> {
  const { userId } = ownerOf(deps);
  if (!(await revokeApiTokenOf(deps.db, userId, id, deps.clock.now()))) {
    throw new AppError('not_found', 'You have no such API token. It may be revoked already.');
  }
  return listApiTokens(deps);
}

/**
 * Whom a token stands for, as the user is now. Throws AppError `unauthenticated` for one that is unknown, revoked or
 * expired, or whose user is deactivated; `forbidden` for one without `scope`.
 */
export async function actorFromApiToken({ db, clock }: Deps, secret: string, scope: ApiScope): Promise<Actor> {
  const now = clock.now();
  const token = await selectUsableApiToken(db, hashOfToken(secret), now);
  const user = token ? await selectUserById(db, token.userId) : null;
  if (!token || !user?.active) {
    throw new AppError('unauthenticated', 'This API token is not valid. It may be revoked or expired.');
  }
  if (!token.scopes.includes(scope)) {
    throw new AppError('forbidden', `This API token may not do this; it lacks the scope ${scope}.`);
  }
  await updateApiTokenUsed(db, token.id, { at: now, before: new Date(now.getTime() - noteUseEveryMs) });
  return { userId: user.id, email: user.email, name: user.name, role: user.role, tokenId: token.id };
}

function ownerOf({ actor }: OwnDeps): Actor {
  if (!actor) throw new AppError('unauthenticated', 'Sign in to continue.');
  return actor;
}

function viewFrom(row: ApiTokenRow, now: Date) {
  return {
    id: row.id,
    name: row.name,
    ending: row.ending,
    scopes: row.scopes,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    expired: row.expiresAt !== null && row.expiresAt <= now,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  };
}
