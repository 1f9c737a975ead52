import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { upsertDirtyPeople } from '@/db/queries/dirty-people';
import {
  insertReconciliation,
  selectDrift,
  selectReconciliations,
  updateOpenReconciliation,
} from '@/db/queries/reconcile';
import { reconciliations } from '@/db/schema';
import { people, personEvents } from '@/db/schema/people';
import { testDatabase } from '@/db/test/database';
import { type MarketoSimulator, startMarketo } from '@/simulators/marketo/index';
import type { Ctx } from '../context';
import { connectToSimulator, testCtx } from '../test/context';
import { clockOf, enableJobs, quiesce, runOnce, runToEnd } from '../test/sync-driver';

let database: Awaited<ReturnType<typeof testDatabase>>;
let marketo: MarketoSimulator;
let ctx: Ctx;
const minute = 60_000;
const wait = () => marketo.clock.advance(5 * minute);

beforeAll(async () => {
  database = await testDatabase();
  marketo = await startMarketo({
    seed: 33,
    startAt: new Date('2026-03-02T09:00:00Z'),
    limits: { callsPer20s: 1_000_000, concurrent: 50, dailyQuota: 1_000_000, scanBlock: 50_000 },
  });
  marketo.world.seedPeople({ count: 700, seed: 33 });
  ctx = testCtx({ database, clock: clockOf(marketo.clock) });
  await connectToSimulator(ctx, marketo);
  await enableJobs(ctx);
  await runToEnd(ctx, 'load-people', wait);
  await quiesce(ctx, wait);
  marketo.clock.advance(30 * minute);
});
beforeEach(() => database.db.delete(reconciliations));
afterAll(async () => {
  await marketo.close();
  await database.close();
});

/** A full comparison to its end, and what it found. */
async function compare(given: { repairs?: boolean; fromId?: number; toId?: number } = {}) {
  const row = { kind: 'full' as const, state: 'comparing' as const, requestedAt: ctx.clock.now() };
  const id = await insertReconciliation(database.db, { ...row, ...given });
  if (id === null) throw new Error('another comparison is open');
  await runToEnd(ctx, 'reconcile-people', wait);
  const [result] = await selectReconciliations(database.db, 1);
  const drift = await selectDrift(database.db, { reconciliationId: id, confirmed: true, limit: 1000 });
  return { result, drift };
}
const listed = async (at: number) => {
  const rows = await database.db
    .select({ id: people.marketoId })
    .from(people)
    .where(eq(people.state, 'active'))
    .orderBy(people.marketoId);
  const id = rows[at]?.id;
  if (id === undefined) throw new Error('nobody is listed');
  return id;
};
const here = (id: number, change: Partial<typeof people.$inferInsert>) =>
  database.db.update(people).set(change).where(eq(people.marketoId, id));

