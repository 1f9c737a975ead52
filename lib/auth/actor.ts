import 'server-only';
import type { Db } from '@/db/client';
import { selectUserById } from '@/db/queries/users';
import type { Clock } from '../clock';
import type { Actor } from './model';
import { longestSessionMs, SessionClaims } from './session-token';

/**
 * Who the claims of a session token stand for right now; null when they no longer stand for anybody. The users row is
 * read every time, so a deactivation, a new role or a raised session version counts with the next request.
 */
export async function actorFromToken({ db, clock }: { db: Db; clock: Clock }, claims: unknown): Promise<Actor | null> {
  const parsed = SessionClaims.safeParse(claims);
  if (!parsed.success) return null;
  const { userId, sessionVersion, signedInAt } = parsed.data;
  if (clock.now().getTime() - signedInAt > longestSessionMs) return null;

  const user = await selectUserById(db, userId);
  if (!user?.active || user.sessionVersion !== sessionVersion) return null;
  return { userId, email: user.email, name: user.name, role: user.role };
}
