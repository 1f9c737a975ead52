import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mergePeople } from '@/db/queries/person-merges';
import { selectMarketoConnection, upsertMarketoConnection } from '@/db/queries/settings';
import { AppError } from '@/lib/errors';
import { connectToSimulator, secondProcess, testCtx } from '@/lib/test/context';
import { dayMs, daysAgo, type Grid, readAllPages, record, startGrid, untilComplete } from '@/lib/test/grid';
import { loadActivities, loadWeeks } from './service';

const newest = { limit: 50, from: 'marketo' as const };
const guids = (rows: { id: string }[]) => rows.map((row) => row.id);
/** Marketo's dates have no milliseconds. */
const wholeSecond = (ms: number) => new Date(Math.floor(ms / 1_000) * 1_000);
const minutesAgo = (minutes: number) => wholeSecond(daysAgo(minutes / 1440).getTime());
/** Open Email and Visit Webpage by turns: one type of each group. */
const busyWeek = (marketoId: number, rows: number) =>
  Array.from({ length: rows }, (_, i) => ({ marketoId, at: minutesAgo(30 + i * 60), typeId: i % 2 ? 10 : 1 }));

let grid: Grid;
beforeEach(async () => {
  grid = await startGrid();
});
afterEach(() => grid.close());

async function callsOf<T>(run: () => Promise<T>): Promise<{ result: T; calls: number }> {
  const before = grid.calls();
  return { result: await run(), calls: grid.calls() - before };
}

describe('calls of one load', () => {
  it('are at most six cold and two warm, for a busy and for a quiet person', async () => {
    const busy = await grid.addPerson();
    const quiet = await grid.addPerson();
    const expected = record(grid.marketo, busyWeek(busy, 60));
    record(grid.marketo, [{ marketoId: quiet, at: minutesAgo(10), typeId: 46 }]);

    for (const [name, marketoId] of Object.entries({ busy, quiet })) {
      const cold = await callsOf(() => loadActivities(grid.ctx, marketoId, newest));
      await untilComplete(() => loadActivities(grid.ctx, marketoId, newest));
      const warm = await callsOf(() => loadActivities(grid.ctx, marketoId, newest));
      // biome-ignore lint/suspicious/noConsole: the figures are what this test is for.
      console.info(`${name} person: cold ${cold.calls} calls, warm ${warm.calls} calls`);
      expect(cold.calls).toBeLessThanOrEqual(6);
      expect(cold.result).toMatchObject({ live: true, notice: null, apiCalls: cold.calls });
      expect(warm.calls).toBe(2);
      expect(warm.result).toMatchObject({
        live: true,
        complete: true,
        apiCalls: 2,
        asOf: grid.clock.now().toISOString(),
      });
    }
    const page = await loadActivities(grid.ctx, busy, newest);
    expect(guids(page.items)).toEqual(expected.slice(0, 50).map((row) => row.guid));
    expect(page.items[0]).toMatchObject({
      kind: 'web',
      type: 'Visit Webpage',
      occurredAt: expected[0]?.at.toISOString(),
    });
  });

  it('are none for stored rows and for older pages that are stored', async () => {
    const marketoId = await grid.addPerson();
    const expected = record(grid.marketo, busyWeek(marketoId, 30));
    const first = await loadActivities(grid.ctx, marketoId, { limit: 10, from: 'marketo' });
    const stored = await callsOf(() => loadActivities(grid.ctx, marketoId, { ...newest, from: 'stored' }));
    expect(stored).toMatchObject({ calls: 0, result: { live: false, notice: null, asOf: first.asOf } });
    expect(stored.result.items).toHaveLength(30);
    const second = await callsOf(() =>
      loadActivities(grid.ctx, marketoId, { limit: 10, from: 'marketo', before: first.nextBefore ?? '' }),
    );
    expect(second).toMatchObject({ calls: 0, result: { complete: true, notice: null } });
    expect(guids(second.result.items)).toEqual(expected.slice(10, 20).map((row) => row.guid));
  });

  it('are shared by identical loads at the same time', async () => {
    const marketoId = await grid.addPerson();
    await untilComplete(() => loadActivities(grid.ctx, marketoId, newest));
    const [fresh] = record(grid.marketo, [{ marketoId, at: grid.clock.now(), typeId: 10 }]);
    const both = await callsOf(() =>
      Promise.all([loadActivities(grid.ctx, marketoId, newest), loadActivities(grid.ctx, marketoId, newest)]),
    );
    expect(both.calls).toBe(2);
    expect(both.result.map((page) => guids(page.items))).toEqual([[fresh?.guid], [fresh?.guid]]);
    expect(both.result.map((page) => page.apiCalls).sort()).toEqual([0, 2]);
  });

  it('end after 2.5 seconds, and the next load goes on', async () => {
    const marketoId = await grid.addPerson();
    record(grid.marketo, busyWeek(marketoId, 5));
    const slow = {
      ...grid.ctx,
      marketo: async () => {
        const client = await grid.ctx.marketo('live-grid');
        return {
          ...client,
          getActivities: async (input: Parameters<typeof client.getActivities>[0]) => {
            grid.marketo.clock.advance(1_400);
            return client.getActivities(input);
          },
        };
      },
    };
    const first = await callsOf(() => loadActivities(slow, marketoId, newest));
    expect(first.calls).toBeLessThanOrEqual(3);
    expect(first.result).toMatchObject({ complete: false, live: true });
    const { page } = await untilComplete(() => loadActivities(slow, marketoId, newest));
    expect(page.items).toHaveLength(5);
  });
});

