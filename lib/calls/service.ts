import 'server-only';
import {
  type CallSelection,
  countCalls,
  selectCall,
  selectCallers,
  selectCallNames,
  selectCalls,
} from '@/db/queries/calls';
import type { Actor } from '../auth/model';
import type { Ctx } from '../context';
import { AppError } from '../errors';
import { decodeCursor, encodeCursor } from '../http/pagination';
import {
  type CallFilters,
  CallsCursor,
  type CallsFilter,
  type CallsPage,
  type CallsQuery,
  type CallsSummary,
  type CallView,
} from './contract';
import { dayBounds, daysOf, periodMoments } from './days';
import { callViewFrom } from './view';

/** More bars than days of a year would say nothing. */
const mostDays = 366;

/** One page of calls, newest first. Throws AppError `forbidden` for a seller who asks for somebody else's. */
export async function listCalls(ctx: Ctx, { limit, cursor, ...filter }: CallsQuery): Promise<CallsPage> {
  const selection = selectionOf(ctx, filter);
  const position = cursor === undefined ? undefined : decodeCursor(cursor, CallsCursor);
  const before = position && { ...position, occurredAt: new Date(position.occurredAt) };
  const rows = await selectCalls(ctx.db, { selection, before, limit: limit + 1 });
  const items = rows.slice(0, limit).map(callViewFrom);
  const last = rows.length > limit ? items.at(-1) : undefined;
  return { items, nextCursor: last ? encodeCursor({ occurredAt: last.occurredAt, id: last.id }) : null };
}

/** One call. Throws AppError `not_found`, also for a call that the caller may not see. */
export async function readCall(ctx: Ctx, id: string): Promise<CallView> {
  const row = await selectCall(ctx.db, { id, userId: ownOnly(actorOf(ctx)) });
  if (!row) throw new AppError('not_found', 'There is no such call of yours.');
  return callViewFrom(row);
}

/** How many calls of a selection were answered and how many not, in all and by day. Throws AppError `forbidden`. */
export async function summarizeCalls(ctx: Ctx, filter: CallsFilter): Promise<CallsSummary> {
  const selection = selectionOf(ctx, filter);
  const days = daysOf(filter, mostDays);
  if (days?.length === 0) return { answered: 0, notAnswered: 0, days: [] };
  const counts = await countCalls(ctx.db, { selection, moments: days && dayBounds(days, filter.timeZone) });
  const both = (isMeant: (row: { stretch: number }) => boolean) => {
    const count = (answered: boolean) =>
      counts.reduce((sum, row) => (isMeant(row) && row.answered === answered ? sum + row.calls : sum), 0);
    return { answered: count(true), notAnswered: count(false) };
  };
  return {
    ...both(() => true),
    days: days?.map((day, index) => ({ day, ...both(({ stretch }) => stretch === index + 1) })) ?? null,
  };
}

/** What calls can be narrowed by. Only an admin sees who else made calls. */
export async function listCallFilters(ctx: Ctx): Promise<CallFilters> {
  const userId = ownOnly(actorOf(ctx));
  const [names, sellers] = await Promise.all([
    selectCallNames(ctx.db, { userId }),
    userId === undefined ? selectCallers(ctx.db) : [],
  ]);
  return { ...names, sellers };
}

function selectionOf(ctx: Ctx, { seller, answered, from, to, timeZone, ...rest }: CallsFilter): CallSelection {
  const own = ownOnly(actorOf(ctx));
  if (own !== undefined && seller !== undefined && seller !== own) {
    throw new AppError('forbidden', 'Only an admin sees the calls of others.');
  }
  return {
    ...rest,
    ...periodMoments({ from, to, timeZone }),
    userId: own ?? seller,
    answered: answered && answered === 'yes',
  };
}

/** Sellers see their own calls, admins everybody's. */
function ownOnly(actor: Actor): string | undefined {
  return actor.role === 'admin' ? undefined : actor.userId;
}

function actorOf({ actor }: Ctx): Actor {
  if (!actor) throw new AppError('unauthenticated', 'Sign in to continue.');
  return actor;
}
