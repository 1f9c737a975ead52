import { describe, expect, it } from 'vitest';
import type { SyncJob, SyncRun } from '@/db/queries/sync';
import { jobNames, noCounts } from './model';
import { phaseOf, stillToLoad } from './phase';
import { stagesFrom } from './stages';
import { jobViewFrom, loadViewFrom } from './views';

const now = new Date('2026-03-01T10:02:00Z');
const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);

function jobsWith(changes: Partial<Record<SyncJob['name'], Partial<SyncJob>>> = {}): SyncJob[] {
  return jobNames.map((name) => ({
    name,
    enabled: true,
    checkpoint: null,
    checkpointVersion: 0,
    pausedReason: null,
    waitUntil: null,
    lastOkAt: null,
    ...changes[name],
  }));
}
const loadAt = (change: Record<string, unknown>) => ({
  phase: 'range',
  nextId: 50_001,
  endId: 100_000,
  startedAt: minutesAgo(10).toISOString(),
  read: 50_000,
  written: 40_000,
  skipped: { queue: 3 },
  ...change,
});
const loading = (change: Record<string, unknown> = {}) => jobsWith({ 'load-people': { checkpoint: loadAt(change) } });
const aRun = (change: Partial<SyncRun>): SyncRun => ({
  id: '00000000-0000-4000-8000-000000000000',
  job: 'load-people',
  trigger: 'worker',
  startedAt: minutesAgo(2),
  heartbeatAt: now,
  finishedAt: null,
  outcome: null,
  counts: noCounts,
  apiCalls: 0,
  checkpointFrom: null,
  checkpointTo: null,
  faultKind: null,
  message: null,
  ...change,
});

describe('the stages', () => {
  const read = { 'read-opportunities': { checkpoint: { afterId: 0, dueAt: now.toISOString() } } };
  const done = { 'load-people': { checkpoint: loadAt({ phase: 'done' }) } };
  const off = jobsWith().map((job) => ({ ...job, enabled: false }));

  it.each<[string, SyncJob[], boolean, string]>([
    ['without a connection', off, false, 'connect now'],
    ['connected and not started', off, true, 'positions stopped'],
    ['started', jobsWith(), true, 'positions now'],
    ['taking positions', loading({ phase: 'positions' }), true, 'positions now'],
    ['finding out between which ids to read', loading({ phase: 'probe' }), true, 'method now'],
    ['choosing how to load', loading({ phase: 'method' }), true, 'method now'],
    ['loading', loading(), true, 'load now'],
    ['loading by exports', loading({ phase: 'export' }), true, 'load now'],
    ['loading, paused by an admin', loading().map((job) => ({ ...job, enabled: false })), true, 'load stopped'],
    ['loaded', jobsWith(done), true, 'opportunities now, following now'],
    ['loaded, opportunities read', jobsWith({ ...done, ...read }), true, 'following now'],
  ])('%s', (_, jobs, isConnected, expected) => {
    const stages = stagesFrom(jobs, isConnected);
    const current = stages.filter(({ state }) => state === 'now' || state === 'stopped');
    expect(current.map(({ stage, state }) => `${stage} ${state}`).join(', ')).toBe(expected);
    const order = stages.map(({ state }) => ({ done: 0, now: 1, stopped: 1, ahead: 2 })[state]);
    expect(order).toEqual(order.toSorted());
  });

  it('a paused sync is no longer loading', () => {
    expect(phaseOf(loading())).toBe('loading');
    expect(phaseOf(loading().map((job) => ({ ...job, enabled: job.name !== 'sweep-people' })))).toBe('paused');
  });
});

describe('the load', () => {
  const sync = (jobs: SyncJob[], latest: SyncRun[] = []) => ({ jobs, latest, running: [], now });

  it('is nothing before it begins', () => {
    expect(loadViewFrom(sync(jobsWith()), 170)).toBeNull();
  });

  it('tells how fast the present run is and how long the rest takes at this speed', () => {
    const run = aRun({ counts: { ...noCounts, written: 20_000 }, checkpointFrom: loadAt({ nextId: 25_001 }) });
    expect(loadViewFrom(sync(loading(), [run]), 170)).toMatchObject({
      peopleWritten: 40_000,
      apiCalls: 170,
      skipped: { queue: 3 },
      progress: { unit: 'ids', start: 0, position: 50_000, end: 100_000, peoplePerMinute: 10_000, etaSeconds: 240 },
    });
  });

  it('is as far as the highest known id, although it tries a few above', () => {
    const beyond = loading({ firstId: 1_001, highestId: 50_000, nextId: 50_301 });
    expect(loadViewFrom(sync(beyond), 0)?.progress).toMatchObject({ start: 1_000, position: 50_000, end: 50_000 });
  });

  it('counts the records of one export, and exports where there are many', () => {
    const file = { part: 0, exportId: 'x', numberOfRecords: 80_000, fileSizeBytes: 1, checksum: null, nextByte: 1 };
    const exports = { from: null, to: null, parts: 1, partsDone: 0, nextPart: 1, open: [], file };
    const progressOf = (change: object) =>
      loadViewFrom(sync(loading({ phase: 'export', exports: { ...exports, ...change } })), 0)?.progress;
    expect(progressOf({})).toMatchObject({ unit: 'records', position: 50_000, end: 80_000 });
    expect(progressOf({ file: null })).toMatchObject({ unit: 'records', end: null });
    expect(progressOf({ parts: 60, partsDone: 12 })).toMatchObject({ unit: 'exports', position: 12, end: 60 });
  });

  it('guesses nothing before it knows a speed', () => {
    expect(loadViewFrom(sync(loading({ endId: null })), 170)?.progress).toMatchObject({
      peoplePerMinute: null,
      etaSeconds: null,
    });
  });

  it('has no progress once it is done, but keeps what it came to', () => {
    const load = loadViewFrom(sync(loading({ phase: 'done' })), 170);
    expect(load).toMatchObject({ progress: null, peopleWritten: 40_000, skipped: { queue: 3 } });
  });

  it('has still to come to higher ids, and to nobody once it is done', () => {
    expect([50_000, 50_001].map((id) => stillToLoad(loading(), id))).toEqual([false, true]);
    expect(stillToLoad(loading({ phase: 'probe' }), 1)).toBe(true);
    expect(stillToLoad(loading({ phase: 'done' }), 99_999)).toBe(false);
  });
});

describe('a job', () => {
  const soon = new Date(now.getTime() + 60_000);
  const view = (state: Partial<SyncJob>, run: Partial<SyncRun> = {}) =>
    jobViewFrom('load-people', {
      jobs: jobsWith({ 'load-people': state }),
      latest: [aRun({ message: 'Marketo is preparing the file.', ...run })],
      running: [],
      now,
    });

  it('that waits says until when and why', () => {
    expect(view({ waitUntil: soon }).waiting).toEqual({
      until: soon.toISOString(),
      why: 'Marketo is preparing the file.',
    });
  });

  it('whose time has come, or that is off, does not wait', () => {
    expect(view({ waitUntil: minutesAgo(1) }).waiting).toBeNull();
    expect(view({ waitUntil: soon, enabled: false }).waiting).toBeNull();
  });
});
