/** Hands out permits for provider calls; every process on every machine draws from the same budget in Postgres. */
import type { Db } from '@/db/client';
import {
  insertCallLease,
  lockCallBudget,
  selectCallLoad,
  updateCallLeaseReleased,
  upsertCallPause,
} from '@/db/queries/call-budget';
import type { Clock } from '@/lib/clock';
import { type Provider, ProviderFault } from '@/lib/provider-fault';
import type { CallLane, CallLimiter, CallLimits } from './model';
import { type Turn, turnOf } from './turn';

type Deps = {
  db: Db;
  clock: Clock;
  provider: Provider;
  /** Asked before every call, so that a changed setting counts at once. */
  limits: () => CallLimits;
  random?: () => number;
};

/** A process that was killed during a call gives its place back after this time. */
const leaseMs = 30_000;

// Processes that wait for the same moment should not all ask in the same millisecond.
const jitterMs = 50;

/**
 * A limiter on `db`. `take` waits at most `maxWaitMs` and throws ProviderFault `throttled` as soon as it is clear that
 * this is not enough. Clocks of the machines must agree within a fraction of the window.
 */
export function createCallLimiter({ db, clock, provider, limits, random = Math.random }: Deps): CallLimiter {
  return {
    async take({ lane, maxWaitMs, signal }) {
      const giveUpAt = clock.now().getTime() + maxWaitMs;
      for (;;) {
        signal?.throwIfAborted();
        const turn = await tryTake(lane);
        if (turn.granted) {
          return { release: () => updateCallLeaseReleased(db, { id: turn.leaseId, releasedAt: clock.now() }) };
        }
        if (clock.now().getTime() + turn.waitMs > giveUpAt) throw noTurn(turn.waitMs);
        await clock.sleep(turn.waitMs + random() * jitterMs, signal);
      }
    },
    async pause(pauseMs) {
      await upsertCallPause(db, { provider, until: new Date(clock.now().getTime() + pauseMs) });
    },
  };

  /** One short transaction; whoever holds its lock is the only one to decide. */
  async function tryTake(
    lane: CallLane,
  ): Promise<Exclude<Turn, { granted: true }> | { granted: true; leaseId: string }> {
    return db.transaction(async (tx) => {
      await lockCallBudget(tx, provider);
      const now = clock.now();
      const limitsNow = limits();
      const load = await selectCallLoad(tx, { provider, now, windowMs: limitsNow.windowMs });
      const turn = turnOf(lane, load, limitsNow, now);
      if (!turn.granted) return turn;
      const expiresAt = new Date(now.getTime() + leaseMs);
      const leaseId = await insertCallLease(tx, { provider, lane, takenAt: now, expiresAt });
      return { granted: true, leaseId };
    });
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
}
