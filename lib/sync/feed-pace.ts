import { selectMarketoConnection } from '@/db/queries/settings';
import { selectJob } from '@/db/queries/sync';
import { feedPauseMs } from '../call-budget/day';
import { readDayUse } from '../call-budget/read-day';
import type { Ctx } from '../context';
import type { RunOptions, RunResult } from './engine';
import { noCounts } from './model';

// A scheduler comes a little early or late; a round that is almost due is due.
const earlyMs = 30_000;

/**
 * True when a schedule asks for the change feeds sooner than the admin, or what is left of the day's quota, allows.
 * Schedules come every minute. Whoever asks for a round by hand gets one.
 */
export async function feedsAreEarly(ctx: Ctx, { trigger }: Pick<RunOptions, 'trigger'>): Promise<boolean> {
  if (trigger !== 'cron' && trigger !== 'worker') return false;
  const [connection, { lastOkAt }] = await Promise.all([
    selectMarketoConnection(ctx.db),
    selectJob(ctx.db, 'follow-people'),
  ]);
  if (!connection || !lastOkAt) return false;
  const pauseMs = feedPauseMs(connection.feedIntervalSeconds, await readDayUse(ctx), connection);
  return ctx.clock.now().getTime() < lastOkAt.getTime() + pauseMs - earlyMs;
}

/** The answer to a schedule that came too early: nothing was done and nothing is noted. */
export const feedsRest: RunResult = {
  job: 'follow-people',
  outcome: 'done',
  counts: noCounts,
  apiCalls: 0,
  durationMs: 0,
  message: 'The change feeds were asked a short while ago; Settings › Marketo API calls says how often they are.',
  faultKind: null,
  wakes: [],
};
