import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { selectActivityReads, selectDayToken, updateActivityRead, upsertDayToken } from '@/db/queries/activity-reads';
import { marketoConnections } from '@/db/schema';
import { type Grid, now, record, startGrid, untilComplete } from '@/lib/test/grid';
import type { FaultEffect } from '@/simulators/core/faults';
import { loadActivities, loadWeeks } from './service';

const newest = { limit: 50, from: 'marketo' as const };
const guids = (rows: { id: string }[]) => rows.map((row) => row.id);
const lastKnown = /; these are the last known activities\.$/;

let grid: Grid;
let marketoId: number;
beforeEach(async () => {
  grid = await startGrid();
  marketoId = await grid.addPerson();
});
afterEach(() => grid.close());

const load = () => loadActivities(grid.ctx, marketoId, newest);

/** The instance's quota, as an admin enters it. */
const updateDailyCalls = (dailyCalls: number) => grid.database.db.update(marketoConnections).set({ dailyCalls });

/** Records two rows and reads everything there is. */
async function known() {
  const rows = record(
    grid.marketo,
    [10, 1].map((typeId, i) => ({ marketoId, at: new Date(now.getTime() - i * 60_000), typeId })),
  );
  const { page } = await untilComplete(load);
  return { rows: rows.map((row) => row.guid), asOf: page.asOf };
}

function strike(effect: FaultEffect, match = '/rest/v1/activities') {
  grid.marketo.faults.add({ match, effect, times: Number.POSITIVE_INFINITY });
}

describe('when Marketo fails', () => {
  it.each<[string, FaultEffect, RegExp]>([
    ['606', { code: '606' }, /^Marketo is busy;/],
    ['615', { code: '615' }, /^Marketo is busy;/],
    ['604', { code: '604' }, /^Marketo does not answer;/],
    ['608', { code: '608' }, /^Marketo does not answer;/],
    ['601 for good', { code: '601' }, /^Marketo no longer accepts the connection;/],
    ['603', { code: '603' }, /^Marketo does not allow/],
    ['a gateway page', 'html-502', /^Marketo does not answer;/],
    ['cut connections', 'reset-before', /^Marketo does not answer;/],
    ['cut answers', 'truncate', /^Marketo does not answer;/],
  ])(
    '%s: the last known rows and the reason are shown, and the next answer is live again',
    async (_, effect, reason) => {
      const { rows, asOf } = await known();
      grid.marketo.clock.advance(60_000);
      strike(effect);
      const page = await load();
      expect(guids(page.items)).toEqual(rows);
      expect(page).toMatchObject({ live: false, asOf });
      expect(page.notice).toMatch(reason);
      expect(page.notice).toMatch(lastKnown);

      grid.marketo.faults.clear();
      // Longer than an access token lives.
      grid.marketo.clock.advance(3_700_000);
      const [fresh] = record(grid.marketo, [{ marketoId, at: grid.clock.now(), typeId: 10 }]);
      const after = await load();
      expect(after).toMatchObject({ live: true, complete: true, notice: null });
      expect(guids(after.items)).toEqual([fresh?.guid, ...rows]);
    },
  );

  it('607: the last known rows and the reason are shown until midnight in Chicago, and then the answer is live', async () => {
    const { rows, asOf } = await known();
    strike({ code: '607' });
    grid.marketo.clock.advance(60_000);
    await load();
    grid.marketo.faults.clear();
    const asked = grid.calls();
    const page = await load();
    expect(page).toMatchObject({ live: false, asOf, notice: expect.stringMatching(/used up; these/) });
    expect(grid.calls()).toBe(asked);
    grid.marketo.clock.set(new Date('2026-11-24T06:00:00Z'));
    const after = await load();
    expect(after).toMatchObject({ live: true, complete: true, notice: null });
    expect(guids(after.items)).toEqual(rows);
  });

  it('towards the end of the quota Marketo is asked about a person every five minutes only', async () => {
    const { rows } = await known();
    await updateDailyCalls(grid.calls() + 1);
    grid.marketo.clock.advance(4 * 60_000);
    const asked = grid.calls();
    const page = await load();
    expect(page).toMatchObject({ live: false, complete: true, notice: null });
    expect(guids(page.items)).toEqual(rows);
    expect(grid.calls()).toBe(asked);
    await updateDailyCalls(50_000);
    expect(await load()).toMatchObject({ live: true });
  });

  it('and is down altogether, the known rows and weeks are the answer', async () => {
    const { rows } = await known();
    await grid.marketo.close();
    const page = await load();
    expect(guids(page.items)).toEqual(rows);
    expect(page.notice).toMatch(lastKnown);
    const weeks = await loadWeeks(grid.ctx, marketoId);
    expect(weeks.weeks.at(-1)?.counts).toMatchObject({ email: 1, web: 1 });
  });

  it('before anything is known, the answer is empty with the reason', async () => {
    strike({ code: '606' });
    const page = await load();
    expect(page).toMatchObject({ items: [], live: false, complete: false, asOf: null, nextBefore: null });
    expect(page.notice).toBe('Marketo is busy; no activities could be read.');
  });

  it('in one group only, the rows of the other are kept for the next load', async () => {
    const { rows } = await known();
    grid.marketo.clock.advance(60_000);
    const added = record(
      grid.marketo,
      [10, 1].map((typeId) => ({ marketoId, at: grid.clock.now(), typeId })),
    );
    grid.marketo.faults.add({ match: '/rest/v1/activities.json', effect: { code: '603' }, nth: 2 });
    const partly = await load();
    expect(partly.live).toBe(false);
    expect(partly.items).toHaveLength(3);
    expect(new Set(guids((await load()).items))).toEqual(new Set([...added.map((row) => row.guid), ...rows]));
  });
});

