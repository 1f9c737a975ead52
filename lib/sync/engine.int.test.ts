import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Database } from '@/db/client';
import { selectPerson } from '@/db/queries/people';
import { upsertPeople } from '@/db/queries/people-sync';
import { selectJob, updateCheckpoint, updateJobs } from '@/db/queries/sync';
import { selectRunsPage } from '@/db/queries/sync-runs';
import { testDatabase } from '@/db/test/database';
import { AppError } from '../errors';
import { type FaultKind, faultKinds, ProviderFault } from '../provider-fault';
import { aReading } from '../test/builders';
import { manualClock } from '../test/clock';
import { testCtx } from '../test/context';
import { type Job, runJob } from './engine';
import { noCounts } from './model';

const Checkpoint = z.object({ n: z.number() });
type Checkpoint = z.infer<typeof Checkpoint>;

let database: Database;
const clock = manualClock('2026-03-01T10:00:00Z');

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await selectJob(database.db, 'sweep-people');
  await updateJobs(database.db, ['sweep-people'], { enabled: true, waitUntil: null, pausedReason: null });
  const { checkpointVersion } = await selectJob(database.db, 'sweep-people');
  await updateCheckpoint(database.db, { name: 'sweep-people', version: checkpointVersion, checkpoint: { n: 0 } });
});

const ctx = () => ({ ...testCtx({ database, clock }), apiCalls: () => 0 });
const soon = () => new Date(clock.now().getTime() + 60_000);
const checkpointNow = async () => (await selectJob(database.db, 'sweep-people')).checkpoint;

/** Counts to `end`, one step at a time; `before` runs inside each step. */
function counting(end: number, before: (n: number) => Promise<void> | void = () => {}): Job<Checkpoint> {
  return {
    name: 'sweep-people',
    checkpoint: Checkpoint,
    first: () => ({ n: 0 }),
    async step({ n }) {
      await before(n);
      return { next: { n: n + 1 }, done: n + 1 >= end, commit: async () => ({ ...noCounts, read: 1 }) };
    },
  };
}

describe('a run', () => {
  it('goes from its checkpoint to the end and adds up what it did', async () => {
    const result = await runJob(counting(3), ctx(), { trigger: 'command', deadline: soon() });
    expect(result).toMatchObject({ outcome: 'done', counts: { read: 3 } });
    expect(await checkpointNow()).toEqual({ n: 3 });
    const [run] = await selectRunsPage(database.db, { selection: { job: 'sweep-people' }, limit: 1 });
    expect(run).toMatchObject({
      outcome: 'done',
      trigger: 'command',
      checkpointFrom: { n: 0 },
      checkpointTo: { n: 3 },
    });
  });

  it('stops between steps at its deadline and resumes there', async () => {
    const deadline = new Date(clock.now().getTime() + 2_500);
    const slow = counting(5, () => clock.advance(1_000));
    expect(await runJob(slow, ctx(), { trigger: 'cron', deadline })).toMatchObject({
      outcome: 'paused',
      counts: { read: 3 },
    });
    expect(await runJob(counting(5), ctx(), { trigger: 'cron', deadline: soon() })).toMatchObject({
      outcome: 'done',
      counts: { read: 2 },
    });
  });

  it('stops when an admin pauses it, and does nothing while it is off', async () => {
    const job = counting(5, async (n) => {
      if (n === 1) await updateJobs(database.db, ['sweep-people'], { enabled: false, pausedReason: 'Paused by Ada.' });
    });
    expect(await runJob(job, ctx(), { trigger: 'worker', deadline: soon() })).toMatchObject({
      outcome: 'paused',
      message: 'Paused by Ada.',
      counts: { read: 2 },
    });
    expect(await runJob(counting(5), ctx(), { trigger: 'worker', deadline: soon() })).toMatchObject({
      outcome: 'paused',
      counts: { read: 0 },
    });
  });

  it('keeps nothing of a step whose writes fail: rows and checkpoint move together', async () => {
    const job: Job<Checkpoint> = {
      ...counting(1),
      step: async () => ({
        next: { n: 1 },
        done: true,
        commit: async (tx) => {
          await upsertPeople(tx, [aReading({ marketoId: 77_001 })]);
          throw new Error('disk full');
        },
      }),
    };
    expect(await runJob(job, ctx(), { trigger: 'worker', deadline: soon() })).toMatchObject({
      outcome: 'failed',
      message: 'disk full',
    });
    expect(await checkpointNow()).toEqual({ n: 0 });
    expect(await selectPerson(database.db, 77_001)).toBeNull();
  });

  it('writes nothing once another run has taken its place', async () => {
    const job = counting(3, async (n) => {
      const { checkpointVersion: version } = await selectJob(database.db, 'sweep-people');
      if (n === 1) await updateCheckpoint(database.db, { name: 'sweep-people', version, checkpoint: { n: 40 } });
    });
    expect(await runJob(job, ctx(), { trigger: 'worker', deadline: soon() })).toMatchObject({
      outcome: 'failed',
      counts: { read: 1 },
    });
    expect(await checkpointNow()).toEqual({ n: 40 });
  });

  it('starts over from a checkpoint that an older version wrote', async () => {
    const { checkpointVersion: version } = await selectJob(database.db, 'sweep-people');
    await updateCheckpoint(database.db, { name: 'sweep-people', version, checkpoint: { page: 'x' } });
    expect(await runJob(counting(2), ctx(), { trigger: 'worker', deadline: soon() })).toMatchObject({
      outcome: 'done',
      counts: { read: 2 },
    });
  });

  it('ends when a step has to wait, keeps what the step wrote, and does not begin again before then', async () => {
    const until = new Date(clock.now().getTime() + 60_000);
    const job = counting(3);
    const waiting: Job<Checkpoint> = {
      ...job,
      step: async (at, ctx) => ({ ...(await job.step(at, ctx)), wait: { until, why: 'Marketo is still at it.' } }),
    };
    expect(await runJob(waiting, ctx(), { trigger: 'worker', deadline: soon() })).toMatchObject({
      outcome: 'paused',
      message: 'Marketo is still at it.',
      counts: { read: 1 },
    });
    expect(await checkpointNow()).toEqual({ n: 1 });
    expect((await selectJob(database.db, 'sweep-people')).waitUntil).toEqual(until);
    expect(await runJob(counting(3), ctx(), { trigger: 'worker', deadline: soon() })).toMatchObject({
      counts: { read: 0 },
    });
    clock.advance(60_000);
    expect(await runJob(counting(3), ctx(), { trigger: 'worker', deadline: soon() })).toMatchObject({
      outcome: 'done',
      counts: { read: 2 },
    });
  });

  it('closes the record of a run that was killed', async () => {
    // A step that never ends stands for a killed process: its run stays open.
    const started = new Promise<void>((resolve) => {
      const job = counting(2, () => {
        resolve();
        return new Promise<never>(() => {});
      });
      void runJob(job, ctx(), { trigger: 'worker', deadline: soon() });
    });
    await started;
    await runJob(counting(1), ctx(), { trigger: 'worker', deadline: soon() });
    const runs = await selectRunsPage(database.db, { selection: { job: 'sweep-people' }, limit: 20 });
    expect(runs.find((run) => run.faultKind === 'stopped')).toMatchObject({ outcome: 'failed' });
    expect(runs.every((run) => run.finishedAt)).toBe(true);
  });
});

