/** Reads everybody we know again, spread over the night: what the feeds do not tell, such as an owner who is taken away. */
import type { Tx } from '@/db/client';
import { deleteSweptHints, upsertDirtyPeople } from '@/db/queries/dirty-people';
import { countPeopleByState, selectActiveIds } from '@/db/queries/people';
import { selectSweptIds } from '@/db/queries/people-sweep';
import { retirePeople, upsertAbsentPeople } from '@/db/queries/people-sync';
import { deleteRunsBefore, selectJob, updateJobs } from '@/db/queries/sync';
import type { Job, Step, SyncCtx } from '../engine';
import { type Counts, noCounts } from '../model';
import { comingToRest } from '../quiet-step';
import { loadIsDone } from './load-checkpoint';
import { pauseAfter } from './pace';
import { type PeopleRead, peoplePerCall, readPeople, storePeople } from './read-people';
import { mostVanished, noSweep, SweepCheckpoint } from './sweep-checkpoint';

const hours = (n: number) => n * 3600_000;
const keepRunsMs = hours(30 * 24);
const sweepMs = hours(4);

export const sweepPeople: Job<SweepCheckpoint> = {
  name: 'sweep-people',
  checkpoint: SweepCheckpoint,
  first: () => noSweep,

  async step(checkpoint, ctx) {
    const { afterId } = checkpoint;
    return afterId === null ? begin(checkpoint, ctx) : readKnown(checkpoint, afterId, ctx);
  },
};

async function begin(checkpoint: SweepCheckpoint, ctx: SyncCtx): Promise<Step<SweepCheckpoint>> {
  // Whoever a sweep lists before the feeds have a position may be deleted without a feed that tells.
  const load = await selectJob(ctx.db, 'load-people');
  if (!loadIsDone(load.checkpoint)) return comingToRest(checkpoint);
  const { active = 0, unowned = 0, missing = 0 } = await countPeopleByState(ctx.db);
  const { asked, confirmedBy } = checkpoint;
  const oldest = new Date(ctx.clock.now().getTime() - keepRunsMs);
  return {
    next: { ...noSweep, asked, confirmedBy, afterId: 0, expected: active + unowned + missing },
    done: false,
    commit: async (tx) => {
      await deleteRunsBefore(tx, oldest);
      return noCounts;
    },
  };
}

async function readKnown(checkpoint: SweepCheckpoint, afterId: number, ctx: SyncCtx): Promise<Step<SweepCheckpoint>> {
  const ids = await selectSweptIds(ctx.db, { afterId, limit: peoplePerCall });
  const last = ids.at(-1);
  if (last === undefined) return comingToRest(noSweep);
  const read = await readPeople(ctx, ids, { lane: 'loads', roles: false });
  const vanished = await selectActiveIds(ctx.db, read.missing);
  const next = {
    ...checkpoint,
    afterId: last,
    calls: checkpoint.calls + 1,
    read: checkpoint.read + ids.length,
    vanished: checkpoint.vanished + vanished.length,
  };
  if (next.vanished > mostVanished(next.expected) && !next.confirmedBy) return stopInDoubt(next, ctx);
  const ofCalls = Math.ceil(next.expected / peoplePerCall);
  return {
    next,
    done: false,
    // Somebody waits for the end of a sweep that was asked for.
    wait: next.asked ? undefined : pauseAfter({ calls: next.calls, ofCalls, overMs: sweepMs, now: ctx.clock.now() }),
    wakes: vanished.length > 0 && !next.confirmedBy ? ['refresh-people'] : [],
    commit: (tx) => store(tx, read, vanished, next.confirmedBy),
  };
}

/** A vanished person is asked for by the refresh for a day; when an admin has said that they are gone, they leave at once. */
async function store(tx: Tx, read: PeopleRead, vanished: number[], confirmedBy: string | null): Promise<Counts> {
  const counts = await storePeople(tx, read, { source: 'sweep' });
  if (!confirmedBy) {
    const hints = vanished.map((marketoId) => ({ marketoId, reason: 'swept' as const, changedAt: null }));
    await upsertDirtyPeople(tx, hints, read.readAt);
    return counts;
  }
  const left = await retirePeople(tx, {
    marketoIds: vanished,
    state: 'missing',
    readAt: read.readAt,
    origin: { source: 'sweep' },
    reasons: new Map(vanished.map((id) => [id, `no longer in Marketo, as ${confirmedBy} confirmed`])),
  });
  const keepSince = new Date(read.readAt.getTime() - hours(24));
  await upsertAbsentPeople(tx, { marketoIds: vanished, readAt: read.readAt, keepSince });
  return { ...counts, removed: counts.removed + left.length };
}

/** So many at once are rather hidden from us than deleted. Nobody leaves the list before an admin has looked. */
function stopInDoubt(checkpoint: SweepCheckpoint, ctx: SyncCtx): Step<SweepCheckpoint> {
  const { vanished, read } = checkpoint;
  const pausedReason = `Marketo no longer shows ${vanished} of the ${read} people read in this sweep, more than one in a hundred. Nobody was taken off the list. Either the API user lost access to some of them, or they were deleted: an admin has to say which.`;
  ctx.log.error({ vanished, read }, 'too many people vanished in one sweep: it is stopped');
  return {
    next: { ...noSweep, doubt: { vanished, read, since: ctx.clock.now() } },
    done: false,
    commit: async (tx) => {
      await deleteSweptHints(tx);
      await updateJobs(tx, ['sweep-people'], { enabled: false, pausedReason });
      return noCounts;
    },
  };
}
