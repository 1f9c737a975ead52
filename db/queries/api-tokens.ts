import { and, desc, eq, gt, isNull, lt, or } from 'drizzle-orm';
import type { Tx } from '../client';
import { apiTokens } from '../schema';

export type ApiTokenRow = typeof apiTokens.$inferSelect;

/** Stores a token by its hash. */
export async function insertApiToken(db: Tx, values: typeof apiTokens.$inferInsert): Promise<ApiTokenRow> {
  const [row] = await db.insert(apiTokens).values(values).returning();
  if (!row) throw new Error('The insert of an API token returned no row.');
  return row;
}

/** The tokens of a user that were not revoked, newest first; expired ones too. */
export async function selectApiTokensOf(db: Tx, userId: string): Promise<ApiTokenRow[]> {
  return db
    .select()
    .from(apiTokens)
    .where(and(eq(apiTokens.userId, userId), isNull(apiTokens.revokedAt)))
    .orderBy(desc(apiTokens.createdAt), desc(apiTokens.id));
}

/** The token with this hash, unless it was revoked or has expired at `now`. */
export async function selectUsableApiToken(db: Tx, tokenHash: string, now: Date): Promise<ApiTokenRow | null> {
  const [row] = await db
    .select()
    .from(apiTokens)
    .where(
      and(
        eq(apiTokens.tokenHash, tokenHash),
        isNull(apiTokens.revokedAt),
        or(isNull(apiTokens.expiresAt), gt(apiTokens.expiresAt, now)),
      ),
    );
  return row ?? null;
}

/** Notes that a token was used at `at`, where the last note is older than `before`. */
export async function updateApiTokenUsed(
  db: Tx,
  id: string,
  { at, before }: { at: Date; before: Date },
): Promise<void> {
  await db
    .update(apiTokens)
    .set({ lastUsedAt: at })
    .where(and(eq(apiTokens.id, id), or(isNull(apiTokens.lastUsedAt), lt(apiTokens.lastUsedAt, before))));
}

/** Revokes a token of this user. False when the user has no such token, or it was revoked before. */
export async function revokeApiTokenOf(db: Tx, userId: string, id: string, at: Date): Promise<boolean> {
  const revoked = await db
    .update(apiTokens)
    .set({ revokedAt: at })
    .where(and(eq(apiTokens.id, id), eq(apiTokens.userId, userId), isNull(apiTokens.revokedAt)))
    .returning({ id: apiTokens.id });
  return revoked.length === 1;
}
