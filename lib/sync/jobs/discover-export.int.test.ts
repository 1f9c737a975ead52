import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { selectPersonEvents } from '@/db/queries/person-history';
import { updateLoading } from '@/db/queries/settings';
import { selectJob } from '@/db/queries/sync';
import type { Capabilities } from '../../settings/model';
import { runToEnd } from '../../test/sync-driver';
import { type SyncWorld, startSyncWorld } from '../../test/sync-world';
import { DiscoverCheckpoint } from './discover-checkpoint';

let w: SyncWorld;
const hour = 3600_000;
const capable: Capabilities = {
  checkedAt: '2026-03-02T09:00:00Z',
  bulkExtract: true,
  smartListFilter: false,
  updatedAtFilter: false,
  smartList: null,
  staticList: null,
  notes: [],
};

beforeEach(async () => {
  w = await startSyncWorld({ seed: 111, people: 200 });
  await can({ bulkExtract: false });
  await discover();
});
afterEach(() => w.close());

const discover = () => runToEnd(w.ctx, 'discover-people', w.wait);
const exportsMade = () => w.callsTo('/create.json').length;
const can = (capabilities: Partial<Capabilities>) =>
  updateLoading(w.database.db, { capabilities: { ...capable, ...capabilities } });

/** Somebody whom no feed will tell of, and who is not in the list. */
async function someoneQuiet(): Promise<number> {
  const id = w.marketo.world.createLead({ lastName: 'Quiet', sfdcLeadId: '00Q5g00000AbCdEEAV' });
  await w.settle();
  w.marketo.world.setOwner(id, '0055g00000XyZaBAAV', { silent: true });
  expect(await w.stateOf(id)).toBeNull();
  return id;
}

describe('a discovery by an export of ids', () => {
  it('finds who is on the static list and not in ours, within the hour, in a handful of calls', async () => {
    const owned = w.marketo.world.eligible().map((person) => person.marketoId);
    const id = await someoneQuiet();
    const list = w.marketo.world.addList('Owned', [...owned, id]);
    await can({ staticList: { id: list, name: 'Owned' } });
    const calls = w.marketo.calls.length;
    await discover();
    expect(w.marketo.calls.length - calls).toBeLessThanOrEqual(8);
    await w.settle();
    expect(await w.stateOf(id)).toBe('active');
    const [event] = await selectPersonEvents(w.database.db, id, 1);
    expect(event).toMatchObject({ kind: 'listed', source: 'discovery' });
  });

  it('finds who was changed in the last two days, where there is no list', async () => {
    await can({ updatedAtFilter: true });
    const id = await someoneQuiet();
    await discover();
    await w.settle();
    expect(await w.stateOf(id)).toBe('active');
  });

  it('looks again after an hour for a list, not before', async () => {
    const list = w.marketo.world.addList('Owned', []);
    await can({ staticList: { id: list, name: 'Owned' } });
    const before = exportsMade();
    await discover();
    await discover();
    expect(exportsMade() - before).toBe(1);
    w.wait(hour);
    await discover();
    expect(exportsMade() - before).toBe(2);
  });

  it('makes none where the instance cannot', async () => {
    await can({ bulkExtract: false, updatedAtFilter: true });
    const before = exportsMade();
    await discover();
    expect(exportsMade()).toBe(before);
  });

  it.each([{ failWith: 'no disk' }, 'lose-file', 'wrong-checksum'] as const)(
    'leaves an export that went wrong (%s) to the next one',
    async (how) => {
      const id = await someoneQuiet();
      const list = w.marketo.world.addList('Owned', [id]);
      await can({ staticList: { id: list, name: 'Owned' } });
      w.marketo.bulk.spoil('next', how);
      await discover();
      const { checkpoint } = await selectJob(w.database.db, 'discover-people');
      expect(DiscoverCheckpoint.parse(checkpoint)).toMatchObject({ look: null, lookDueAt: expect.any(Date) });
      w.wait(hour);
      await discover();
      await w.settle();
      expect(await w.stateOf(id)).toBe('active');
    },
  );
});
