import { createHash } from 'node:crypto';
import { moveActivities } from '@/db/queries/activities';
import {
  type ActivityRead,
  deleteOtherActivityReads,
  restartActivityReads,
  selectActivityReads,
  selectLoserIds,
} from '@/db/queries/activity-reads';
import { type MarketoConnection, selectMarketoConnection } from '@/db/queries/settings';
import type { Ctx } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { gridTypeGroups } from '@/lib/marketo/map-activities';
import { isStale } from './plan';

export type ActivityTypes = MarketoConnection['activityTypes'];

export type TypeGroups = {
  types: ActivityTypes;
  /** Type ids by group name. */
  typeIds: ReadonlyMap<string, number[]>;
  /** The current state of every group; rows of groups that cannot go on were started anew. */
  currentReads(): Promise<ActivityRead[]>;
};

/**
 * The type groups to read for a person. A group whose types, connection or merged records changed starts anew.
 * Throws AppError `not_configured` without a connection or its activity types.
 */
export async function typeGroupsOf(ctx: Ctx, marketoId: number): Promise<TypeGroups> {
  const connection = await selectMarketoConnection(ctx.db);
  const groups = gridTypeGroups(connection?.activityTypes ?? []);
  if (!connection || groups.length === 0) {
    throw new AppError('not_configured', 'Marketo is not connected yet, or its activity types were not read.');
  }
  const loserIds = await selectLoserIds(ctx.db, marketoId);
  const wanted = groups.map((group) => ({
    marketoId,
    typeGroup: group.name,
    fingerprint: fingerprintOf(connection.baseUrl, group.typeIds, loserIds),
  }));
  await startAnew(ctx, { marketoId, loserIds, wanted });
  return {
    types: connection.activityTypes,
    typeIds: new Map(groups.map((group) => [group.name, group.typeIds])),
    currentReads: () => selectActivityReads(ctx.db, marketoId),
  };
}

type Wanted = Pick<ActivityRead, 'marketoId' | 'typeGroup' | 'fingerprint'>;

async function startAnew(ctx: Ctx, given: { marketoId: number; loserIds: number[]; wanted: Wanted[] }) {
  const reads = await selectActivityReads(ctx.db, given.marketoId);
  const known = new Map(reads.map((read) => [read.typeGroup, read]));
  const anew = given.wanted.filter(({ typeGroup, fingerprint }) => {
    const read = known.get(typeGroup);
    return read?.fingerprint !== fingerprint || isStale(read, ctx.clock.now());
  });
  const names = given.wanted.map((group) => group.typeGroup);
  if (anew.length === 0 && reads.length === names.length) return;
  await ctx.db.transaction(async (tx) => {
    await restartActivityReads(tx, anew);
    await deleteOtherActivityReads(tx, given.marketoId, names);
    await moveActivities(tx, { fromIds: given.loserIds, toId: given.marketoId });
  });
}

// Merged records are part of it: Marketo moves their activities to the winner, behind positions already read.
function fingerprintOf(baseUrl: string, typeIds: number[], loserIds: number[]): string {
  const parts = JSON.stringify([baseUrl, [...typeIds].sort((a, b) => a - b), loserIds]);
  return createHash('sha256').update(parts).digest('hex').slice(0, 32);
}
