/** The Marketo part of the fault matrix against the first load by id ranges. */
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deleteInstanceData } from '@/db/queries/instance';
import { replaceCheckpoint, selectJob } from '@/db/queries/sync';
import { marketoConnections } from '@/db/schema';
import { listedPeople } from '../../test/listed-people';
import { faultRows } from '../../test/marketo-faults';
import { enableJobs, quiesce, runOnce, runToEnd } from '../../test/sync-driver';
import { type SyncWorld, startSyncWorld } from '../../test/sync-world';
import { jobNames } from '../model';

let w: SyncWorld;

beforeAll(async () => {
  w = await startSyncWorld({ seed: 91, people: 500, loaded: false });
});
beforeEach(async () => {
  w.marketo.faults.clear();
  w.wait();
  for (const name of jobNames) await replaceCheckpoint(w.database.db, name, null);
  await w.database.db.transaction(deleteInstanceData);
  await enableJobs(w.ctx);
});
afterAll(() => w.close());

const match = '/v1/leads.json';

describe.each(faultRows)('$group · $name · first sync', ({ effect, lasting }) => {
  it('once', async () => {
    w.marketo.faults.add({ match, nth: 2, times: 1, effect });
    await loadToEnd();
    await expectSame();
  });

  it('without end', async () => {
    w.marketo.faults.add({ match, nth: 2, times: 100_000, effect });
    const result = await runOnce(w.ctx, 'load-people');
    expect(result).toMatchObject({ outcome: lasting.outcome, faultKind: lasting.faultKind });
    expect(result.message).toMatch(/\w{3,}/);
    expect((await selectJob(w.database.db, 'load-people')).enabled).toBe(!lasting.paused);
    w.marketo.faults.clear();
    await loadToEnd();
    await expectSame();
  });
});

describe('Marketo errors in 200 · 602 in the middle of the load · first sync', () => {
  it('signs in again and the load never notices', async () => {
    w.marketo.faults.add({ match, nth: 2, times: 1, effect: 'expire-token' });
    expect(await runOnce(w.ctx, 'load-people')).toMatchObject({ outcome: 'done', faultKind: null });
    await expectSame();
  });
});

describe('Marketo transport · connection refused · first sync', () => {
  it('fails with a sentence and goes on when Marketo is back', async () => {
    await pointTo('http://127.0.0.1:9');
    const result = await runOnce(w.ctx, 'load-people');
    expect(result).toMatchObject({
      outcome: 'failed',
      faultKind: 'unavailable',
      message: expect.stringMatching(/\w{3,}/),
    });
    await pointTo(w.marketo.url);
    await loadToEnd();
    await expectSame();
  });
});

/** As the schedule would, with an admin who wakes what paused itself. */
async function loadToEnd() {
  for (let runs = 0; runs < 10; runs++) {
    if ((await runOnce(w.ctx, 'load-people')).outcome === 'done') return;
    const { waitUntil, enabled } = await selectJob(w.database.db, 'load-people');
    if (!enabled) await enableJobs(w.ctx);
    const until = waitUntil?.getTime() ?? 0;
    if (until > w.marketo.clock.now().getTime()) w.marketo.clock.set(new Date(until + 1_000));
  }
  throw new Error('the load did not end in 10 runs');
}

async function expectSame() {
  await runToEnd(w.ctx, 'read-opportunities', w.wait);
  await quiesce(w.ctx, w.wait);
  const listed = await listedPeople(w.database.db);
  expect(listed).toEqual(w.marketo.world.eligible());
}

async function pointTo(baseUrl: string) {
  await w.database.db.update(marketoConnections).set({ baseUrl }).where(eq(marketoConnections.id, 'marketo'));
}
