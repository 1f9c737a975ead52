/** The Marketo part of the fault matrix against feeds and refresh: what a run makes of a fault, and that nothing is lost. */
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { selectPerson } from '@/db/queries/people';
import { selectJob } from '@/db/queries/sync';
import { marketoConnections } from '@/db/schema';
import { createMarketoClient } from '../../marketo/client';
import { createTransport } from '../../marketo/transport';
import { listedPeople } from '../../test/listed-people';
import { type Ending, faultRows } from '../../test/marketo-faults';
import { openLimiter } from '../../test/open-limiter';
import { enableJobs, runOnce } from '../../test/sync-driver';
import { type SyncWorld, startSyncWorld } from '../../test/sync-world';
import type { RunResult } from '../engine';
import type { JobName } from '../model';

let w: SyncWorld;
let changes = 0;

beforeAll(async () => {
  w = await startSyncWorld({ seed: 71, people: 320 });
});
beforeEach(() => w.wait());
afterAll(() => w.close());

const forever = 100_000;
const places: { place: string; job: JobName; match: string; setsAside: boolean }[] = [
  { place: 'in a feed', job: 'follow-people', match: '/leadchanges', setsAside: true },
  { place: 'in the refresh', job: 'refresh-people', match: '/v1/leads.json', setsAside: false },
];
// A feed that fails in its own way is set aside, and asked again when the others are at their end.
const ofOneFeed = new Set<string | undefined>(['rejected', 'gone']);

for (const { place, job, match, setsAside } of places) {
  describe.each(faultRows)(`$group · $name · incremental, ${place}`, ({ effect, once, lasting }) => {
    it('once', async () => {
      const title = await aChange(job);
      w.marketo.faults.add({ match, times: 1, effect });
      const result = await runOnce(w.ctx, job);
      await expectEnding(result, setsAside && ofOneFeed.has(once.faultKind) ? { outcome: 'done' } : once);
      await expectRecovery(title);
    });

    it('without end', async () => {
      const title = await aChange(job);
      w.marketo.faults.add({ match, times: forever, effect });
      const calls = w.marketo.calls.length;
      const result = await runOnce(w.ctx, job);
      await expectEnding(result, lasting);
      expect(w.marketo.calls.length - calls).toBeLessThan(40);
      await expectRecovery(title);
    });
  });
}

describe('Marketo transport · connection refused · incremental', () => {
  it('fails with a sentence and goes on when Marketo is back', async () => {
    const title = await aChange('follow-people');
    await pointTo('http://127.0.0.1:9');
    await expectEnding(await runOnce(w.ctx, 'follow-people'), { outcome: 'failed', faultKind: 'unavailable' });
    await pointTo(w.marketo.url);
    await expectRecovery(title);
  });
});

describe('Marketo transport · stalls for longer than we wait · incremental', () => {
  it('gives the call up and goes on when Marketo answers again', async () => {
    const title = await aChange('follow-people');
    w.marketo.faults.add({ match: '/leadchanges', times: forever, effect: { stallMs: 2_000 } });
    const { url: baseUrl, clientId, clientSecret } = w.marketo;
    const timeouts = { activitiesMs: 100 };
    const clock = w.ctx.clock;
    const transport = createTransport({ baseUrl, clientId, clientSecret, limiter: openLimiter(), clock, timeouts });
    const impatient = { ...w.ctx, marketo: async () => createMarketoClient({ transport, lane: 'feeds' }) };
    await expectEnding(await runOnce(impatient, 'follow-people'), { outcome: 'failed', faultKind: 'unavailable' });
    await expectRecovery(title);
  });
});

describe('Marketo errors in 200 · 602 in the middle of a round · incremental', () => {
  it('signs in again and the run never notices', async () => {
    const title = await aChange('follow-people');
    w.marketo.faults.add({ match: '/activities.json', times: 1, effect: 'expire-token' });
    await expectEnding(await runOnce(w.ctx, 'follow-people'), { outcome: 'done' });
    await expectRecovery(title);
  });
});

describe('Quota · another application has eaten it · incremental', () => {
  it.each([
    ['on the day before summer time begins', '2027-03-14T05:30:00Z', '2027-03-14T06:00:00Z'],
    ['on the day of 23 hours', '2027-03-14T07:00:00Z', '2027-03-15T05:00:00Z'],
    ['on an ordinary day', '2027-06-10T15:00:00Z', '2027-06-11T05:00:00Z'],
    ['on the day of 25 hours', '2027-11-07T12:00:00Z', '2027-11-08T06:00:00Z'],
  ])('waits until midnight in Chicago %s', async (_, at, midnight) => {
    // Each row stands for itself: the feeds are read up to its day first.
    w.marketo.clock.set(new Date(at));
    await enableJobs(w.ctx);
    await runOnce(w.ctx, 'follow-people');
    const title = await aChange('follow-people');
    w.marketo.faults.add({ match: '/rest/', times: forever, effect: { code: '607' } });
    await expectEnding(await runOnce(w.ctx, 'follow-people'), { outcome: 'throttled', faultKind: 'quota' });
    const { waitUntil } = await selectJob(w.database.db, 'follow-people');
    expect(Math.abs((waitUntil?.getTime() ?? 0) - new Date(midnight).getTime())).toBeLessThan(60_000);
    await expectRecovery(title);
  });
});

/** A new title that Marketo tells of; for the refresh it was told already. */
async function aChange(job: JobName): Promise<string> {
  changes += 1;
  const title = `Title ${changes}`;
  w.marketo.world.updateLead(w.listed('lead'), { title });
  if (job === 'refresh-people') await runOnce(w.ctx, 'follow-people');
  return title;
}

async function expectEnding(result: RunResult, { outcome, faultKind, paused }: Ending) {
  expect(result).toMatchObject({ outcome, ...(faultKind && { faultKind }) });
  if (outcome !== 'done') expect(result.message).toMatch(/\w{3,}/);
  expect((await selectJob(w.database.db, result.job)).enabled).toBe(!paused);
}

/** The fault ends, the time passes that was asked for, and an admin wakes what needs one: then all is as in Marketo. */
async function expectRecovery(title: string) {
  w.marketo.faults.clear();
  for (const job of ['follow-people', 'refresh-people'] as const) {
    const { waitUntil, enabled } = await selectJob(w.database.db, job);
    if (!enabled) await enableJobs(w.ctx);
    const until = waitUntil?.getTime() ?? 0;
    if (until > w.marketo.clock.now().getTime()) w.marketo.clock.set(new Date(until + 1_000));
  }
  await w.settle();
  expect((await selectPerson(w.database.db, w.listed('lead')))?.title).toBe(title);
  const listed = await listedPeople(w.database.db);
  expect(listed).toEqual(w.marketo.world.eligible());
}

async function pointTo(baseUrl: string) {
  await w.database.db.update(marketoConnections).set({ baseUrl }).where(eq(marketoConnections.id, 'marketo'));
}
