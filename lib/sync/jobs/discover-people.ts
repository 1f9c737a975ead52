/**
 * Looks for people who gained an owner without a word in any feed: by an export of ids, where the instance can make one
 * of the right people, and once a week by reading the ids that no sweep reads.
 */
import { selectUnsweptIds } from '@/db/queries/people-sweep';
import { selectJob } from '@/db/queries/sync';
import type { Job, Step, SyncCtx } from '../engine';
import { comingToRest, goingOn } from '../quiet-step';
import { DiscoverCheckpoint, ExportLook } from './discover-checkpoint';
import { lookIsDue, stepLook } from './discover-export';
import { findHighestId, findLowestId } from './find-ids';
import { loadIsDone } from './load-checkpoint';
import { pauseAfter } from './pace';
import { peoplePerCall, readPeople, storePeople } from './read-people';

const days = (n: number) => n * 24 * 3600_000;
const everyMs = days(7);
const roundMs = days(1);
/** A stretch of ids in which everybody is listed costs no call, but must not cost a long query. */
const idsPerLook = 100_000;
const newLook = ExportLook.parse({});

export const discoverPeople: Job<DiscoverCheckpoint> = {
  name: 'discover-people',
  checkpoint: DiscoverCheckpoint,
  first: () => DiscoverCheckpoint.parse({}),

  async step(checkpoint, ctx) {
    const { endId, look } = checkpoint;
    if (look) return stepLook(checkpoint, look, ctx);
    return endId === null ? begin(checkpoint, ctx) : readOn(checkpoint, endId, ctx);
  },
};

async function begin(checkpoint: DiscoverCheckpoint, ctx: SyncCtx): Promise<Step<DiscoverCheckpoint>> {
  const load = await selectJob(ctx.db, 'load-people');
  if (!loadIsDone(load.checkpoint)) return comingToRest(checkpoint);
  // The first load has just looked at every id.
  if (!checkpoint.asked && !checkpoint.dueAt) return comingToRest(resting(checkpoint, ctx));
  const isRoundDue = checkpoint.asked || (checkpoint.dueAt !== null && checkpoint.dueAt <= ctx.clock.now());
  if (!isRoundDue && !(await lookIsDue(checkpoint, ctx))) return comingToRest(checkpoint);
  if (!isRoundDue) return goingOn({ ...checkpoint, look: newLook });
  const endId = await findHighestId(ctx);
  const nextId = await findLowestId(ctx, endId);
  return goingOn({ ...checkpoint, endId, nextId, calls: 0 });
}

async function readOn(checkpoint: DiscoverCheckpoint, endId: number, ctx: SyncCtx): Promise<Step<DiscoverCheckpoint>> {
  const { nextId } = checkpoint;
  const to = Math.min(endId, nextId + idsPerLook - 1);
  const ids = await selectUnsweptIds(ctx.db, { from: nextId, to, limit: peoplePerCall });
  const last = ids.length === peoplePerCall ? (ids.at(-1) ?? to) : to;
  const next =
    last >= endId ? resting(checkpoint, ctx) : { ...checkpoint, nextId: last + 1, calls: checkpoint.calls + 1 };
  const done = next.endId === null;
  if (ids.length === 0) return done ? comingToRest(next) : goingOn(next);
  const read = await readPeople(ctx, ids, { lane: 'loads', roles: false });
  const ofCalls = Math.ceil(endId / peoplePerCall);
  const pause = { calls: next.calls, ofCalls, overMs: roundMs, now: ctx.clock.now() };
  return {
    next,
    done,
    wait: done || next.asked ? undefined : pauseAfter(pause),
    commit: (tx) => storePeople(tx, read, { source: 'discovery' }),
  };
}

function resting({ lookDueAt }: DiscoverCheckpoint, ctx: SyncCtx): DiscoverCheckpoint {
  return DiscoverCheckpoint.parse({ lookDueAt, dueAt: new Date(ctx.clock.now().getTime() + everyMs) });
}
