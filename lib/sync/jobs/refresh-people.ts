/** Reads hinted people again, some calls of 300 at once, so that the order of the hints does not matter. */
import { z } from 'zod';
import type { Tx } from '@/db/client';
import {
  type DirtyPerson,
  deleteDirtyPeople,
  insertFreshnessSamples,
  postponeDirtyPerson,
  selectDirtyPeople,
} from '@/db/queries/dirty-people';
import { selectReadTimes } from '@/db/queries/people';
import { retirePeople, upsertAbsentPeople } from '@/db/queries/people-sync';
import { selectMergedIds } from '@/db/queries/person-merges';
import { selectJob } from '@/db/queries/sync';
import type { PersonNews, PersonOrigin, PersonSource } from '../../people/model';
import type { Job, Step, SyncCtx } from '../engine';
import { addCounts, type Counts, type DirtyReason, noCounts } from '../model';
import { comingToRest } from '../quiet-step';
import { type PeopleRead, peoplePerCall, readPeople, storePeople } from './read-people';
import { doubtOf } from './sweep-checkpoint';

const RefreshCheckpoint = z.object({ batches: z.number().int() });
type RefreshCheckpoint = z.infer<typeof RefreshCheckpoint>;

const minutes = (n: number) => n * 60_000;
const askAgainMs = minutes(15);
const giveUpMs = minutes(24 * 60);
const lagMs = minutes(2);
/** Calls in flight: as many as leave room for the others. */
const callsAtOnce = 3;

export const refreshPeople: Job<RefreshCheckpoint> = {
  name: 'refresh-people',
  checkpoint: RefreshCheckpoint,
  first: () => ({ batches: 0 }),

  async step(checkpoint, ctx): Promise<Step<RefreshCheckpoint>> {
    const due = await selectDirtyPeople(ctx.db, { now: ctx.clock.now(), limit: peoplePerCall * callsAtOnce });
    if (due.length === 0) return comingToRest(checkpoint);
    const batches = await Promise.all(inCalls(due).map((dirty) => readBatch(ctx, dirty)));
    const mayGiveUp = !doubtOf((await selectJob(ctx.db, 'sweep-people')).checkpoint);
    return {
      next: { batches: checkpoint.batches + batches.length },
      done: false,
      commit: async (tx) => {
        let counts = noCounts;
        for (const batch of batches) {
          counts = addCounts(counts, await storeBatch(tx, batch, { mayGiveUp, visibleAt: ctx.clock.now() }));
        }
        return counts;
      },
    };
  },
};

type Batch = { dirty: DirtyPerson[]; read: PeopleRead };

async function readBatch(ctx: SyncCtx, dirty: DirtyPerson[]): Promise<Batch> {
  const ids = dirty.map((person) => person.marketoId);
  return { dirty, read: await readPeople(ctx, ids, { lane: 'feeds', roles: true }) };
}

function inCalls(due: DirtyPerson[]): DirtyPerson[][] {
  const starts = Array.from({ length: Math.ceil(due.length / peoplePerCall) }, (_, i) => i * peoplePerCall);
  return starts.map((start) => due.slice(start, start + peoplePerCall));
}

async function storeBatch(
  tx: Tx,
  { dirty, read }: Batch,
  { mayGiveUp, visibleAt }: { mayGiveUp: boolean; visibleAt: Date },
): Promise<Counts> {
  const origin = originOf(dirty);
  const readBefore = await selectReadTimes(
    tx,
    read.owned.map((person) => person.marketoId),
  );
  const counts = await storePeople(tx, read, origin);
  const gone = await settleMissing(tx, dirty, read, { origin, mayGiveUp });
  await noteAbsent(tx, read);
  const early = dirty.filter((person) => isBehind(person, read));
  for (const person of early) {
    const dueAt = new Date(read.readAt.getTime() + lagMs);
    await postponeDirtyPerson(tx, person, { dueAt, reason: 'early', missingSince: null });
  }
  const answered = dirty.filter((person) => !gone.waiting.has(person.marketoId) && !early.includes(person));
  await deleteDirtyPeople(tx, answered);
  await sampleFreshness(tx, newsOf(answered, read, readBefore), visibleAt);
  return withGone(counts, gone);
}

/** Who told of each person, and when it happened in Marketo. */
function originOf(dirty: DirtyPerson[]): PersonOrigin {
  const news = dirty.map(({ marketoId, reason, changedAt, event }): [number, PersonNews] => [
    marketoId,
    { name: event, at: changedAt, source: sources[reason] },
  ]);
  return { source: 'change-feed', events: new Map(news) };
}
const sources: Record<DirtyReason, PersonSource> = {
  changed: 'change-feed',
  early: 'change-feed',
  swept: 'sweep',
  reconciled: 'reconcile',
  found: 'discovery',
  created: 'event-feed',
  owner: 'event-feed',
  merged: 'event-feed',
  deleted: 'delete-feed',
};

