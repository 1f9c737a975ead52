/** The first load: notes where the change feeds stand, reads everybody once, and lets the feeds take over. */
import { replaceCheckpoint } from '@/db/queries/sync';
import type { Job, Step, SyncCtx } from '../engine';
import { noCounts } from '../model';
import { comingToRest } from '../quiet-step';
import { firstFollow } from './follow-people';
import { LoadCheckpoint, loadStart } from './load-checkpoint';
import { stepExports } from './load-exports';
import { chooseMethod } from './load-method';
import { probeIds, readRanges } from './load-ranges';

export const loadPeople: Job<LoadCheckpoint> = {
  name: 'load-people',
  checkpoint: LoadCheckpoint,
  first: () => loadStart,

  async step(checkpoint, ctx) {
    switch (checkpoint.phase) {
      case 'positions':
        return takePositions(checkpoint, ctx);
      case 'method':
        return chooseMethod(checkpoint, ctx);
      case 'export':
        return stepExports(checkpoint, ctx);
      case 'probe':
        return probeIds(checkpoint, ctx);
      case 'range':
        return readRanges(checkpoint, ctx);
      case 'done':
        return comingToRest(checkpoint);
    }
  },
};

/** Before anybody is read, so that nothing falls between the load and the feeds. */
async function takePositions(checkpoint: LoadCheckpoint, ctx: SyncCtx): Promise<Step<LoadCheckpoint>> {
  const positions = await firstFollow(ctx);
  return {
    next: { ...checkpoint, phase: 'method', startedAt: ctx.clock.now() },
    done: false,
    commit: async (tx) => {
      await replaceCheckpoint(tx, 'follow-people', positions);
      return noCounts;
    },
  };
}
