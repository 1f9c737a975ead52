import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertFreshnessSamples } from '@/db/queries/dirty-people';
import { insertRun, replaceCheckpoint, selectJobs, updateJobs, updateRun } from '@/db/queries/sync';
import { testDatabase } from '@/db/test/database';
import { manualClock } from '../test/clock';
import { testCtx } from '../test/context';
import { RunsPage, RunsQuery, SyncView } from './contract';
import { type JobName, noCounts, type RunOutcome } from './model';
import { listRuns, readRun, readSync, runJobSoon } from './service';

let database: Awaited<ReturnType<typeof testDatabase>>;
const clock = manualClock('2026-03-01T10:02:00Z');
const ctx = () => testCtx({ database, clock });
const minutesAgo = (minutes: number) => new Date(clock.now().getTime() - minutes * 60_000);

async function ran(job: JobName, minutes: number, outcome: RunOutcome | null) {
  const id = await insertRun(database.db, {
    job,
    trigger: 'worker',
    startedAt: minutesAgo(minutes),
    checkpointFrom: null,
  });
  const progress = {
    counts: { ...noCounts, read: 10 },
    apiCalls: 7,
    heartbeatAt: minutesAgo(minutes - 1),
    checkpointTo: null,
  };
  const end = outcome && { finishedAt: minutesAgo(minutes - 1), outcome, faultKind: null, message: null };
  await updateRun(database.db, id, { ...progress, ...end });
  return id;
}

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

describe('the sync page', () => {
  it('adds up the calls of every run of the first load, and of no other run', async () => {
    await ran('load-people', 90, 'done');
    await ran('load-people', 30, 'paused');
    await ran('load-people', 20, 'done');
    await ran('sweep-people', 10, 'done');
    const load = {
      phase: 'done',
      nextId: 900,
      endId: 899,
      startedAt: minutesAgo(30),
      read: 20,
      written: 13,
      skipped: { queue: 7 },
    };
    await replaceCheckpoint(database.db, 'load-people', load);
    const view = await readSync(ctx());
    expect(SyncView.parse(view)).toEqual(view);
    expect(view.load).toMatchObject({ apiCalls: 14, skipped: { queue: 7 }, progress: null });
  });

  it('measures freshness over the hour and in slices of five minutes', async () => {
    const sample = (marketoId: number, minutes: number, seconds: number) => ({
      marketoId,
      changedAt: new Date(minutesAgo(minutes).getTime() - seconds * 1000),
      visibleAt: minutesAgo(minutes),
    });
    const samples = [sample(1, 61, 999), sample(2, 10, 20), sample(3, 10, 40), sample(4, 1, 90)];
    await insertFreshnessSamples(database.db, samples, minutesAgo(1440));
    const { freshness } = await readSync(ctx());
    expect(freshness).toMatchObject({ samples: 3, p50Seconds: 40 });
    expect(freshness.slices.filter((slice) => slice.samples > 0)).toEqual([
      { at: '2026-03-01T09:50:00.000Z', samples: 2, p50Seconds: 20, p95Seconds: 40 },
      { at: '2026-03-01T10:00:00.000Z', samples: 1, p50Seconds: 90, p95Seconds: 90 },
    ]);
  });
});

describe('a job that an admin runs', () => {
  const stateOf = async (name: JobName) => (await selectJobs(database.db)).find((job) => job.name === name);

  it('goes on when it is one of deliveries, however it was stopped', async () => {
    const pause = { enabled: false, pausedReason: 'Marketo denied access.', waitUntil: minutesAgo(-60) };
    await selectJobs(database.db);
    await updateJobs(database.db, ['deliver-to-marketo'], pause);
    await runJobSoon(ctx(), 'deliver-to-marketo');
    expect(await stateOf('deliver-to-marketo')).toMatchObject({ enabled: true, pausedReason: null, waitUntil: null });
  });

  it('stays off with the sync of people', async () => {
    await updateJobs(database.db, ['sweep-people'], { enabled: false, pausedReason: 'Paused by Ada.' });
    await expect(runJobSoon(ctx(), 'sweep-people')).rejects.toMatchObject({ code: 'conflict' });
    expect(await stateOf('sweep-people')).toMatchObject({ enabled: false });
  });
});

describe('the runs', () => {
  const list = (query: Record<string, unknown> = {}) => listRuns(ctx(), RunsQuery.parse(query));

  it('are paged through once, newest first', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await list({ limit: 3, cursor });
      expect(RunsPage.parse(page)).toEqual(page);
      seen.push(...page.items.map((run) => run.startedAt));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toHaveLength(4);
    expect(seen).toEqual(seen.toSorted().reverse());
  });

  it('are kept to a job and to an outcome, the running ones too', async () => {
    const id = await ran('follow-people', 2, null);
    const found = async (query: Record<string, unknown>) =>
      (await list(query)).items.map(({ job, outcome }) => `${job} ${outcome}`);
    expect(await found({ job: 'sweep-people' })).toEqual(['sweep-people done']);
    expect(await found({ job: 'load-people', outcome: 'paused' })).toEqual(['load-people paused']);
    expect(await found({ outcome: 'failed' })).toEqual([]);
    expect(await found({ outcome: 'running' })).toEqual(['follow-people null']);
    expect(await readRun(ctx(), id)).toMatchObject({ id, finishedAt: null, apiCalls: 7 });
  });

  it('that are not kept any more are said to be so', async () => {
    await expect(readRun(ctx(), '00000000-0000-4000-8000-000000000000')).rejects.toMatchObject({ code: 'not_found' });
  });
});
