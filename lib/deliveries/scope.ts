import type { Actor } from '../auth/model';
import { AppError } from '../errors';

/** Who reads, and whose deliveries: `userId` undefined is everybody's. */
export type Scope = { actor: Actor; isAdmin: boolean; userId: string | undefined };

/**
 * Whose deliveries the caller may see: an admin everybody's, or those of the `seller` asked for; others their own.
 * Throws AppError `forbidden` for somebody else's.
 */
export function scopeOf(actor: Actor | null, seller?: string): Scope {
  if (!actor) throw new AppError('unauthenticated', 'Sign in to continue.');
  if (actor.role === 'admin') return { actor, isAdmin: true, userId: seller };
  if (seller !== undefined && seller !== actor.userId) {
    throw new AppError('forbidden', 'You see your own sales activities; an admin sees everybody’s.');
  }
  return { actor, isAdmin: false, userId: actor.userId };
}