describe('a comparison with Marketo', () => {
  it('finds both sides equal by one checksum per range, all 13 fields and the owner', async () => {
    const { result, drift } = await compare();
    expect(drift).toEqual([]);
    expect(result).toMatchObject({ state: 'done', rangesDiffering: 0, people: marketo.world.eligible().length });
    expect(result?.ranges).toBeGreaterThanOrEqual(3);
  });

  it('finds who is missing, extra or different, says where, and changes nobody', async () => {
    const unowned = marketo.world.createLead({ firstName: 'Free', email: 'free@example.com' });
    wait();
    await quiesce(ctx, wait);
    const [missing, different, unicode] = [await listed(3), await listed(5), await listed(9)];
    await database.db.delete(people).where(eq(people.marketoId, missing));
    await here(different, { title: 'Somebody else', sfdcOpportunityId: '0065g00000WrOnGAAV' });
    await here(unicode, { lastName: 'Ünïcode 🚀' });
    await database.db.insert(people).values({
      marketoId: unowned,
      state: 'active',
      stateSince: ctx.clock.now(),
      listedAt: ctx.clock.now(),
      listedBy: 'sweep',
      readAt: ctx.clock.now(),
    });
    marketo.clock.advance(30 * minute);
    const { result, drift } = await compare();
    expect(result).toMatchObject({ missing: 1, extra: 1, different: 2, settled: 0, repairedAt: null });
    const byId = new Map(drift.map((row) => [row.marketoId, row]));
    expect(byId.get(missing)).toMatchObject({ kind: 'missing', reason: 'never listed here' });
    expect(byId.get(unowned)).toMatchObject({ kind: 'extra', reason: 'Marketo only' });
    expect(byId.get(different)?.changes.map(({ field, from }) => [field, from])).toEqual(
      expect.arrayContaining([
        ['title', 'Somebody else'],
        ['sfdcOpportunityId', '0065g00000WrOnGAAV'],
      ]),
    );
    expect(byId.get(unicode)?.changes).toMatchObject([{ field: 'lastName', from: 'Ünïcode 🚀' }]);
    expect(await database.db.select().from(people).where(eq(people.marketoId, missing))).toEqual([]);
  });

  it('repairs on request through the refresh, whose history names the comparison', async () => {
    const { result } = await compare({ repairs: true });
    expect(result).toMatchObject({ missing: 1, extra: 1, different: 2, repaired: 4 });
    await quiesce(ctx, wait);
    marketo.clock.advance(30 * minute);
    expect((await compare()).drift).toEqual([]);
    const told = await database.db.select().from(personEvents).where(eq(personEvents.source, 'reconcile'));
    expect(told.map((event) => event.kind).sort()).toEqual(['changed', 'changed', 'left', 'listed']);
    const columns = { marketoId: people.marketoId };
    const ids = await database.db
      .select(columns)
      .from(people)
      .where(eq(people.state, 'active'))
      .orderBy(people.marketoId);
    expect(ids).toEqual(marketo.world.eligible().map(({ marketoId }) => ({ marketoId })));
  });

  it('takes for drift neither what changes meanwhile nor what waits to be read', async () => {
    const [changing, waiting] = [await listed(1), await listed(2)];
    marketo.world.updateLead(changing, { title: 'Just now' });
    await here(waiting, { title: 'To be read again' });
    await upsertDirtyPeople(database.db, [{ marketoId: waiting, reason: 'changed', changedAt: null }], ctx.clock.now());
    const row = { kind: 'full' as const, state: 'comparing' as const, requestedAt: ctx.clock.now() };
    const id = (await insertReconciliation(database.db, row)) ?? 0;
    const first = await runOnce(ctx, 'reconcile-people');
    expect(first).toMatchObject({ outcome: 'paused' });
    expect(await selectDrift(database.db, { reconciliationId: id, confirmed: false, limit: 9 })).toHaveLength(2);
    wait();
    // Only the change arrives by itself before the second look.
    marketo.world.updateLead(changing, { title: 'Just now, again' });
    await runToEnd(ctx, 'reconcile-people', wait);
    expect((await selectReconciliations(database.db, 1))[0]).toMatchObject({ state: 'done', different: 0, settled: 2 });
    await quiesce(ctx, wait);
  });

  it('does not call people drift who are left out because the list is full', async () => {
    const gone = await listed(4);
    await database.db.transaction(async (tx) => {
      await tx.delete(people).where(eq(people.marketoId, gone));
    });
    marketo.clock.advance(30 * minute);
    const roomy = ctx;
    ctx = { ...roomy, mostPeople: 1 };
    const { result, drift } = await compare();
    ctx = roomy;
    expect(drift).toEqual([]);
    expect(result).toMatchObject({ missing: 0, overTheCap: 1 });
    await compare({ repairs: true });
    await quiesce(ctx, wait);
  });

  it('keeps to the ids it was given', async () => {
    const [inside, outside] = [await listed(10), await listed(300)];
    await here(inside, { title: 'Inside' });
    await here(outside, { title: 'Outside' });
    const { drift } = await compare({ fromId: inside, toId: inside + 20 });
    expect(drift.map((row) => row.marketoId)).toEqual([inside]);
    await compare({ repairs: true });
    await quiesce(ctx, wait);
  });

  it('reads one range in fourteen each night, another one every night', async () => {
    await runToEnd(ctx, 'reconcile-people', wait);
    const calls = marketo.calls.length;
    const shares: number[] = [];
    for (let night = 0; night < 3; night++) {
      marketo.clock.advance(24 * 60 * minute);
      await runToEnd(ctx, 'reconcile-people', wait);
      const [row] = await selectReconciliations(database.db, 1);
      expect(row).toMatchObject({ kind: 'share', state: 'done', ranges: 1, ofShares: 14 });
      shares.push(row?.share ?? -1);
    }
    expect(shares).toEqual([0, 1, 2].map((n) => (n + (shares[0] ?? 0)) % 14));
    const reads = marketo.calls.slice(calls).filter((call) => call.path.endsWith('/opportunities/roles.json'));
    expect(reads).toEqual([]);
  });

  it('stops when an admin stops it, and lets another begin', async () => {
    const row = { kind: 'full' as const, state: 'comparing' as const, requestedAt: ctx.clock.now() };
    const id = (await insertReconciliation(database.db, row)) ?? 0;
    expect(await insertReconciliation(database.db, row)).toBeNull();
    await updateOpenReconciliation(database.db, id, { state: 'stopped', finishedAt: ctx.clock.now() });
    expect(await runOnce(ctx, 'reconcile-people')).toMatchObject({ outcome: 'done', apiCalls: 0 });
    expect(await insertReconciliation(database.db, row)).not.toBeNull();
  });
});
