import 'server-only';
import { selectProblem } from '@/db/queries/delivery-problems';
import { selectRetries } from '@/db/queries/delivery-retries';
import {
  selectClosedProblems,
  selectOpenCauses,
  selectOpenProblems,
  selectProblemCases,
} from '@/db/queries/diagnostics';
import type { Ctx } from '../context';
import { letGoAgain } from '../deliveries/retry';
import { type Scope, scopeOf } from '../deliveries/scope';
import { readSurroundings } from '../deliveries/surroundings';
import { AppError } from '../errors';
import type {
  DiagnosticsQuery,
  DiagnosticsView,
  OpenProblems,
  ProblemPage,
  ProblemQuery,
  ProblemView,
  RetryProgress,
  RetryQuery,
  RetryStarted,
} from './contract';
import { closedShownMs, retryShownMs } from './model';
import { caseFrom, closedProblemFrom, openProblemFrom, retryFrom, totalsFrom } from './views';

/** More causes than this at one time are no list any more. */
const mostProblems = 500;
const mostRetries = 20;
/** A retry that is still not through after this is no news. */
const longestRetryMs = 60 * 60_000;

/**
 * Why deliveries fail at this moment, or what closed in the last days, with what each stops; sellers see what stops
 * their own. Throws AppError `forbidden` for somebody else's, and for what closed where the caller is no admin.
 */
export async function readDiagnostics(ctx: Ctx, query: DiagnosticsQuery): Promise<DiagnosticsView> {
  const scope = scopeOf(ctx.actor, query.seller);
  const { destination, category } = query;
  const problems =
    query.state === 'closed'
      ? await closedProblems(ctx, scope, query)
      : await openProblems(ctx, scope, { destination });
  return {
    asOf: ctx.clock.now().toISOString(),
    problems: problems.filter((problem) => category === undefined || problem.cause.category === category),
    totals: totalsFrom(problems),
    retries: await recentRetries(ctx, scope),
  };
}

/** One problem with the deliveries it stops. Throws AppError `not_found` where it stops none of the caller's. */
export async function readProblem(ctx: Ctx, id: string, query: ProblemQuery): Promise<ProblemPage> {
  const scope = scopeOf(ctx.actor, query.seller);
  const { limit, cursor: after } = query;
  const problem = await problemOf(ctx, scope, id);
  const rows = await selectProblemCases(ctx.db, { problemId: id, userId: scope.userId, after, limit: limit + 1 });
  const cases = rows.slice(0, limit);
  const around = await readSurroundings(
    ctx,
    cases.map((row) => row.userId),
  );
  return {
    problem,
    items: cases.map((row) => caseFrom(row, around)),
    nextCursor: rows.length > limit ? (cases.at(-1)?.key ?? null) : null,
    asOf: around.now.toISOString(),
  };
}

/**
 * Lets all deliveries of a problem go again, a seller's only where one is given or asks. Throws AppError `not_found`
 * where it stops none of them, and `conflict` where every one is being sent at this moment.
 */
export async function retryProblem(ctx: Ctx, id: string, { seller }: RetryQuery): Promise<RetryStarted> {
  const scope = scopeOf(ctx.actor, seller);
  await problemOf(ctx, scope, id);
  const where = { problemId: id, userId: scope.userId };
  const going = await letGoAgain(ctx, { where, problemId: id, by: scope.actor.userId });
  if (going === 0) throw new AppError('conflict', 'They are being sent at this moment, or went through.');
  return { deliveries: going };
}

/** How many problems are open. */
export async function countProblems(ctx: Ctx): Promise<OpenProblems> {
  return { open: (await selectOpenCauses(ctx.db)).length };
}

async function openProblems(
  ctx: Ctx,
  { userId, isAdmin }: Scope,
  selection: Pick<DiagnosticsQuery, 'destination'>,
): Promise<ProblemView[]> {
  const rows = await selectOpenProblems(ctx.db, { ...selection, userId, limit: mostProblems });
  return rows.map((row) => openProblemFrom(row, { isAdmin }));
}

async function closedProblems(ctx: Ctx, scope: Scope, query: DiagnosticsQuery): Promise<ProblemView[]> {
  if (!scope.isAdmin) throw new AppError('forbidden', 'Problems that closed are shown to admins.');
  if (query.seller !== undefined) {
    const seller = 'only with open problems: what went through is no longer tied to one';
    throw new AppError('bad_request', `Choose a seller ${seller}.`, { fields: { seller } });
  }
  const since = new Date(ctx.clock.now().getTime() - closedShownMs);
  const rows = await selectClosedProblems(ctx.db, { destination: query.destination, since, limit: mostProblems });
  return rows.map((row) => closedProblemFrom(row, scope));
}

async function problemOf(ctx: Ctx, { userId, isAdmin }: Scope, id: string): Promise<ProblemView> {
  const [open] = await selectOpenProblems(ctx.db, { userId, id, limit: 1 });
  if (open) return openProblemFrom(open, { isAdmin });
  const row = userId === undefined ? await selectProblem(ctx.db, id) : null;
  if (!row) throw new AppError('not_found', 'There is no such problem, or it stops none of these deliveries any more.');
  return closedProblemFrom(row, { isAdmin });
}

async function recentRetries(ctx: Ctx, { userId }: Scope): Promise<RetryProgress[]> {
  const now = ctx.clock.now().getTime();
  const since = new Date(now - longestRetryMs);
  const rows = await selectRetries(ctx.db, { since, userId, limit: mostRetries });
  return rows.filter((row) => row.waiting > 0 || row.movedAt.getTime() > now - retryShownMs).map(retryFrom);
}