describe('a person with 5,000 activities', () => {
  const shownTypes = [2, 8, 9, 10, 11, 27, 39, 40, 45, 46, 60];
  const many = (marketoId: number) =>
    Array.from({ length: 5_000 }, (_, i) => ({
      marketoId,
      // Every third row shares its second with the row before.
      at: wholeSecond(daysAgo(700).getTime() + (i - (i % 3 === 2 ? 1 : 0)) * 0.139 * dayMs),
      typeId: shownTypes[(i * 7) % shownTypes.length] ?? 10,
    }));

  it('is paged newest first without a gap or a double, while new rows arrive', async () => {
    const marketoId = await grid.addPerson();
    const other = await grid.addPerson();
    const recorded = record(grid.marketo, [...many(marketoId), ...many(other).map((row) => ({ ...row, typeId: 10 }))]);
    const expected = recorded.filter((row) => row.marketoId === marketoId);

    const arrived: string[] = [];
    const items = await readAllPages(grid.ctx, marketoId, 250, () => {
      grid.marketo.clock.advance(1_000);
      const rows = record(grid.marketo, [{ marketoId, at: grid.clock.now(), typeId: 10 }]);
      arrived.push(...rows.map((row) => row.guid));
    });

    expect(items.map((item) => item.occurredAt)).toEqual(expected.map((row) => row.at.toISOString()));
    expect(new Set(guids(items))).toEqual(new Set(expected.map((row) => row.guid)));
    expect(new Set(guids(items)).size).toBe(5_000);

    const { page } = await untilComplete(() => loadActivities(grid.ctx, marketoId, newest));
    expect(guids(page.items).slice(0, arrived.length)).toEqual(arrived.reverse());
  });

  it('does not start over when the first week does not fit one load', async () => {
    const marketoId = await grid.addPerson();
    const rows = Array.from({ length: 5_000 }, (_, i) => ({
      marketoId,
      at: minutesAgo(1 + i * 2),
      typeId: i % 2 ? 10 : 2,
    }));
    const expected = record(grid.marketo, rows);
    const { page, answers } = await untilComplete(() => loadActivities(grid.ctx, marketoId, newest));
    expect(answers.length).toBeGreaterThan(1);
    expect(answers.slice(0, -1).every((answer) => answer.items.length === 50 && answer.nextBefore === null)).toBe(true);
    expect(answers.reduce((calls, answer) => calls + answer.apiCalls, 0)).toBeLessThanOrEqual(
      2 * Math.ceil(2_500 / 300) + 5,
    );
    expect(guids(page.items)).toEqual(expected.slice(0, 50).map((row) => row.guid));
  });
});

