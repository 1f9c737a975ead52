/** Keeps our picture of the day honest: Marketo's own count also sees the other integrations of the instance. */
import {
  lockCallBudget,
  selectCallState,
  updateUsage,
  updateUsageFault,
  upsertUsageTry,
} from '@/db/queries/call-budget';
import type { Ctx } from '../context';
import { AppError } from '../errors';
import type { MarketoClient } from '../marketo/client';
import { ProviderFault } from '../provider-fault';
import { dayUseOf, usageIsDue } from './day';
import { centralDate, lastCentralMidnight } from './model';

const provider = 'marketo';
const tryAgainMs = 60_000;
// Within one run it is looked at this often whether a reading is due; other processes make calls, too.
const lookEveryCalls = 50;
const lookEveryMs = 60_000;

/**
 * Reads Marketo's count of today's calls and errors when that is due: two calls, at most every 15 minutes or 250 calls
 * for all processes together. A Marketo that does not answer is noted and changes nothing else.
 */
export async function measureUsage(ctx: Ctx): Promise<void> {
  const claimedAt = await claimReading(ctx);
  if (!claimedAt) return;
  try {
    const client = await ctx.marketo('deliveries', 'usage');
    await updateUsage(ctx.db, { provider, ...(await readUsage(ctx, client, claimedAt)) });
  } catch (error) {
    if (!(error instanceof ProviderFault || error instanceof AppError)) throw error;
    ctx.log.warn({ reason: error.message }, 'the calls of the other integrations were not read');
    await updateUsageFault(ctx.db, { provider, fault: error.message });
  }
}

/** For one run: tell it the calls made so far before each further one, and it measures when it is time to. */
export function createUsageWatch(ctx: Ctx): (callsMade: number) => Promise<void> {
  let looked: { calls: number; atMs: number } | null = null;
  return async (calls) => {
    const atMs = ctx.clock.now().getTime();
    if (looked && calls - looked.calls < lookEveryCalls && atMs - looked.atMs < lookEveryMs) return;
    looked = { calls, atMs };
    await measureUsage(ctx);
  };
}

/** Null unless a reading is due and nobody else has just begun one. */
async function claimReading(ctx: Ctx): Promise<Date | null> {
  return ctx.db.transaction(async (tx) => {
    await lockCallBudget(tx, provider);
    const now = ctx.clock.now();
    const state = await selectCallState(tx, provider);
    const tried = state.usageTriedAt && now.getTime() - state.usageTriedAt.getTime() < tryAgainMs;
    if (tried || !usageIsDue(state, now)) return null;
    await upsertUsageTry(tx, { provider, at: now });
    return now;
  });
}

async function readUsage(ctx: Ctx, client: MarketoClient, now: Date) {
  const today = centralDate(now);
  const usage = await client.getUsage();
  // Our own count at this moment: with the call just made, which Marketo has counted, too.
  const { ours } = dayUseOf(await selectCallState(ctx.db, provider), now);
  const counts = await client.getErrorCounts();
  const errors = counts.find(({ date }) => date === today)?.errors ?? [];
  return {
    day: lastCentralMidnight(now),
    ours,
    readAt: now,
    // Just after midnight Marketo may still show the day before, of which nothing counts any more.
    total: usage.find(({ date }) => date === today)?.total ?? 0,
    errors: errors.map(({ errorCode, count }) => ({ code: errorCode, count })),
  };
}
