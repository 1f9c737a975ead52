import 'server-only';
import { selectMarketoConnection, updateSalesActivityTypes } from '@/db/queries/settings';
import { replaceCheckpoint, type SyncJob, selectJob, selectLatestRuns, updateJobs } from '@/db/queries/sync';
import type { Ctx } from '../context';
import { AppError } from '../errors';
import { MakingCheckpoint, nothingAsked } from '../sync/jobs/making-checkpoint';
import { wakeJob } from '../sync/wake-job';
import { obstacleToMaking, standingTypesFrom } from './compare-types';
import type { ActivityTypesView, ActivityTypeView, MakeTypesInput, TypeState } from './contract';
import { lookAtTypes } from './look-at-types';
import { isComplete, mostTypes, type StandingType, type StandingTypes, typeLayouts, wantedTypes } from './model';

const job = 'make-activity-types';

/** How the wanted activity types stand in Marketo, as it was seen last. No calls. */
export async function readActivityTypes(ctx: Ctx): Promise<ActivityTypesView> {
  const connection = await selectMarketoConnection(ctx.db);
  const state = await selectJob(ctx.db, job);
  const seen = connection?.salesActivityTypes ?? null;
  return viewFrom({ connected: connection !== null, seen, making: await makingFrom(ctx, state) });
}

/** Looks at the instance again; two calls. Throws AppError `not_configured` without a connection, or ProviderFault. */
export async function checkActivityTypes(ctx: Ctx): Promise<ActivityTypesView> {
  await requireConnection(ctx);
  const client = await ctx.marketo('live-grid', 'settings');
  // Who asks may just have given the role the right that it lacked.
  const standing = await lookAtTypes({ client, now: ctx.clock.now(), mayMake: true });
  await ctx.db.transaction(async (tx) => {
    await updateSalesActivityTypes(tx, standing);
    await updateJobs(tx, ['deliver-to-marketo'], { waitUntil: null });
  });
  await wakeJob(ctx, 'deliver-to-marketo', 'admin');
  return readActivityTypes(ctx);
}

/**
 * Has a job make the types that are missing. Throws AppError `not_configured` without a connection, `conflict` when it
 * is under way, or when what would be made is not what the admin saw.
 */
export async function makeActivityTypes(ctx: Ctx, { layout }: MakeTypesInput): Promise<ActivityTypesView> {
  const { salesActivityTypes: seen } = await requireConnection(ctx);
  if (!seen) throw new AppError('conflict', 'Marketo was not looked at yet. Look first.');
  if (seen.layout !== layout)
    throw new AppError('conflict', 'Another layout would be made. Look at it, and ask again.');
  const obstacle = obstacleToMaking(seen);
  if (obstacle) throw new AppError('conflict', obstacle);
  const by = ctx.actor?.name ?? 'an admin';
  await ctx.db.transaction(async (tx) => {
    if (askedOf(await selectJob(tx, job))) throw new AppError('conflict', 'The types are being made already.');
    await replaceCheckpoint(tx, job, { asked: { layout, by }, problem: null } satisfies MakingCheckpoint);
    await updateJobs(tx, [job], { enabled: true, pausedReason: null, waitUntil: null });
  });
  ctx.log.info({ layout }, 'activity types asked for');
  await wakeJob(ctx, job, 'admin');
  return readActivityTypes(ctx);
}

async function requireConnection(ctx: Ctx) {
  const connection = await selectMarketoConnection(ctx.db);
  if (!connection) throw new AppError('not_configured', 'Connect Marketo under Settings › Marketo first.');
  return connection;
}

type Making = { underWay: boolean; message: string | null };

async function makingFrom(ctx: Ctx, state: SyncJob): Promise<Making> {
  const { asked, problem } = checkpointOf(state);
  if (!asked) return { underWay: false, message: problem };
  if (!state.enabled) return { underWay: false, message: state.pausedReason };
  const isWaiting = state.waitUntil !== null && state.waitUntil > ctx.clock.now();
  const last = isWaiting ? (await selectLatestRuns(ctx.db)).find((run) => run.job === job) : null;
  return { underWay: true, message: last?.message ?? null };
}

function askedOf(state: SyncJob) {
  return state.enabled ? checkpointOf(state).asked : null;
}

function checkpointOf({ checkpoint }: SyncJob): MakingCheckpoint {
  return MakingCheckpoint.safeParse(checkpoint).data ?? nothingAsked;
}

function viewFrom(given: { connected: boolean; seen: StandingTypes | null; making: Making }): ActivityTypesView {
  const { connected, seen, making } = given;
  const standing = seen ?? neverLooked;
  const { layout, why, types, freeSlots, mayMake } = standing;
  const wanted = wantedTypes[layout];
  const ready = wanted.filter(({ apiName }) => isComplete(types.find((type) => type.apiName === apiName))).length;
  return {
    connected,
    asOf: seen?.checkedAt ?? null,
    layout,
    why,
    freeSlots,
    mostTypes,
    mayMake,
    obstacle: ready === wanted.length ? null : obstacleToMaking(standing),
    layouts: typeLayouts.map((one) => ({ layout: one, types: typeViewsFrom(one, types) })),
    making: { ...making, ready, of: wanted.length },
  };
}

const neverLooked = standingTypesFrom({ approved: [], custom: [], mayMake: true, checkedAt: new Date(0) });

function typeViewsFrom(layout: (typeof typeLayouts)[number], types: StandingType[]): ActivityTypeView[] {
  return wantedTypes[layout].map((definition) => {
    const type = types.find(({ apiName }) => apiName === definition.apiName);
    const missing = definition.attributes.filter(({ apiName }) => type?.missingAttributes.includes(apiName));
    return {
      ...definition,
      state: stateOf(type),
      missingAttributes: missing.map(({ name }) => name),
      id: type?.id ?? null,
    };
  });
}

function stateOf(type: StandingType | undefined): TypeState {
  if (isComplete(type)) return 'ready';
  if (!type || type.status === 'missing' || type.status === 'deleted') return 'missing';
  if (type.status === 'draft') return 'draft';
  if (type.status === 'approved with draft') return 'changed';
  return type.id === null ? 'unseen' : 'lacking';
}
