/** The Marketo part of the fault matrix against deliveries: whatever strikes, each is in Marketo once, or refused in words. */
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { replaceCheckpoint, selectJob } from '@/db/queries/sync';
import { deliveries, deliveryProblems, deliveryRetries, marketoConnections } from '@/db/schema';
import { letGoAgain } from '../../deliveries/retry';
import { createMarketoClient } from '../../marketo/client';
import { createTransport } from '../../marketo/transport';
import { type DeliveryWorld, startDeliveryWorld, wrongDeliveries } from '../../test/delivery-world';
import { faultRows } from '../../test/marketo-faults';
import { openLimiter } from '../../test/open-limiter';
import { enableJobs } from '../../test/sync-driver';
import type { RunResult } from '../engine';

let w: DeliveryWorld;
const match = '/external.json';
const forever = 100_000;
/** Codes by which Marketo refuses what it is given: to send it again changes nothing. */
const refusals = ['1003', '1004', '1006', '1035'];

beforeAll(async () => {
  w = await startDeliveryWorld({ people: 3 });
});
beforeEach(async () => {
  w.marketo.faults.clear();
  w.wait();
  await enableJobs(w.ctx);
  await replaceCheckpoint(w.database.db, 'deliver-to-marketo', null);
  await w.database.db.delete(deliveries);
  await w.database.db.delete(deliveryRetries);
  await w.database.db.delete(deliveryProblems);
  for (const id of w.people) await w.record(id);
  w.wait();
});
afterAll(() => w.close());

describe.each(faultRows)('$group · $name · deliveries', ({ name, effect }) => {
  it('once', async () => {
    w.marketo.faults.add({ match, times: 1, effect });
    expectWords(await w.deliver());
    await deliverToEnd();
    await expectOnce();
  });

  it('without end', async () => {
    w.marketo.faults.add({ match, times: forever, effect });
    const calls = w.marketo.calls.length;
    expectWords(await w.deliver());
    expect(w.marketo.calls.length - calls).toBeLessThan(40);
    if (refusals.includes(name)) {
      const rows = await w.rows();
      expect(rows.map(({ state }) => state)).toEqual(['rejected', 'rejected', 'rejected']);
      for (const { message } of rows) expect(message).toMatch(new RegExp(`\\w{3,}.*${name}`));
      await sendAgain();
    }
    w.marketo.faults.clear();
    await deliverToEnd();
    await expectOnce();
  });
});

describe('Marketo transport · connection refused · deliveries', () => {
  it('fails with a sentence, has sent nothing, and goes on when Marketo is back', async () => {
    await pointTo('http://127.0.0.1:9');
    const result = await w.deliver();
    expect(result).toMatchObject({ outcome: 'failed', faultKind: 'unavailable' });
    expectWords(result);
    expect((await w.rows()).every(({ state }) => state === 'queued')).toBe(true);
    await pointTo(w.marketo.url);
    await deliverToEnd();
    await expectOnce();
  });
});

describe('Marketo transport · stalls for longer than we wait · deliveries', () => {
  it('gives the call up, looks for what it did, and does not send it again', async () => {
    w.marketo.faults.add({ match, times: 1, effect: { stallMs: 2_000 } });
    const { url: baseUrl, clientId, clientSecret } = w.marketo;
    const timeouts = { writesMs: 100 };
    const { clock } = w.ctx;
    const transport = createTransport({ baseUrl, clientId, clientSecret, limiter: openLimiter(), clock, timeouts });
    const impatient = {
      ...w.ctx,
      marketo: async () => createMarketoClient({ transport, lane: 'deliveries' as const }),
    };
    const posts = w.posts().length;
    await w.deliver(impatient);
    expect((await w.rows()).every(({ state }) => state === 'unknown')).toBe(true);
    await deliverToEnd();
    await expectOnce();
    expect(w.posts().length - posts).toBe(1);
  });
});

describe('Marketo errors in 200 · 602 in the middle · deliveries', () => {
  it('signs in again and the run never notices', async () => {
    w.marketo.faults.add({ match, times: 1, effect: 'expire-token' });
    expect(await w.deliver()).toMatchObject({ outcome: 'done', counts: { written: 3 } });
    await expectOnce();
  });
});

describe('Marketo errors in 200 · some rows of an answer refused · deliveries', () => {
  it.each([
    ['1004', 'queued'],
    ['1003', 'rejected'],
    ['1049', 'rejected'],
    ['606', 'queued'],
    ['9999', 'rejected'],
    // After a second or two, in the same run.
    ['611', 'confirmed'],
  ])('%s: it is %s, and its neighbours are delivered', async (rowCode, state) => {
    w.marketo.faults.add({ match, times: 1, effect: { rowCode, rows: [1] } });
    await w.deliver();
    const rows = await w.rows();
    expect(rows.map((row) => row.state).toSorted()).toEqual(['confirmed', 'confirmed', state].toSorted());
    const struck = rows.filter((row) => row.state !== 'confirmed' || row.claims > 1);
    expect(struck).toEqual([expect.objectContaining({ state })]);
    if (state !== 'confirmed') expect(struck[0]?.message).toMatch(/\w{3,}/);
    await sendAgain();
    await deliverToEnd();
    await expectOnce();
  });
});

describe('Quota · another application has eaten it · deliveries', () => {
  it('waits until midnight in Chicago, and the tries do not count', async () => {
    w.marketo.faults.add({ match: '/rest/', times: forever, effect: { code: '607' } });
    expect(await w.deliver()).toMatchObject({ outcome: 'throttled', faultKind: 'quota' });
    expect((await w.rows()).every(({ state, attempts }) => state === 'queued' && attempts === 0)).toBe(true);
    w.marketo.faults.clear();
    await deliverToEnd();
    await expectOnce();
  });
});

function expectWords({ outcome, message }: RunResult) {
  if (outcome !== 'done') expect(message).toMatch(/\w{3,}/);
}

/** As the schedule would, with an admin who wakes what paused itself. */
async function deliverToEnd() {
  for (let runs = 0; runs < 60; runs += 1) {
    const { waitUntil, enabled } = await selectJob(w.database.db, 'deliver-to-marketo');
    if (!enabled) await enableJobs(w.ctx);
    if (waitUntil && waitUntil > w.marketo.clock.now()) w.marketo.clock.set(new Date(waitUntil.getTime() + 1_000));
    await w.deliver();
    if (!(await w.rows()).some(({ state }) => ['queued', 'sending', 'unknown'].includes(state))) return;
    w.wait();
  }
}

/** What a person does who sees the problem and has mended it. */
async function sendAgain() {
  const open = await w.database.db.select().from(deliveryProblems).where(sql`closed_at is null`);
  const by = w.seller.userId;
  for (const { id: problemId } of open) await letGoAgain(w.ctx, { where: { problemId }, problemId, by });
}

async function expectOnce() {
  const rows = await w.rows();
  const written = w.written().filter(({ key }) => rows.some((row) => row.key === key));
  expect(rows).toHaveLength(3);
  expect(wrongDeliveries(rows, written, ({ target }) => Number(target?.records[0]))).toEqual([]);
}

async function pointTo(baseUrl: string) {
  await w.database.db.update(marketoConnections).set({ baseUrl }).where(eq(marketoConnections.id, 'marketo'));
}
