/** The bulk extract part of the fault matrix against the discovery; against the first load in jobs/load-exports.int.test.ts. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { updateLoading } from '@/db/queries/settings';
import { replaceCheckpoint, selectJob } from '@/db/queries/sync';
import { nextCentralMidnight } from '../../call-budget/model';
import type { Capabilities } from '../../settings/model';
import { runOnce, runToEnd } from '../../test/sync-driver';
import { type SyncWorld, startSyncWorld } from '../../test/sync-world';
import { DiscoverCheckpoint } from '../jobs/discover-checkpoint';

let w: SyncWorld;
let quietId: number;
const hour = 3600_000;
const exportLimit = 500 * 1024 * 1024;

beforeAll(async () => {
  w = await startSyncWorld({ seed: 131, people: 120 });
});
beforeEach(async () => {
  await can({});
  await replaceCheckpoint(w.database.db, 'discover-people', null);
  await discover();
  quietId = w.marketo.world.createLead({ lastName: 'Quiet', sfdcLeadId: '00Q5g00000AbCdEEAV' });
  await w.settle();
  w.marketo.world.setOwner(quietId, '0055g00000XyZaBAAV', { silent: true });
  w.wait(hour);
});
afterAll(() => w.close());

describe('Bulk extract · discovery', () => {
  it.each([
    ['checksum wrong', 'wrong-checksum'],
    ['job failed', { failWith: 'Out of memory' }],
    ['completed, but the file is not there', 'lose-file'],
  ] as const)('%s: takes nobody from it, and the next export finds who was missed', async (_, how) => {
    await byList();
    w.marketo.bulk.spoil('next', how);
    await discover();
    await expectLeftForLater();
  });

  it('file expired: the next export finds who was missed', async () => {
    await byList();
    await runUntil(({ look }) => look?.file !== null && look?.file !== undefined);
    w.wait(8 * 24 * hour);
    await discover();
    await expectLeftForLater();
  });

  it('filter unsupported: is left without a failed run, and a list that can be exported finds who was missed', async () => {
    await can({ bulkExtract: true, smartListFilter: true, smartList: { id: 990_001, name: 'Refused' } });
    w.marketo.faults.add({ match: '/create.json', times: 1, effect: { code: '1035' } });
    expect(await discover()).toMatchObject({ outcome: 'done' });
    await expectStored({ look: null, lookDueAt: expect.any(Date) });
    await byList();
    await expectLeftForLater();
  });

  it('quota out midway: waits for midnight in the central United States, in words, and goes on there', async () => {
    await byList();
    await runUntil(({ look }) => Boolean(look?.exportId) && !look?.isEnqueued);
    w.marketo.bulk.useQuota(exportLimit);
    expect(await runOnce(w.ctx, 'discover-people')).toMatchObject({
      outcome: 'throttled',
      faultKind: 'quota',
      message: expect.stringMatching(/quota of bulk exports.*midnight/),
    });
    const midnight = nextCentralMidnight(w.marketo.clock.now());
    const { waitUntil } = await selectJob(w.database.db, 'discover-people');
    expect(Math.abs(Number(waitUntil) - Number(midnight))).toBeLessThan(1000);
    const made = w.callsTo('/create.json').length;
    w.marketo.clock.set(new Date(midnight.getTime() + 60_000));
    await discover();
    expect(w.callsTo('/create.json')).toHaveLength(made);
    await expectFound();
  });
});

const capable: Capabilities = {
  checkedAt: '2026-03-02T09:00:00Z',
  bulkExtract: false,
  smartListFilter: false,
  updatedAtFilter: false,
  smartList: null,
  staticList: null,
  notes: [],
};
const discover = () => runToEnd(w.ctx, 'discover-people', w.wait);
const can = (capabilities: Partial<Capabilities>) =>
  updateLoading(w.database.db, { capabilities: { ...capable, ...capabilities } });
const stored = async () =>
  DiscoverCheckpoint.parse((await selectJob(w.database.db, 'discover-people')).checkpoint ?? {});

async function byList() {
  const list = w.marketo.world.addList('Owned', [quietId]);
  await can({ bulkExtract: true, staticList: { id: list, name: 'Owned' } });
}

/** Runs step by step until the checkpoint is as `holds` says. */
async function runUntil(holds: (at: DiscoverCheckpoint) => boolean) {
  for (let runs = 0; runs < 100; runs++) {
    if (holds(await stored())) return;
    await runOnce(w.ctx, 'discover-people', 8);
    if ((await selectJob(w.database.db, 'discover-people')).waitUntil) w.wait();
  }
  throw new Error('the discovery never came to this');
}

async function expectStored(expected: Record<string, unknown>) {
  expect(await stored()).toMatchObject(expected);
}

async function expectLeftForLater() {
  await expectStored({ look: null, lookDueAt: expect.any(Date) });
  await w.settle();
  expect(await w.stateOf(quietId)).toBeNull();
  w.wait(hour);
  await discover();
  await expectFound();
}

async function expectFound() {
  await w.settle();
  expect(await w.stateOf(quietId)).toBe('active');
}
