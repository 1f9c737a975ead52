import { and, asc, eq, lte, sql } from 'drizzle-orm';
import { type DirtyReason, dirtyReasons } from '@/lib/sync/model';
import type { Tx } from '../client';
import { dirtyPeople, freshnessSamples } from '../schema';

export type DirtyPerson = typeof dirtyPeople.$inferSelect;
export type DirtyHint = {
  marketoId: number;
  reason: DirtyReason;
  changedAt: Date | null;
  /** Marketo's name of the activity that told. */
  event?: string | null;
};

/** Remembers that people must be read again. Hints add up: the strongest reason, the first and the last change are kept. */
export async function upsertDirtyPeople(db: Tx, hints: DirtyHint[], dueAt: Date): Promise<void> {
  const strongest = new Map<number, JoinedHint>();
  for (const hint of hints) strongest.set(hint.marketoId, joined(strongest.get(hint.marketoId), hint));
  if (strongest.size === 0) return;
  // In one order everywhere, so that two jobs that hint at the same people cannot wait for each other.
  const ordered = [...strongest.values()].sort((a, b) => a.marketoId - b.marketoId);
  const ranks = sql.raw(`array['${dirtyReasons.join("','")}']`);
  const isStronger = sql`array_position(${ranks}, excluded.reason) > array_position(${ranks}, ${dirtyPeople.reason})`;
  await db
    .insert(dirtyPeople)
    .values(ordered.map((hint) => ({ ...hint, dueAt })))
    .onConflictDoUpdate({
      target: dirtyPeople.marketoId,
      set: {
        reason: sql`case when ${isStronger} then excluded.reason else ${dirtyPeople.reason} end`,
        event: sql`case when ${isStronger} then coalesce(excluded.event, ${dirtyPeople.event})
          else coalesce(${dirtyPeople.event}, excluded.event) end`,
        mark: sql`${dirtyPeople.mark} + 1`,
        dueAt: sql`least(${dirtyPeople.dueAt}, excluded.due_at)`,
        changedAt: sql`least(${dirtyPeople.changedAt}, excluded.changed_at)`,
        lastChangedAt: sql`greatest(${dirtyPeople.lastChangedAt}, excluded.last_changed_at)`,
      },
    });
}

/** The people due for reading, oldest hint first. */
export async function selectDirtyPeople(db: Tx, input: { now: Date; limit: number }): Promise<DirtyPerson[]> {
  return db
    .select()
    .from(dirtyPeople)
    .where(lte(dirtyPeople.dueAt, input.now))
    .orderBy(asc(dirtyPeople.dueAt), asc(dirtyPeople.marketoId))
    .limit(input.limit);
}

/** Takes back what a sweep noticed about people, as far as nothing else was told about them. */
export async function deleteSweptHints(db: Tx): Promise<void> {
  await db.delete(dirtyPeople).where(eq(dirtyPeople.reason, 'swept'));
}

/** How many people wait to be read again, whether due or not. */
export async function countDirtyPeople(db: Tx): Promise<number> {
  return db.$count(dirtyPeople);
}

/** Forgets hints that were answered; one that grew since it was read (`mark`) stays. */
export async function deleteDirtyPeople(db: Tx, answered: Pick<DirtyPerson, 'marketoId' | 'mark'>[]): Promise<void> {
  if (answered.length === 0) return;
  await db.execute(sql`
    delete from dirty_people d using jsonb_to_recordset(${JSON.stringify(answered)}::text::jsonb)
      as a ("marketoId" bigint, mark int)
    where d.marketo_id = a."marketoId" and d.mark = a.mark`);
}

/** Asks for one person again later; `missingSince` notes since when Marketo has not known the id: that is no freshness to measure. */
export async function postponeDirtyPerson(
  db: Tx,
  person: Pick<DirtyPerson, 'marketoId' | 'mark'>,
  until: { dueAt: Date; reason: DirtyReason; missingSince: Date | null },
): Promise<void> {
  await db
    .update(dirtyPeople)
    .set(until.missingSince ? { ...until, changedAt: null } : until)
    .where(and(eq(dirtyPeople.marketoId, person.marketoId), eq(dirtyPeople.mark, person.mark)));
}

export type FreshnessSample = typeof freshnessSamples.$inferInsert;

/** Notes how long changes took to become visible, and forgets samples older than `keepSince`. */
export async function insertFreshnessSamples(db: Tx, samples: FreshnessSample[], keepSince: Date): Promise<void> {
  if (samples.length === 0) return;
  await db.insert(freshnessSamples).values(samples).onConflictDoNothing();
  await db.delete(freshnessSamples).where(lte(freshnessSamples.visibleAt, keepSince));
}

type JoinedHint = DirtyHint & { lastChangedAt: Date | null };

function joined(known: JoinedHint | undefined, hint: DirtyHint): JoinedHint {
  if (!known) return { ...hint, lastChangedAt: hint.changedAt };
  const isStronger = dirtyReasons.indexOf(hint.reason) > dirtyReasons.indexOf(known.reason);
  const [strong, weak] = isStronger ? [hint, known] : [known, hint];
  const times = [known.changedAt, known.lastChangedAt, hint.changedAt].filter((t) => t !== null).map(Number);
  return {
    ...strong,
    event: strong.event ?? weak.event,
    changedAt: times.length > 0 ? new Date(Math.min(...times)) : null,
    lastChangedAt: times.length > 0 ? new Date(Math.max(...times)) : null,
  };
}
