import { expect, test } from 'vitest';
import { type ActivityDetail, type ActivityLog, createActivityLog } from './activity-log';

const derive = (typeId: number, variant: number): ActivityDetail => ({ attributes: [['Made of', typeId + variant]] });
const newLog = () => createActivityLog(derive);
const detail = (text: string): ActivityDetail => ({ attributes: [['Text', text]] });
const rowsOf = (log: ActivityLog) => Array.from({ length: log.size() }, (_, index) => log.row(index + 1));

test('gives back every detail as it was given, whatever its form', () => {
  const log = newLog();
  const given: ActivityDetail[] = [
    { attributes: [] },
    { primaryAttributeValueId: 0, primaryAttributeValue: '', campaignId: 0, attributes: [['A', null]] },
    {
      primaryAttributeValue: '株式会社 🦄 \u2028 \0',
      attributes: [
        ['A', false],
        ['B', 1.5],
        ['A', [1, 2]],
      ],
    },
    { attributes: [['Long', 'x'.repeat(3_000_000)]] },
    { attributes: [['A', 'after a long one']] },
  ];
  for (const one of given) log.append({ leadId: 1, typeId: 100_001, atSeconds: 5, detail: one });
  expect(rowsOf(log).map((row) => row.detail)).toEqual(given);
  expect(log.typeIdAt(1)).toBe(100_001);
});

test('a token starts at the first row, in commit order, that is as new as its date', () => {
  const log = newLog();
  const dates = Array.from({ length: 2000 }, (_, index) => 1000 + index - (index % 7 === 3 ? 600 : 0));
  for (const atSeconds of dates) log.append({ leadId: 1, typeId: 1, atSeconds, detail: detail('') });
  for (const since of [0, 1000, 1003, 1256, 1257, 1511, 1512, 2048, 2999, 3000]) {
    const first = dates.findIndex((atSeconds) => atSeconds >= since);
    expect(log.firstSince(since)).toBe(first < 0 ? dates.length + 1 : first + 1);
  }
});

test('a late row is appended after rows that happened later, and only when the time has come', () => {
  const log = newLog();
  log.appendLater(5000, { leadId: 1, typeId: 1, atSeconds: 1, detail: detail('late') });
  log.append({ leadId: 1, typeId: 1, atSeconds: 2, detail: detail('at once') });
  log.commitDue(4999);
  expect(log.size()).toBe(1);
  log.commitDue(5000);
  expect(rowsOf(log).map((row) => [row.atSeconds, row.detail])).toEqual([
    [2, detail('at once')],
    [1, detail('late')],
  ]);
});

test('P0-8 a merge gives the losers’ rows to the winner in their place, also late ones and those of earlier losers', () => {
  const log = newLog();
  for (const leadId of [1, 2, 3, 4])
    log.append({ leadId, typeId: 1, atSeconds: leadId, detail: detail(`of ${leadId}`) });
  log.appendLater(9, { leadId: 2, typeId: 1, atSeconds: 9, detail: detail('late') });
  log.reassign(new Set([1, 2]), 3);
  log.reassign(new Set([3]), 4);
  log.commitDue(9);
  expect(rowsOf(log).map((row) => row.leadId)).toEqual([4, 4, 4, 4, 4]);
  expect(rowsOf(log).map((row) => row.atSeconds)).toEqual([1, 2, 3, 4, 9]);
});

test('a dump holds what was not seeded, names what was, and remembers merges of both', () => {
  const seed = (log: ActivityLog) => {
    const before = log.size();
    for (const leadId of [11, 12]) log.appendDerived(leadId, 7, leadId, leadId);
    log.markSeeded(before, 0);
  };
  const log = newLog();
  log.append({ leadId: 1, typeId: 1, atSeconds: 1, detail: detail('before') });
  seed(log);
  log.append({ leadId: 12, typeId: 2, atSeconds: 2, detail: detail('after') });
  log.appendLater(50, { leadId: 1, typeId: 1, atSeconds: 3, detail: detail('late') });
  log.reassign(new Set([12]), 11);
  log.reassign(new Set([11]), 1);
  const parts = [...log.dump()];
  expect(parts.map((part) => ('rows' in part ? part.rows.typeIds.length : 'seeded'))).toEqual([1, 'seeded', 1]);

  const again = newLog();
  for (const part of structuredClone(parts)) 'rows' in part ? again.loadRows(part.rows) : seed(again);
  again.loadEnd(structuredClone(log.dumpEnd()));
  for (const one of [log, again]) one.commitDue(50);
  expect(rowsOf(again)).toEqual(rowsOf(log));
  expect(rowsOf(again).map((row) => row.leadId)).toEqual([1, 1, 1, 1, 1]);
  expect([...again.dump()]).toEqual([...log.dump()]);
});
