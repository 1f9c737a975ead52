/** Our clock is ten minutes ahead of Marketo's, which is more than any machine should be. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { selectMarketoConnection } from '@/db/queries/settings';
import type { Clock } from '../clock';
import { createLogger } from '../logger';
import { clockOf, runOnce, runToEnd } from '../test/sync-driver';
import { type SyncWorld, startSyncWorld } from '../test/sync-world';

let w: SyncWorld;
const aheadMs = 10 * 60_000;

beforeAll(async () => {
  w = await startSyncWorld({
    seed: 62,
    people: 50,
    loaded: false,
    clock: ({ clock }): Clock => {
      const theirs = clockOf(clock);
      return { ...theirs, now: () => new Date(theirs.now().getTime() + aheadMs) };
    },
  });
});
afterAll(() => w.close());

const minted = () =>
  w.callsTo('/pagingtoken.json').map((call) => ({ since: new Date(call.query.sinceDatetime ?? ''), at: call.at }));

describe("cursor rule 6: positions come from Marketo's clock, never from ours", () => {
  it('takes the first position 15 minutes before what Marketo calls now', async () => {
    await runToEnd(w.ctx, 'load-people', w.wait);
    const [first] = minted();
    const backSeconds = ((first?.at.getTime() ?? 0) - (first?.since.getTime() ?? 0)) / 1000;
    expect(Math.abs(backSeconds - 15 * 60)).toBeLessThanOrEqual(2);
  });

  it('never asks for a position that is still to come', async () => {
    w.marketo.pageTokens.expireAll();
    w.wait();
    await runToEnd(w.ctx, 'follow-people', w.wait);
    expect(minted().length).toBeGreaterThan(3);
    expect(minted().filter(({ since, at }) => since > at)).toEqual([]);
  });

  it('loses no change for it', async () => {
    const id = w.listed('lead');
    w.marketo.world.setOwner(id, null);
    await w.settle();
    expect(await w.stateOf(id)).toBe('unowned');
  });

  it('notes the difference and warns of it', async () => {
    const lines: string[] = [];
    const log = createLogger('warn', { write: (line) => void lines.push(line) });
    w.wait();
    await runOnce({ ...w.ctx, log }, 'follow-people');
    const noted = (await selectMarketoConnection(w.database.db))?.clockAheadMs ?? 0;
    expect(Math.abs(noted + aheadMs)).toBeLessThan(3_000);
    expect(lines.join('')).toContain("this machine's clock and Marketo's are more than a minute apart");
  });
});
