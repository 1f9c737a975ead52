import 'server-only';
import { notFound, redirect } from 'next/navigation';
import { getServerSession } from 'next-auth';
import { wiring } from '../wiring';
import { actorFromToken } from './actor';
import type { Actor } from './model';
import { authOptions } from './options';

/** Who sends the current request; null when nobody is signed in. Reads the users row, so changes count at once. */
export async function currentActor(): Promise<Actor | null> {
  const session = await getServerSession(authOptions());
  if (!session) return null;
  const { database, clock } = wiring();
  return actorFromToken({ db: database.db, clock }, session.claims);
}

/** For pages and layouts: the signed-in actor, or off to the sign-in page. */
export async function requireActor(): Promise<Actor> {
  return (await currentActor()) ?? redirect('/sign-in');
}

/** For admin pages and layouts: anybody else who is signed in sees "not found". */
export async function requireAdmin(): Promise<Actor> {
  const actor = await requireActor();
  if (actor.role !== 'admin') notFound();
  return actor;
}
