import { eq, inArray } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { replaceCheckpoint, selectJob, selectJobs, updateJobs } from '@/db/queries/sync';
import { syncJobs } from '@/db/schema';
import { testDatabase } from '@/db/test/database';
import { testCtx } from '../test/context';
import { deliveryJobNames, jobNames } from './model';
import { pauseSync, readSync } from './service';

let database: Awaited<ReturnType<typeof testDatabase>>;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

/** What an upgrade finds: the rows of all jobs but those it brings. */
async function before(brought: (typeof jobNames)[number][], enabled: boolean) {
  await selectJobs(database.db);
  await updateJobs(database.db, jobNames, { enabled, pausedReason: null });
  await database.db.delete(syncJobs).where(inArray(syncJobs.name, brought));
}

beforeEach(() => database.db.delete(syncJobs));

it('a job that an upgrade brings is switched on where the sync runs, whoever asks for it first', async () => {
  await before(['discover-people', 'reconcile-people', 'sweep-people'], true);
  expect(await selectJob(database.db, 'discover-people')).toMatchObject({ enabled: true, pausedReason: null });
  await replaceCheckpoint(database.db, 'sweep-people', { asked: true });
  const jobs = await selectJobs(database.db);
  expect(jobs.map((job) => job.enabled)).toEqual(jobNames.map(() => true));
  expect((await readSync(testCtx({ database }))).phase).toBe('loading');
});

it('it is off where the sync was never started, or is paused', async () => {
  await before(['discover-people'], false);
  expect((await selectJob(database.db, 'discover-people')).enabled).toBe(false);
  await updateJobs(database.db, jobNames, { enabled: true });
  await pauseSync(testCtx({ database }));
  await database.db.delete(syncJobs).where(eq(syncJobs.name, 'reconcile-people'));
  const on = (await selectJobs(database.db)).filter((job) => job.enabled).map((job) => job.name);
  expect(on.sort()).toEqual([...deliveryJobNames].sort());
});

it('deliveries are on from the first start, whatever the people sync does', async () => {
  await before([...deliveryJobNames], false);
  expect((await selectJob(database.db, 'deliver-to-marketo')).enabled).toBe(true);
  const jobs = await selectJobs(database.db);
  expect(
    jobs
      .filter((job) => job.enabled)
      .map((job) => job.name)
      .sort(),
  ).toEqual([...deliveryJobNames].sort());
  expect((await readSync(testCtx({ database }))).phase).toBe('not-started');
});

it('it does not switch on what stands still', async () => {
  await before(['discover-people'], true);
  await updateJobs(database.db, ['sweep-people'], { enabled: false, pausedReason: 'Half of the list is gone.' });
  const jobs = await selectJobs(database.db);
  expect(jobs.filter((job) => !job.enabled).map((job) => job.name)).toEqual(['sweep-people']);
});
