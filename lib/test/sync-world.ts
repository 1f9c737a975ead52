/** For integration tests of the people sync: a simulated Marketo with people, and a database that has read them. */
import { selectPerson } from '@/db/queries/people';
import { testDatabase } from '@/db/test/database';
import { type MarketoSimulator, startMarketo } from '@/simulators/marketo/index';
import type { Clock } from '../clock';
import type { Ctx } from '../context';
import type { MarketoClient } from '../marketo/client';
import { connectToSimulator, testCtx } from './context';
import { clockOf, enableJobs, quiesce, runToEnd } from './sync-driver';

export type SyncWorld = Awaited<ReturnType<typeof startSyncWorld>>;

const minuteMs = 60_000;
const plenty = { callsPer20s: 1_000_000, concurrent: 50, dailyQuota: 10_000_000, scanBlock: 50_000 };

/** `loaded: false` leaves the first load to the test. `clock` is the simulator's unless the test has its own. */
export async function startSyncWorld(given: {
  seed: number;
  people: number;
  loaded?: boolean;
  limits?: NonNullable<Parameters<typeof startMarketo>[0]>['limits'];
  clock?: (marketo: MarketoSimulator) => Clock;
}) {
  const database = await testDatabase();
  const marketo = await startMarketo({
    seed: given.seed,
    startAt: new Date('2026-03-02T09:00:00Z'),
    limits: { ...plenty, ...given.limits },
  });
  marketo.world.seedPeople({ count: given.people, seed: given.seed });
  const ctx = testCtx({ database, clock: given.clock?.(marketo) ?? clockOf(marketo.clock) });
  await connectToSimulator(ctx, marketo);
  await enableJobs(ctx);
  const wait = (ms = minuteMs) => marketo.clock.advance(ms);
  const world = {
    database,
    marketo,
    ctx,
    wait,
    stateOf: async (id: number) => (await selectPerson(database.db, id))?.state ?? null,
    /** Lets the feeds and the refresh come to rest, also what has to be asked for again. */
    settle: async () => {
      await quiesce(ctx, wait);
      wait(3 * minuteMs);
      await quiesce(ctx, wait);
    },
    /** REST calls to paths that end in `end`, since `from`. */
    callsTo: (end: string, from = 0) => marketo.calls.slice(from).filter((call) => call.path.endsWith(end)),
    /** The nth listed person who is a Salesforce lead or contact. */
    listed: (kind: 'lead' | 'contact', nth = 0): number => {
      const isKind = ({ sfdcContactId }: { sfdcContactId: string | null }) =>
        Boolean(sfdcContactId) === (kind === 'contact');
      const person = marketo.world.eligible().filter(isKind)[nth];
      if (!person) throw new Error('The seeded world has no such person');
      return person.marketoId;
    },
    close: async () => {
      await marketo.close();
      await database.close();
    },
  };
  if (given.loaded !== false) {
    await runToEnd(ctx, 'load-people', wait);
    await quiesce(ctx, wait);
  }
  return world;
}

/** `ctx` whose Marketo client runs `before` ahead of every call. */
export function withCalls(ctx: Ctx, before: (call: keyof MarketoClient) => Promise<void> | void): Ctx {
  const wrapped = (client: MarketoClient): MarketoClient =>
    new Proxy(client, {
      get(target, name: keyof MarketoClient) {
        const member = target[name];
        if (!name.startsWith('get')) return member;
        return async (...args: unknown[]) => {
          await before(name);
          return Reflect.apply(member as (...args: unknown[]) => unknown, target, args);
        };
      },
    });
  return { ...ctx, marketo: async (lane) => wrapped(await ctx.marketo(lane)) };
}
