import { and, eq, gt, isNull } from 'drizzle-orm';
import type { Tx } from '@/db/client';
import { setupLinks } from '@/db/schema/users';

/** Stores a link and withdraws every earlier one that was not used. */
export async function replaceSetupLink(
  tx: Tx,
  link: { tokenHash: string; createdAt: Date; expiresAt: Date },
): Promise<void> {
  await deleteUnusedSetupLinks(tx);
  await tx.insert(setupLinks).values(link);
}

/** Uses the link up. False when it is unknown, was used before, or has expired. */
export async function claimSetupLink(tx: Tx, tokenHash: string, now: Date): Promise<boolean> {
  const claimed = await tx
    .update(setupLinks)
    .set({ usedAt: now })
    .where(and(eq(setupLinks.tokenHash, tokenHash), isNull(setupLinks.usedAt), gt(setupLinks.expiresAt, now)))
    .returning({ tokenHash: setupLinks.tokenHash });
  return claimed.length === 1;
}

/** Withdraws links that nobody used. */
export async function deleteUnusedSetupLinks(tx: Tx): Promise<void> {
  await tx.delete(setupLinks).where(isNull(setupLinks.usedAt));
}