describe('the kinds', () => {
  it('narrow the rows, and reading goes further back for them', async () => {
    const marketoId = await grid.addPerson();
    const calls = [3, 40, 200].map((days) => ({ marketoId, at: daysAgo(days), typeId: 60 }));
    const expected = record(grid.marketo, [...busyWeek(marketoId, 80), ...calls]).filter((row) => row.typeId === 60);
    const wish = { ...newest, kinds: ['call' as const] };
    const { page } = await untilComplete(() => loadActivities(grid.ctx, marketoId, wish));
    expect(guids(page.items)).toEqual(expected.map((row) => row.guid));
    expect(page.nextBefore).toBeNull();
  });
});

describe('rows that come late', () => {
  it('are found from the position when committed after their date', async () => {
    const marketoId = await grid.addPerson();
    grid.marketo.world.addActivity({
      leadId: marketoId,
      activityTypeId: 6,
      activityDate: grid.clock.now(),
      commitAfterMs: 1_200_000,
    });
    await untilComplete(() => loadActivities(grid.ctx, marketoId, newest));
    grid.marketo.clock.advance(1_800_000);
    const page = await loadActivities(grid.ctx, marketoId, newest);
    expect(page.items.map((item) => item.type)).toEqual(['Send Email']);
    expect(page.apiCalls).toBe(2);
  });

  it('are found by reading the last day again when they appear behind the position', async () => {
    const marketoId = await grid.addPerson();
    const [late] = record(grid.marketo, [{ marketoId, at: grid.clock.now(), typeId: 10 }]);
    let hidden = true;
    const hiding = {
      ...grid.ctx,
      marketo: async () => {
        const client = await grid.ctx.marketo('live-grid');
        return {
          ...client,
          getActivities: async (input: Parameters<typeof client.getActivities>[0]) => {
            const page = await client.getActivities(input);
            return hidden ? { ...page, activities: [] } : page;
          },
        };
      },
    };
    await untilComplete(() => loadActivities(hiding, marketoId, newest));
    hidden = false;
    grid.marketo.clock.advance(600_000);
    expect((await loadActivities(hiding, marketoId, newest)).items).toEqual([]);
    grid.marketo.clock.advance(3_600_000);
    const page = await loadActivities(hiding, marketoId, newest);
    expect(guids(page.items)).toEqual([late?.guid]);
    grid.marketo.clock.advance(60_000);
    expect((await loadActivities(hiding, marketoId, newest)).apiCalls).toBe(2);
  });
});

describe('merged people', () => {
  it('lead to the winner, which shows the activities of both once', async () => {
    const winner = await grid.addPerson();
    const [seen, unseen] = [await grid.addPerson(), await grid.addPerson()];
    const all = record(
      grid.marketo,
      [winner, seen, unseen].flatMap((id) => busyWeek(id, 4)),
    );
    await untilComplete(() => loadActivities(grid.ctx, winner, newest));
    await untilComplete(() => loadActivities(grid.ctx, seen, newest));

    grid.marketo.world.mergeLeads(winner, [seen, unseen]);
    await mergePeople(grid.ctx.db, { winnerId: winner, loserIds: [seen, unseen], at: grid.clock.now() });

    const stored = await loadActivities(grid.ctx, seen, { ...newest, from: 'stored' });
    expect(stored.items.length).toBeGreaterThanOrEqual(4);
    for (const id of [seen, winner, unseen]) {
      const { page } = await untilComplete(() => loadActivities(grid.ctx, id, newest));
      expect(new Set(guids(page.items))).toEqual(new Set(all.map((row) => row.guid)));
      expect(page.items).toHaveLength(12);
    }
  });
});

