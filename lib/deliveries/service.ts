import 'server-only';
import { selectMergedInto } from '@/db/queries/passport';
import { selectWinner } from '@/db/queries/person-merges';
import {
  type LogLine,
  type LogSelection,
  selectDelivery,
  selectDeliveryBriefs,
  selectDeliveryPassports,
  selectLogLine,
  selectLogPage,
} from '@/db/queries/sales-activity-log';
import { selectSellers, selectUserById } from '@/db/queries/users';
import type { Ctx } from '../context';
import { AppError } from '../errors';
import { displayName } from '../people/model';
import type {
  DeliveriesQuery,
  DeliveriesView,
  DeliveryBrief,
  RetryView,
  SalesActivityDetail,
  SalesActivityLine,
  SalesActivityPage,
  SalesActivityQuery,
  SellersView,
} from './contract';
import { readObstacles } from './obstacles';
import { letGoAgain } from './retry';
import { scopeOf } from './scope';
import { readSurroundings } from './surroundings';
import { briefFrom, passportFrom } from './views';

const mostMerges = 1_000;

/** One page of the journal with what becomes of each line; sellers see their own. Throws AppError `forbidden`. */
export async function listSalesActivities(ctx: Ctx, query: SalesActivityQuery): Promise<SalesActivityPage> {
  const { userId } = scopeOf(ctx.actor, query.seller);
  const selection: LogSelection = {
    userId,
    marketoIds: query.person === undefined ? undefined : await recordsOfPerson(ctx, query.person),
    kind: query.kind,
    destination: query.destination,
    state: query.state,
    problemId: query.problem,
    since: query.since ? new Date(query.since) : undefined,
    until: query.until ? new Date(query.until) : undefined,
  };
  const { cursor: after, limit } = query;
  const { lines: rows, lookedTo } = await selectLogPage(ctx.db, { selection, after, limit: limit + 1 });
  const lines = rows.slice(0, limit);
  const briefs = await briefsOf(ctx, { salesActivityIds: lines.map((line) => line.id), userId });
  return {
    items: lines.map((line) => ({ ...lineFrom(line), deliveries: briefs.get(line.id) ?? [] })),
    nextCursor: rows.length > limit ? (lines.at(-1)?.id ?? null) : lookedTo,
    asOf: ctx.clock.now().toISOString(),
  };
}

/** How the deliveries of some activities stand; of those that the caller may see. */
export async function listDeliveries(ctx: Ctx, { of }: DeliveriesQuery): Promise<DeliveriesView> {
  const { userId } = scopeOf(ctx.actor);
  const briefs = await briefsOf(ctx, { salesActivityIds: of, userId });
  return { items: [...briefs].map(([salesActivityId, deliveries]) => ({ salesActivityId, deliveries })) };
}

/** One activity and everything about its deliveries. Throws AppError `not_found`, also for somebody else's. */
export async function readSalesActivity(ctx: Ctx, id: string): Promise<SalesActivityDetail> {
  const { userId, isAdmin } = scopeOf(ctx.actor);
  const line = await selectLogLine(ctx.db, { id, userId });
  if (!line) throw new AppError('not_found', 'There is no such sales activity, or it is not yours.');
  const [rows, surroundings, toldBy] = await Promise.all([
    selectDeliveryPassports(ctx.db, id),
    readSurroundings(ctx, [line.userId]),
    reporterWords(ctx, line.reporter),
  ]);
  const around = { ...surroundings, marketoId: line.marketoId, isAdmin };
  return {
    ...lineFrom(line),
    toldBy,
    payload: line.payload,
    deliveries: rows.map(({ delivery, retriedAt, retriedBy }) => {
      const retried = retriedAt && retriedBy !== null ? { at: retriedAt, by: retriedBy } : null;
      return passportFrom(delivery, { ...around, retried });
    }),
    asOf: around.now.toISOString(),
  };
}

/** Everybody whose deliveries an admin can look at. */
export async function listSellers(ctx: Ctx): Promise<SellersView> {
  return { sellers: await selectSellers(ctx.db) };
}

/**
 * Lets one delivery go again. Throws AppError `not_found`, also for somebody else's, and `conflict` where there is
 * nothing to try again.
 */
export async function retryDelivery(ctx: Ctx, key: string): Promise<RetryView> {
  const { actor, userId } = scopeOf(ctx.actor);
  const delivery = await selectDelivery(ctx.db, { key, userId });
  if (!delivery) throw new AppError('not_found', 'There is no such delivery, or it is not yours.');
  const { problemId } = delivery;
  if (problemId === null) throw new AppError('conflict', nothingToRetry);
  const going = await letGoAgain(ctx, { where: { key }, problemId, by: actor.userId });
  if (going === 0) throw new AppError('conflict', nothingToRetry);
  return { deliveries: going };
}
const nothingToRetry = 'There is nothing to try again: it did not fail, or it is being sent at this moment.';

async function briefsOf(
  ctx: Ctx,
  selection: { salesActivityIds: string[]; userId: string | undefined },
): Promise<Map<string, DeliveryBrief[]>> {
  const rows = await selectDeliveryBriefs(ctx.db, selection);
  if (rows.length === 0) return new Map();
  const obstacles = await readObstacles(ctx, [...new Set(rows.map((row) => row.userId))]);
  const now = ctx.clock.now();
  const briefs = new Map<string, DeliveryBrief[]>();
  for (const row of rows) {
    briefs.set(row.salesActivityId, [...(briefs.get(row.salesActivityId) ?? []), briefFrom(row, obstacles, now)]);
  }
  return briefs;
}

/** What was recorded of a person stands under the record of that day, which may since live on as another. */
async function recordsOfPerson(ctx: Ctx, asked: number): Promise<number[]> {
  const winnerId = (await selectWinner(ctx.db, asked)) ?? asked;
  const merged = await selectMergedInto(ctx.db, winnerId, mostMerges);
  return [winnerId, ...merged.map((record) => record.marketoId)];
}

async function reporterWords(ctx: Ctx, reporter: string): Promise<string> {
  const reporterId = /^user:(.+)$/.exec(reporter)?.[1];
  if (!reporterId) return 'recorded here';
  const user = await selectUserById(ctx.db, reporterId);
  return `told over the API by ${user?.name ?? 'somebody who is gone'}`;
}

function lineFrom(line: LogLine): Omit<SalesActivityLine, 'deliveries'> {
  return {
    id: line.id,
    kind: line.kind,
    subject: line.subject,
    occurredAt: line.occurredAt.toISOString(),
    recordedAt: line.recordedAt.toISOString(),
    person: { marketoId: line.marketoId, name: displayName(line) },
    seller: { id: line.userId, name: line.seller },
  };
}
