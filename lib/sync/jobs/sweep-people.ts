/** Reads every id again, slowly: finds what the feeds do not tell, such as owners set by the Salesforce sync. */
import { upsertDirtyPeople } from '@/db/queries/dirty-people';
import { selectActiveIds } from '@/db/queries/people';
import { deleteRunsBefore } from '@/db/queries/sync';
import type { Job, Step, SyncCtx } from '../engine';
import { noCounts } from '../model';
import { findHighestId, idRange } from './find-ids';
import { peoplePerCall, readPeople, storePeople } from './read-people';
import { SweepCheckpoint, sweepStart } from './sweep-checkpoint';

const keepRunsMs = 30 * 24 * 3600_000;

export const sweepPeople: Job<SweepCheckpoint> = {
  name: 'sweep-people',
  checkpoint: SweepCheckpoint,
  first: () => sweepStart(false),

  async step(checkpoint, ctx) {
    return checkpoint.endId === null ? begin(ctx) : readRange(checkpoint.endId, checkpoint.nextId, ctx);
  },
};

async function begin(ctx: SyncCtx): Promise<Step<SweepCheckpoint>> {
  const endId = await findHighestId(ctx);
  const oldest = new Date(ctx.clock.now().getTime() - keepRunsMs);
  return {
    next: { endId, nextId: 1, asked: false },
    done: false,
    commit: async (tx) => {
      await deleteRunsBefore(tx, oldest);
      return noCounts;
    },
  };
}

async function readRange(endId: number, from: number, ctx: SyncCtx): Promise<Step<SweepCheckpoint>> {
  const to = Math.min(endId, from + peoplePerCall - 1);
  const read = await readPeople(ctx, idRange(from, to), { lane: 'loads', roles: false });
  const finished = to >= endId;
  return {
    next: finished ? sweepStart(false) : { endId, nextId: to + 1, asked: false },
    done: finished,
    wakes: ['refresh-people'],
    commit: async (tx) => {
      const counts = await storePeople(tx, read, { source: 'sweep' });
      const vanished = await selectActiveIds(tx, read.missing);
      const hints = vanished.map((marketoId) => ({ marketoId, reason: 'swept' as const, changedAt: null }));
      await upsertDirtyPeople(tx, hints, read.readAt);
      return counts;
    },
  };
}
