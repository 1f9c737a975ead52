/** For integration tests: a simulated Marketo, a fresh database connected to it, and people with activities. */
import { upsertPeople } from '@/db/queries/people-sync';
import { testDatabase } from '@/db/test/database';
import { type MarketoSimulator, startMarketo } from '@/simulators/marketo/index';
import type { ActivitiesPage } from '../activity-grid/contract';
import { loadActivities } from '../activity-grid/service';
import type { Clock } from '../clock';
import type { Ctx } from '../context';
import { aReading } from './builders';
import { connectToSimulator, testCtx } from './context';

export const now = new Date('2026-11-23T15:30:00Z');
export const dayMs = 86_400_000;
export const daysAgo = (days: number) => new Date(now.getTime() - days * dayMs);

export type Recorded = { guid: string; at: Date; typeId: number; marketoId: number };
export type Grid = Awaited<ReturnType<typeof startGrid>>;

const manyCalls = { callsPer20s: 1e6, concurrent: 100, dailyQuota: 1e9 };

export async function startGrid() {
  const marketo = await startMarketo({ startAt: now, limits: manyCalls, quirks: { dates: 'zoo' } });
  const database = await testDatabase();
  const patience = impatience();
  const clock = simulatedClock(marketo, patience);
  const ctx = testCtx({ database, clock });
  await connectToSimulator(ctx, marketo, { callsPerWindow: 1e6, concurrent: 100 });
  return {
    marketo,
    database,
    ctx,
    clock,
    /** Ends the patience of every load that waits now. */
    runOutOfPatience: patience.runOut,
    addPerson: () => addPerson(ctx, marketo),
    /** REST calls the simulator has seen so far. */
    calls: () => marketo.calls.filter((call) => call.path.startsWith('/rest/')).length,
    close: async () => {
      await marketo.close();
      await database.close();
    },
  };
}

/** Records activities in the order of their dates, as an instance commits them. Answers them newest first. */
export function record(
  marketo: MarketoSimulator,
  activities: { marketoId: number; at: Date; typeId: number }[],
): Recorded[] {
  const inOrder = [...activities].sort((a, b) => a.at.getTime() - b.at.getTime());
  const recorded = inOrder.map(({ marketoId, at, typeId }) => {
    const guid = marketo.world.addActivity({ leadId: marketoId, activityTypeId: typeId, activityDate: at });
    return { guid: String(guid), at, typeId, marketoId };
  });
  return recorded.reverse();
}

/** Asks for the same page until it is complete, as the screen does. */
export async function untilComplete(ask: () => Promise<ActivitiesPage>, mostRequests = 60) {
  const answers: ActivitiesPage[] = [];
  for (;;) {
    const page = await ask();
    answers.push(page);
    if (page.complete) return { page, answers };
    if (answers.length > mostRequests) throw new Error(`Not complete after ${mostRequests} requests`);
  }
}

/** Pages from the newest to the oldest activity; `between` runs after each page. */
export async function readAllPages(ctx: Ctx, marketoId: number, limit: number, between: () => void = () => {}) {
  const items: ActivitiesPage['items'] = [];
  let before: string | undefined;
  do {
    const wish = { before, limit, from: 'marketo' as const };
    const { page } = await untilComplete(() => loadActivities(ctx, marketoId, wish));
    items.push(...page.items);
    before = page.nextBefore ?? undefined;
    between();
  } while (before);
  return items;
}

/** Known to Marketo for longer than it keeps activities, so that the log stays in the order of time. */
async function addPerson(ctx: Ctx, marketo: MarketoSimulator): Promise<number> {
  const present = marketo.clock.now();
  marketo.clock.set(daysAgo(800));
  const marketoId = marketo.world.createLead({ firstName: 'Ada', sfdcContactId: '0035g00000AbCdEAAV' });
  marketo.clock.set(present);
  await upsertPeople(ctx.db, [aReading({ marketoId })]);
  return marketoId;
}

type Patience = { wait(signal: AbortSignal): Promise<void>; runOut(): void };

function impatience(): Patience {
  const waiting = new Set<() => void>();
  return {
    wait: (signal) =>
      new Promise((resolve, reject) => {
        waiting.add(resolve);
        signal.addEventListener('abort', () => {
          waiting.delete(resolve);
          reject(signal.reason);
        });
      }),
    runOut: () => {
      for (const resolve of waiting) resolve();
    },
  };
}

/** The simulator's time. A sleep that can be aborted is a load's patience; every other one passes at once. */
function simulatedClock(marketo: MarketoSimulator, patience: Patience): Clock {
  return {
    now: marketo.clock.now,
    sleep: async (ms, signal) => {
      if (signal) return patience.wait(signal);
      marketo.clock.advance(ms);
    },
  };
}