describe('what changes between loads', () => {
  it('a new set of activity types starts the groups anew', async () => {
    const marketoId = await grid.addPerson();
    const expected = record(grid.marketo, [
      { marketoId, at: daysAgo(2), typeId: 46 },
      { marketoId, at: daysAgo(1), typeId: 10 },
    ]);
    const connection = await selectMarketoConnection(grid.ctx.db);
    if (!connection) throw new Error('not connected');
    const without = connection.activityTypes.filter((type) => type.id !== 46);
    await upsertMarketoConnection(grid.ctx.db, { ...connection, activityTypes: without });
    const { page: before } = await untilComplete(() => loadActivities(grid.ctx, marketoId, newest));
    expect(guids(before.items)).toEqual([expected[0]?.guid]);

    await upsertMarketoConnection(grid.ctx.db, connection);
    const { page: after } = await untilComplete(() => loadActivities(grid.ctx, marketoId, newest));
    expect(guids(after.items)).toEqual(expected.map((row) => row.guid));
  });

  it('two processes at the same time lose nothing', async () => {
    const marketoId = await grid.addPerson();
    const other = secondProcess(grid.database.url, grid.clock);
    const expected: string[] = [];
    for (let round = 0; round < 5; round++) {
      grid.marketo.clock.advance(1_000);
      const rows = record(
        grid.marketo,
        [10, 1].map((typeId) => ({ marketoId, at: grid.clock.now(), typeId })),
      );
      expected.push(...rows.map((row) => row.guid));
      const loads = [grid.ctx, other.ctx].map((ctx) => untilComplete(() => loadActivities(ctx, marketoId, newest)));
      for (const { page } of await Promise.all(loads)) expect(new Set(guids(page.items))).toEqual(new Set(expected));
    }
    await other.close();
  });
});

describe('the weeks', () => {
  it('count what Marketo recorded, once the 90 days are read', async () => {
    const marketoId = await grid.addPerson();
    const rows = Array.from({ length: 40 }, (_, i) => ({ marketoId, at: daysAgo(i * 2.2), typeId: i % 4 ? 10 : 60 }));
    record(grid.marketo, rows);
    let weeks = await loadWeeks(grid.ctx, marketoId);
    for (let asked = 1; !weeks.complete && asked < 5; asked++) {
      expect(weeks.apiCalls).toBeLessThanOrEqual(6);
      weeks = await loadWeeks(grid.ctx, marketoId);
    }
    const firstMonday = new Date(`${weeks.weeks[0]?.weekStart}T00:00:00Z`);
    const shown = rows.filter((row) => row.at >= firstMonday);
    const total = (kind: 'email' | 'call') => weeks.weeks.reduce((sum, week) => sum + week.counts[kind], 0);
    expect(weeks.complete).toBe(true);
    expect(weeks.weeks.at(-1)).toMatchObject({ weekStart: '2026-11-23', counts: { call: 1, email: 0 } });
    expect(total('email')).toBe(shown.filter((row) => row.typeId === 10).length);
    expect(total('call')).toBe(shown.filter((row) => row.typeId === 60).length);
    expect((await loadWeeks(grid.ctx, marketoId)).apiCalls).toBe(0);
  });
});

describe('bad requests', () => {
  it('are an unknown person and a cursor that is not ours', async () => {
    const marketoId = await grid.addPerson();
    const refusal = (run: Promise<unknown>) =>
      run.then(
        () => null,
        (error: unknown) => (error instanceof AppError ? error.code : error),
      );
    expect(await refusal(loadActivities(grid.ctx, 987_654, newest))).toBe('not_found');
    expect(await refusal(loadWeeks(grid.ctx, 987_654))).toBe('not_found');
    expect(await refusal(loadActivities(grid.ctx, marketoId, { ...newest, before: 'x' }))).toBe('bad_request');
  });
});

describe('without a connection', () => {
  it('says so, and shows nothing it does not know', async () => {
    const marketoId = await grid.addPerson();
    const ctx = testCtx({ database: grid.database, clock: grid.clock });
    const connection = await selectMarketoConnection(grid.ctx.db);
    if (!connection) throw new Error('not connected');
    await upsertMarketoConnection(grid.ctx.db, { ...connection, activityTypes: [] });
    const page = await loadActivities(ctx, marketoId, newest);
    expect(page).toMatchObject({ items: [], live: false, complete: false, apiCalls: 0, nextBefore: null });
    expect(page.notice).toBe('Marketo is not connected; no activities could be read.');
    await connectToSimulator(grid.ctx, grid.marketo, { callsPerWindow: 1e6, concurrent: 100 });
  });
});
