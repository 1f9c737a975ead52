import { describe, expect, it } from 'vitest';
import type { SalesforceClient } from './client';
import { longestWay, whatBecameOf } from './find-records';

const contact = (n: number) => `003${String(n).padStart(12, '0')}AAA`;

describe('what became of records', () => {
  it('is asked once of each, where ways of different length lead to the same living one', async () => {
    // 1 → 2; 3 → 4 → 2: what is alive is never asked for again.
    const { client, asked } = org({ [contact(1)]: contact(2), [contact(3)]: contact(4), [contact(4)]: contact(2) });
    const moved = await whatBecameOf(client, [contact(1), contact(3)]);
    expect([...moved.keys()].sort()).toEqual([contact(1), contact(3), contact(4)]);
    expect(asked.toSorted()).toEqual([contact(1), contact(2), contact(3), contact(4)]);
  });

  it('ends where two ways wake each other up, one step apart', async () => {
    const { client, asked } = org({
      [contact(1)]: contact(2),
      [contact(3)]: contact(4),
      [contact(4)]: contact(5),
    });
    const moved = await whatBecameOf(client, [contact(1), contact(3)]);
    expect(moved.get(contact(4))).toEqual({ to: contact(5), how: 'merged' });
    expect(asked).toHaveLength(5);
  });

  it('ends where a chain points back', async () => {
    const { client, asked } = org({
      [contact(1)]: contact(2),
      [contact(2)]: contact(3),
      [contact(3)]: contact(2),
    });
    expect((await whatBecameOf(client, [contact(1)])).size).toBe(3);
    expect(asked).toHaveLength(3);
  });

  it('goes no further than the longest way', async () => {
    const chain = Array.from({ length: 50 }, (_, n) => [contact(n), contact(n + 1)] as const);
    const { client, asked } = org(Object.fromEntries(chain));
    await whatBecameOf(client, [contact(0)]);
    expect(asked).toHaveLength(longestWay + 1);
  });
});

/** An org in which these contacts were merged into those. Past a hundred questions it gives up. */
function org(mergedInto: Record<string, string>) {
  const asked: string[] = [];
  const queryAll = async ({ soql }: { soql: string }) => {
    const ids = soql.match(/003\d{12}AAA/g) ?? [];
    asked.push(...ids);
    if (asked.length > 100) throw new Error('It asks in a circle.');
    return ids.map((Id) => ({ Id, IsDeleted: Id in mergedInto, MasterRecordId: mergedInto[Id] ?? null }));
  };
  return { client: { queryAll } as unknown as SalesforceClient, asked };
}
