import 'server-only';
import { selectPerson } from '@/db/queries/people';
import { selectWinner } from '@/db/queries/person-merges';
import { selectMarketoConnection } from '@/db/queries/settings';
import { gridPatienceMs } from '@/lib/call-budget/day';
import { readDayUse } from '@/lib/call-budget/read-day';
import type { Ctx } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { loadLimits } from './budget';
import type { ActivitiesPage, ActivitiesQuery, ActivityWeeks } from './contract';
import { positionFromCursor } from './cursor';
import { type LoadNeed, type LoadReport, loadFromMarketo } from './load';
import { noticeOf, slowNotice } from './notices';
import { needsOlderRows, type PageWish, type StoredPage, storedPage } from './pages';
import { takeTurn } from './turns';
import { needsOlderWeeks, storedWeeks } from './weeks';

// While older windows are being read request by request, calls go there and not to rows read a moment ago.
const headMaxAgeWhileReadingMs = 15_000;
const weeksHeadMaxAgeMs = 60_000;

/**
 * One page of a person's activities, newest first. Marketo is asked on every load of the newest page, and for older
 * ones as far as the stored rows do not fill the page. When Marketo does not answer, the stored rows are the answer.
 * Throws AppError `not_found` for an unknown person and `bad_request` for a cursor that is not ours.
 */
export async function loadActivities(
  ctx: Ctx,
  givenId: number,
  query: Pick<ActivitiesQuery, 'kinds' | 'before' | 'limit' | 'from'>,
): Promise<ActivitiesPage> {
  const before = query.before ? positionFromCursor(query.before) : null;
  const marketoId = await standingId(ctx, givenId);
  const wish: PageWish = { marketoId, kinds: query.kinds, before, limit: query.limit };
  const known = await storedPage(ctx.db, wish);
  if (query.from === 'stored' || (before && known.filled)) return pageOf(known, null);

  const need: LoadNeed = {
    lane: 'live-grid',
    headMaxAgeMs: before ? Number.POSITIVE_INFINITY : await newestMaxAgeMs(ctx, known),
    needsOlder: (reads) => needsOlderRows(ctx.db, wish, reads),
  };
  const key = JSON.stringify(['page', query.kinds ?? [], query.before ?? null, query.limit]);
  const answer = await ask(ctx, marketoId, { key, need });
  return pageOf(await storedPage(ctx.db, wish), answer);
}

/** 0 asks at every look; towards the end of the day's quota rows that were just read have to do. */
async function newestMaxAgeMs(ctx: Ctx, known: StoredPage): Promise<number> {
  const connection = await selectMarketoConnection(ctx.db);
  const patienceMs = connection ? gridPatienceMs(await readDayUse(ctx), connection) : 0;
  return Math.max(patienceMs, known.filled ? 0 : headMaxAgeWhileReadingMs);
}

/**
 * The person's activities of the last 13 weeks, counted per kind. Each call reads further back until the 90 days are
 * complete. Throws AppError `not_found` for an unknown person.
 */
export async function loadWeeks(ctx: Ctx, givenId: number): Promise<ActivityWeeks> {
  const marketoId = await standingId(ctx, givenId);
  const now = ctx.clock.now();
  const need: LoadNeed = {
    lane: 'loads',
    headMaxAgeMs: weeksHeadMaxAgeMs,
    needsOlder: async (reads) => needsOlderWeeks(reads, now),
  };
  const answer = await ask(ctx, marketoId, { key: 'weeks', need });
  if (answer.report.fault) noticeOrThrow(answer.report.fault, true);
  return { ...(await storedWeeks(ctx.db, marketoId, now)), apiCalls: answer.apiCalls };
}

type Answer = { report: LoadReport; apiCalls: number; inTime: boolean };

/** Loads, but waits no longer than a load may take; one that takes longer goes on and its rows are there next time. */
async function ask(ctx: Ctx, marketoId: number, load: { key: string; need: LoadNeed }): Promise<Answer> {
  const turn = takeTurn(ctx.db, marketoId, {
    key: load.key,
    run: (report) => loadFromMarketo(ctx, marketoId, load.need, report),
  });
  if (!turn.joined) void logWhenDone(ctx, marketoId, turn);
  const patience = new AbortController();
  const inTime = await Promise.race([
    turn.done.then(() => true),
    ctx.clock.sleep(loadLimits.ms, patience.signal).then(
      () => false,
      () => false,
    ),
  ]);
  patience.abort();
  return { report: turn.report, apiCalls: turn.joined ? 0 : turn.report.apiCalls(), inTime };
}

async function logWhenDone(ctx: Ctx, marketoId: number, turn: { report: LoadReport; done: Promise<void> }) {
  const startedAtMs = ctx.clock.now().getTime();
  await turn.done;
  const { answers, emptyPages, fault } = turn.report;
  const durationMs = ctx.clock.now().getTime() - startedAtMs;
  const load = { marketoId, apiCalls: turn.report.apiCalls(), answers, emptyPages, durationMs };
  if (fault) ctx.log.warn({ ...load, err: fault }, 'activity load failed');
  else ctx.log.debug(load, 'activity load');
}

function pageOf(page: StoredPage, answer: Answer | null): ActivitiesPage {
  const { items, asOf, nextBefore, filled } = page;
  const shown = { items, asOf, nextBefore };
  if (!answer) return { ...shown, live: false, complete: filled, apiCalls: 0, notice: null };
  const { report, apiCalls, inTime } = answer;
  if (report.fault) {
    return { ...shown, live: false, complete: filled, apiCalls, notice: noticeOrThrow(report.fault, items.length > 0) };
  }
  const live = report.answers > 0;
  const notice = !live && !inTime ? slowNotice(items.length > 0) : null;
  return { ...shown, live, complete: filled && report.newestRead, apiCalls, notice };
}

function noticeOrThrow(fault: unknown, rowsKnown: boolean): string {
  const notice = noticeOf(fault, rowsKnown);
  if (notice === null) throw fault;
  return notice;
}

/** The record whose activities are shown: the person, or the one it was merged into. */
async function standingId(ctx: Ctx, marketoId: number): Promise<number> {
  const winnerId = await selectWinner(ctx.db, marketoId);
  if (winnerId !== null) return winnerId;
  if (await selectPerson(ctx.db, marketoId)) return marketoId;
  throw new AppError('not_found', 'There is no person with this Marketo ID.');
}
