/** Hands out permits for provider calls; every process on every machine draws from the same budget in Postgres. */
import type { Db } from '@/db/client';
import {
  insertCallLease,
  lockCallBudget,
  selectCallState,
  selectCalls,
  updateCallLeaseExpiry,
  updateCallLeaseReleased,
  upsertCallPause,
  upsertQuotaSpent,
} from '@/db/queries/call-budget';
import type { Clock } from '@/lib/clock';
import { type Provider, ProviderFault } from '@/lib/provider-fault';
import { dayUseOf, type Rest, restOf } from './day';
import { easedAgain, easedLimits } from './easing';
import type { CallFeature, CallLane, CallLimiter, CallLimits, CallPermit } from './model';
import { turnOf } from './turn';

type Deps = {
  db: Db;
  clock: Clock;
  provider: Provider;
  /** Asked before every call, so that a changed setting counts at once. */
  limits: () => CallLimits;
  random?: () => number;
  /** Calls `beat` again and again while a call is under way, until the returned function is called. */
  heartbeat?: (beat: () => void) => () => void;
};

/** A process that was killed during a call gives its place back after this time; a living one renews it. */
const leaseMs = 30_000;

// Processes that wait for the same moment should not all ask in the same millisecond.
const jitterMs = 50;

/**
 * A limiter on `db`. `take` waits at most `maxWaitMs` and throws ProviderFault `throttled` as soon as it is clear that
 * this is not enough, `quota` when the lane rests until the quota returns. Clocks of the machines must agree within a
 * fraction of the window.
 */
export function createCallLimiter(deps: Deps): CallLimiter {
  const { db, clock, provider, limits, random = Math.random, heartbeat = everyTenSeconds } = deps;
  return {
    async take({ lane, feature = 'other', maxWaitMs, signal }) {
      const giveUpAt = clock.now().getTime() + maxWaitMs;
      for (;;) {
        signal?.throwIfAborted();
        const turn = await tryTake(lane, feature);
        if ('leaseId' in turn) return permitFor(turn.leaseId);
        if ('why' in turn) throw resting(turn);
        if (clock.now().getTime() + turn.waitMs > giveUpAt) throw noTurn(turn.waitMs);
        await clock.sleep(turn.waitMs + random() * jitterMs, signal);
      }
    },
    async pause(pauseMs, fewer) {
      await db.transaction(async (tx) => {
        await lockCallBudget(tx, provider);
        const now = clock.now();
        const { easing } = await selectCallState(tx, provider);
        const until = new Date(now.getTime() + pauseMs);
        await upsertCallPause(tx, { provider, until, easing: easedAgain(easing, fewer, now) });
      });
    },
    async quotaSpent(restMs) {
      await upsertQuotaSpent(db, { provider, until: new Date(clock.now().getTime() + restMs) });
    },
  };

  /** One short transaction; whoever holds its lock is the only one to decide. */
  async function tryTake(
    lane: CallLane,
    feature: CallFeature,
  ): Promise<{ leaseId: string } | { waitMs: number } | Rest> {
    return db.transaction(async (tx) => {
      await lockCallBudget(tx, provider);
      const now = clock.now();
      const state = await selectCallState(tx, provider);
      const rest = restOf(lane, dayUseOf(state, now), limits(), now);
      if (rest) return rest;
      const eased = easedLimits(limits(), state.easing, now);
      const calls = await selectCalls(tx, { provider, now, windowMs: eased.windowMs });
      const turn = turnOf(lane, { pausedUntil: state.pausedUntil, calls }, eased, now);
      if (!turn.granted) return { waitMs: turn.waitMs };
      const expiresAt = new Date(now.getTime() + leaseMs);
      return { leaseId: await insertCallLease(tx, { provider, lane, feature, takenAt: now, expiresAt }) };
    });
  }

  /** A call may take minutes: its place is renewed while this process lives, and soon free once it does not. */
  function permitFor(leaseId: string): CallPermit {
    const stop = heartbeat(() => {
      const expiresAt = new Date(clock.now().getTime() + leaseMs);
      // A beat that fails is made good by the next one; two are lost before the place is.
      void updateCallLeaseExpiry(db, { id: leaseId, expiresAt }).catch(() => {});
    });
    return {
      release: async () => {
        stop();
        await updateCallLeaseReleased(db, { id: leaseId, releasedAt: clock.now() });
      },
    };
  }

  function noTurn(waitMs: number): ProviderFault {
    const seconds = Math.max(1, Math.ceil(waitMs / 1000));
    return new ProviderFault({
      provider,
      kind: 'throttled',
      remoteCode: null,
      message: `The limit of API calls is reached: no further call is possible for about ${seconds} s.`,
      retryAfterMs: Math.ceil(waitMs),
    });
  }

  function resting({ until, why }: Rest): ProviderFault {
    const retryAfterMs = Math.max(1, until.getTime() - clock.now().getTime());
    return new ProviderFault({ provider, kind: 'quota', remoteCode: null, message: why, retryAfterMs });
  }
}

function everyTenSeconds(beat: () => void): () => void {
  const timer = setInterval(beat, leaseMs / 3);
  timer.unref();
  return () => clearInterval(timer);
}