describe('when Marketo is slow', () => {
  it('the known rows are the answer in time, and the rows are there once it has answered', async () => {
    const { rows } = await known();
    const [fresh] = record(grid.marketo, [{ marketoId, at: grid.clock.now(), typeId: 10 }]);
    grid.marketo.faults.add({ match: '/rest/v1/activities', effect: { delayMs: 400 }, times: 2 });
    const before = grid.calls();
    const answer = load();
    await vi.waitFor(() => expect(grid.calls()).toBe(before + 2));
    grid.runOutOfPatience();
    const page = await answer;
    expect(guids(page.items)).toEqual(rows);
    expect(page).toMatchObject({ live: false, complete: false });
    expect(page.notice).toBe('Marketo is slow to answer; these are the last known activities.');

    const stored = () => loadActivities(grid.ctx, marketoId, { ...newest, from: 'stored' });
    await vi.waitFor(async () => expect((await stored()).items).toHaveLength(3), { timeout: 5_000 });
    expect(guids((await stored()).items)).toEqual([fresh?.guid, ...rows]);
    expect(grid.calls()).toBe(before + 2);
  });
});

describe('a token that Marketo no longer accepts', () => {
  it('for a day is minted again', async () => {
    const [row] = record(grid.marketo, [{ marketoId, at: now, typeId: 10 }]);
    await upsertDayToken(grid.ctx.db, { day: '2026-11-16', token: 'OUTDATED====', mintedAt: now });
    const { page } = await untilComplete(load);
    expect(guids(page.items)).toEqual([row?.guid]);
    expect(page.notice).toBeNull();
    expect(await selectDayToken(grid.ctx.db, '2026-11-16')).not.toBe('OUTDATED====');
  });

  it('for a position starts its group anew, and no row is lost', async () => {
    const { rows } = await known();
    for (const read of await selectActivityReads(grid.ctx.db, marketoId)) {
      await updateActivityRead(grid.ctx.db, read, { headToken: 'OUTDATED====' });
    }
    const [fresh] = record(grid.marketo, [{ marketoId, at: now, typeId: 10 }]);
    const { page, answers } = await untilComplete(load);
    expect(answers.every((answer) => answer.apiCalls <= 6 && answer.notice === null)).toBe(true);
    expect(guids(page.items)).toEqual([fresh?.guid, ...rows]);
  });

  it('is replaced once: Marketo that refuses every token is a failure', async () => {
    const { rows } = await known();
    strike({ code: '1003', message: 'Invalid nextPageToken' }, '/rest/v1/activities.json');
    const page = await load();
    expect(page.apiCalls).toBeLessThanOrEqual(6);
    expect(guids(page.items)).toEqual(rows);
    expect(page.notice).toMatch(/^Marketo refused the question;/);
  });
});