describe('a fault', () => {
  const failing = (kind: FaultKind, retryAfterMs?: number, times = Infinity) => {
    let left = times;
    return counting(1, () => {
      if (left-- > 0)
        throw new ProviderFault({
          provider: 'marketo',
          kind,
          remoteCode: '1',
          message: `It is ${kind}.`,
          retryAfterMs,
        });
    });
  };
  const expected: Record<FaultKind, { outcome: string; enabled: boolean; waits: boolean }> = {
    throttled: { outcome: 'throttled', enabled: true, waits: true },
    quota: { outcome: 'throttled', enabled: true, waits: true },
    'signed-out': { outcome: 'failed', enabled: false, waits: false },
    forbidden: { outcome: 'failed', enabled: false, waits: false },
    unavailable: { outcome: 'failed', enabled: true, waits: true },
    unknown: { outcome: 'failed', enabled: true, waits: true },
    rejected: { outcome: 'failed', enabled: true, waits: true },
    gone: { outcome: 'failed', enabled: true, waits: true },
  };

  it.each(faultKinds)('%s ends the run with a reason and leaves the job as the policy says', async (kind) => {
    const result = await runJob(failing(kind), ctx(), { trigger: 'worker', deadline: soon() });
    const state = await selectJob(database.db, 'sweep-people');
    expect(result).toMatchObject({ outcome: expected[kind].outcome, message: `It is ${kind}.` });
    expect(state.enabled).toBe(expected[kind].enabled);
    expect(state.waitUntil !== null && state.waitUntil > clock.now()).toBe(expected[kind].waits);
    expect(await checkpointNow()).toEqual({ n: 0 });
  });

  it('that asks for a wait keeps the next run away until then', async () => {
    await runJob(failing('throttled', 45_000), ctx(), { trigger: 'worker', deadline: soon() });
    clock.advance(44_000);
    expect(await runJob(counting(1), ctx(), { trigger: 'worker', deadline: soon() })).toMatchObject({
      outcome: 'throttled',
      counts: { read: 0 },
    });
    clock.advance(2_000);
    expect(await runJob(counting(1), ctx(), { trigger: 'worker', deadline: soon() })).toMatchObject({
      outcome: 'done',
    });
  });

  it('that passes is retried within the run', async () => {
    expect(
      await runJob(failing('unavailable', undefined, 2), ctx(), { trigger: 'worker', deadline: soon() }),
    ).toMatchObject({ outcome: 'done' });
  });

  it('of ours is told in words and does not switch the job off', async () => {
    const job = counting(1, () => {
      throw new AppError('not_configured', 'Marketo is not connected yet.');
    });
    expect(await runJob(job, ctx(), { trigger: 'worker', deadline: soon() })).toMatchObject({
      outcome: 'failed',
      message: 'Marketo is not connected yet.',
    });
    expect((await selectJob(database.db, 'sweep-people')).enabled).toBe(true);
  });
});