/** A page of the first load or of a sweep may still hold an older reading of these. */
async function noteAbsent(tx: Tx, read: PeopleRead): Promise<void> {
  const marketoIds = [...read.missing, ...read.notOwned.map((person) => person.marketoId)];
  const keepSince = new Date(read.readAt.getTime() - minutes(24 * 60));
  await upsertAbsentPeople(tx, { marketoIds, readAt: read.readAt, keepSince });
}

type Gone = { removed: number; waiting: Set<number>; reasons: Record<string, number> };

/** Ids Marketo did not return: merged and deleted ones leave now, others get a day to explain themselves. */
async function settleMissing(
  tx: Tx,
  dirty: DirtyPerson[],
  read: PeopleRead,
  { origin, mayGiveUp }: { origin: PersonOrigin; mayGiveUp: boolean },
): Promise<Gone> {
  const { readAt } = read;
  const missing = new Set(read.missing);
  const absent = dirty.filter((person) => missing.has(person.marketoId));
  const merged = new Set(await selectMergedIds(tx, read.missing));
  const deleted = absent.filter((person) => person.reason === 'deleted' && !merged.has(person.marketoId));
  const unexplained = absent.filter((person) => person.reason !== 'deleted' && !merged.has(person.marketoId));
  const isLong = ({ missingSince }: DirtyPerson) => missingSince && +readAt - +missingSince > giveUpMs;
  const givenUp = unexplained.filter((person) => mayGiveUp && isLong(person));
  const waiting = unexplained.filter((person) => !givenUp.includes(person));
  for (const person of waiting) {
    await postponeDirtyPerson(tx, person, {
      dueAt: new Date(read.readAt.getTime() + askAgainMs),
      reason: person.reason,
      missingSince: person.missingSince ?? read.readAt,
    });
  }
  const ids = (people: DirtyPerson[]) => people.map((person) => person.marketoId);
  const left = [
    ...(await retirePeople(tx, { marketoIds: [...merged], state: 'merged', readAt, origin })),
    ...(await retirePeople(tx, { marketoIds: ids(deleted), state: 'deleted', readAt, origin })),
    ...(await retirePeople(tx, { marketoIds: ids(givenUp), state: 'missing', readAt, origin })),
  ];
  const reasons = { merged: merged.size, deleted: deleted.length, 'not in Marketo, asking again': waiting.length };
  return {
    removed: left.length,
    waiting: new Set(ids(waiting)),
    reasons: Object.fromEntries(Object.entries(reasons).filter(([, count]) => count > 0)),
  };
}

// Marketo can answer with the state before a change it has just announced: ask once more, later.
function isBehind(person: DirtyPerson, read: PeopleRead): boolean {
  if (person.reason !== 'changed' || !person.lastChangedAt) return false;
  const updatedAt =
    read.owned.find((p) => p.marketoId === person.marketoId)?.marketoUpdatedAt ??
    read.notOwned.find((p) => p.marketoId === person.marketoId)?.updatedAt;
  return updatedAt !== undefined && updatedAt !== null && updatedAt < person.lastChangedAt;
}

type News = { marketoId: number; changedAt: Date };

/** The changes this reading brought: a change that an earlier reading had already seen is not news. */
function newsOf(answered: DirtyPerson[], read: PeopleRead, readBefore: Map<number, Date>): News[] {
  const owned = new Set(read.owned.map((person) => person.marketoId));
  return answered.flatMap(({ marketoId, changedAt }) => {
    const before = readBefore.get(marketoId);
    const isNews = changedAt && owned.has(marketoId) && (!before || before < changedAt);
    return isNews ? [{ marketoId, changedAt }] : [];
  });
}

async function sampleFreshness(tx: Tx, news: News[], visibleAt: Date): Promise<void> {
  const samples = news.map((change) => ({ ...change, visibleAt }));
  await insertFreshnessSamples(tx, samples, new Date(visibleAt.getTime() - minutes(24 * 60)));
}

function withGone(counts: Counts, gone: Gone): Counts {
  return {
    read: counts.read + Object.values(gone.reasons).reduce((sum, n) => sum + n, 0),
    written: counts.written,
    removed: counts.removed + gone.removed,
    skipped: { ...counts.skipped, ...gone.reasons },
  };
}
