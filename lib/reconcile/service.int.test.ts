import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { selectDirtyPeople } from '@/db/queries/dirty-people';
import { upsertPeople } from '@/db/queries/people-sync';
import { insertReconciliation, updateOpenReconciliation, upsertDrift } from '@/db/queries/reconcile';
import { selectJobs, updateJobs } from '@/db/queries/sync';
import { reconciliations } from '@/db/schema';
import { dirtyPeople } from '@/db/schema/people';
import { testDatabase } from '@/db/test/database';
import { aReading } from '../test/builders';
import { testCtx } from '../test/context';
import { ReconcileView } from './contract';
import { notInMarketo } from './model';
import { readReconcile, repairReconcile, startReconcile, stopReconcile } from './service';

let database: Awaited<ReturnType<typeof testDatabase>>;
const ctx = () => testCtx({ database });
const at = new Date('2026-03-01T12:00:00Z');

beforeAll(async () => {
  database = await testDatabase();
  await database.db.transaction((tx) => upsertPeople(tx, [aReading({ marketoId: 1 }), aReading({ marketoId: 2 })]));
  await selectJobs(database.db);
});
beforeEach(async () => {
  await database.db.delete(reconciliations);
  await database.db.delete(dirtyPeople);
});
afterAll(() => database.close());

/** A finished comparison that found these people. */
async function finished(ids: number[], reason: string | null = null) {
  const kind = reason === null ? ('different' as const) : ('extra' as const);
  const id = (await insertReconciliation(database.db, { kind: 'full', state: 'comparing', requestedAt: at })) ?? 0;
  const drift = ids.map((marketoId) => ({
    marketoId,
    kind,
    changes: [{ field: 'title' as const, from: 'a', to: 'b' }],
    reason,
  }));
  await upsertDrift(database.db, drift, { reconciliationId: id, confirmed: true, noticedAt: at });
  await updateOpenReconciliation(database.db, id, {
    state: 'done',
    finishedAt: at,
    [kind]: ids.length,
    fromId: 1,
    toId: 9,
    nextId: 301,
  });
  return id;
}
const waiting = async () => {
  const rows = await selectDirtyPeople(database.db, { now: new Date('2100-01-01'), limit: 1000 });
  return rows.map(({ marketoId, reason }) => `${marketoId} ${reason}`);
};

describe('comparisons for admins', () => {
  it('shows the newest first with samples of the last that ended', async () => {
    await finished([2]);
    await insertReconciliation(database.db, { kind: 'share', state: 'comparing', requestedAt: at, ofShares: 14 });
    const view = await readReconcile(ctx());
    expect(ReconcileView.parse(view)).toEqual(view);
    expect(view.runs.map(({ kind, progress }) => [kind, progress])).toEqual([
      ['share', null],
      ['full', 1],
    ]);
    expect(view.samples).toEqual([
      { marketoId: 2, kind: 'different', changes: [{ field: 'title', from: 'a', to: 'b' }], reason: null },
    ]);
  });

  it('is refused before Marketo is connected', async () => {
    await updateJobs(database.db, ['reconcile-people'], { enabled: true });
    await expect(startReconcile(ctx())).rejects.toMatchObject({ code: 'not_configured' });
    expect((await readReconcile(ctx())).runs).toEqual([]);
  });

  it('gives the found to the refresh once, and only when the admin saw how many', async () => {
    const id = await finished([1, 2]);
    await expect(repairReconcile(ctx(), { id, people: 3 })).rejects.toMatchObject({ code: 'conflict' });
    expect(await waiting()).toEqual([]);
    expect(await repairReconcile(ctx(), { id, people: 2 })).toBe(2);
    expect(await waiting()).toEqual(['1 reconciled', '2 reconciled']);
    await expect(repairReconcile(ctx(), { id, people: 2 })).rejects.toMatchObject({ code: 'conflict' });
    expect((await readReconcile(ctx())).runs[0]).toMatchObject({ repaired: 2, repairedBy: 'a command' });
  });

  it('leaves people alone whom Marketo does not show when they are too many to believe', async () => {
    const ids = Array.from({ length: 51 }, (_, i) => i + 1);
    const id = await finished(ids, notInMarketo);
    expect(await repairReconcile(ctx(), { id, people: 51 })).toBe(0);
    expect(await waiting()).toEqual([]);
  });

  it('does not repair a comparison that was stopped', async () => {
    const id = (await insertReconciliation(database.db, { kind: 'full', state: 'comparing', requestedAt: at })) ?? 0;
    await stopReconcile(ctx());
    await expect(repairReconcile(ctx(), { id, people: 0 })).rejects.toMatchObject({ code: 'conflict' });
    await expect(repairReconcile(ctx(), { id: id + 1, people: 0 })).rejects.toMatchObject({ code: 'not_found' });
  });
});
