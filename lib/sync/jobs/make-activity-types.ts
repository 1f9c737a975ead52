/** Makes the activity types an admin asked for. Each step looks what there is, so it goes on wherever it was cut off. */
import { selectMarketoConnection, updateSalesActivityTypes } from '@/db/queries/settings';
import { updateJobs } from '@/db/queries/sync';
import { obstacleToMaking } from '../../activity-types/compare-types';
import { lookAtTypes } from '../../activity-types/look-at-types';
import { isComplete, type StandingTypes, type TypeDefinition, wantedTypes } from '../../activity-types/model';
import { ProviderFault } from '../../provider-fault';
import type { Job, Step } from '../engine';
import { noCounts } from '../model';
import { comingToRest } from '../quiet-step';
import { completeType } from './complete-type';
import { MakingCheckpoint, nothingAsked } from './making-checkpoint';

export const makeActivityTypes: Job<MakingCheckpoint> = {
  name: 'make-activity-types',
  checkpoint: MakingCheckpoint,
  first: () => nothingAsked,

  async step(checkpoint, ctx) {
    const { asked } = checkpoint;
    const connection = asked && (await selectMarketoConnection(ctx.db));
    if (!asked || !connection) return comingToRest({ ...checkpoint, asked: null });
    const client = await ctx.marketo('deliveries');
    const standing = await lookAtTypes({ client, now: ctx.clock.now(), mayMake: true });
    const next = nextType(standing);
    if (!next) return ended(standing, null);
    if (isNotShownYet(next, standing)) return lookAgainSoon(checkpoint, ctx.clock.now());
    const obstacle = obstacleToMaking(standing) ?? otherLayout(standing, asked.layout);
    if (obstacle) return ended(standing, obstacle);
    try {
      await completeType(client, next, standing);
    } catch (error) {
      return afterRefusal(error, standing);
    }
    return { next: checkpoint, done: false, commit: (tx) => save(tx, standing) };
  },
};

/** The first type of the layout that is not as it is to be. */
function nextType({ layout, types }: StandingTypes): TypeDefinition | undefined {
  return wantedTypes[layout].find(({ apiName }) => !isComplete(types.find((type) => type.apiName === apiName)));
}

/** It is approved, and does not stand among the types that can be used. */
function isNotShownYet({ apiName }: TypeDefinition, { types }: StandingTypes): boolean {
  return types.some((type) => type.apiName === apiName && type.status === 'approved' && type.id === null);
}

function lookAgainSoon(next: MakingCheckpoint, now: Date): Step<MakingCheckpoint> {
  const until = new Date(now.getTime() + lookAgainMs);
  const why = 'Marketo does not show a type yet that it has approved. It is looked for again in a minute.';
  return { next, done: false, wait: { until, why }, commit: async () => noCounts };
}
const lookAgainMs = 60_000;

/** Nothing is made that the admin was not told of. */
function otherLayout({ layout }: StandingTypes, asked: StandingTypes['layout']): string | null {
  if (layout === asked) return null;
  return 'Meanwhile the instance has room for another number of types. Look at what is to be made, and ask again.';
}

/** What passes is tried again by the engine; what Marketo refuses is for the admin. */
function afterRefusal(error: unknown, standing: StandingTypes): Step<MakingCheckpoint> {
  if (!(error instanceof ProviderFault)) throw error;
  if (error.kind !== 'forbidden' && error.kind !== 'rejected') throw error;
  return ended({ ...standing, mayMake: error.kind !== 'forbidden' }, error.message);
}

function ended(standing: StandingTypes, problem: string | null): Step<MakingCheckpoint> {
  return {
    next: { asked: null, problem },
    done: true,
    wakes: ['deliver-to-marketo'],
    commit: async (tx) => {
      await updateJobs(tx, ['deliver-to-marketo'], { waitUntil: null });
      return save(tx, standing);
    },
  };
}

async function save(tx: Parameters<Step<MakingCheckpoint>['commit']>[0], standing: StandingTypes) {
  await updateSalesActivityTypes(tx, standing);
  return { ...noCounts, read: standing.types.length };
}
