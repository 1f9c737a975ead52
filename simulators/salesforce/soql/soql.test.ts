import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type SalesforceSimulator, startSalesforce } from '@/simulators/salesforce/index';
import { createTestClient, type TestClient } from '@/simulators/salesforce/test-client';
import { parseSoql } from './parse';

const startAt = new Date('2026-11-04T10:00:00Z');
let org: SalesforceSimulator;
let api: TestClient;

beforeAll(async () => {
  org = await startSalesforce({ startAt });
  api = createTestClient(org);
  const account = org.world.create('Account', { Name: 'Globex' });
  const make = (LastName: string, more: object = {}) => org.world.create('Contact', { LastName, ...more });
  const ada = make('Byron', { FirstName: 'Ada', Email: 'Ada@Example.com', AccountId: account, Title: '100%_sure' });
  make("O'Neill", { Email: 'o@example.com', DoNotCall: true });
  make('back\\slash');
  const lead = org.world.create('Lead', { LastName: 'Lee', Company: 'Acme' });
  const task = (Subject: string, more: object) => org.world.create('Task', { Subject, ...more });
  task('today', { ActivityDate: '2026-11-04', WhoId: ada, WhatId: account });
  task('yesterday', { ActivityDate: '2026-11-03', WhoId: lead, CallDurationInSeconds: 30 });
  task('week', { ActivityDate: '2026-11-01', WhoId: ada, CallDurationInSeconds: 90 });
  task('old', { ActivityDate: '2026-10-30' });
  task('undated', {});
});
afterAll(() => org.close());

const names = async (soql: string): Promise<string[]> => {
  const answer = await api.query(soql);
  if (!answer.records) throw new Error(JSON.stringify(answer));
  return answer.records.map((row: Record<string, string>) => row.Subject ?? row.LastName);
};
const tasks = (rest: string) => names(`SELECT Subject FROM Task ${rest}`);
const contacts = (rest: string) => names(`SELECT LastName FROM Contact ${rest}`);
const refused = async (soql: string) => (await api.query(soql))[0]?.errorCode;

describe('what is found', () => {
  test('text without regard to case, with escapes and patterns', async () => {
    expect(await contacts("WHERE Email = 'ada@EXAMPLE.com'")).toEqual(['Byron']);
    expect(await contacts("where lastname = 'O\\'Neill'")).toEqual(["O'Neill"]);
    expect(await contacts("WHERE LastName = 'back\\\\slash'")).toEqual(['back\\slash']);
    expect(await contacts("WHERE LastName LIKE 'b%' ORDER BY LastName")).toEqual(['Byron', 'back\\slash']);
    expect(await contacts("WHERE LastName LIKE '_yron'")).toEqual(['Byron']);
    expect(await contacts("WHERE Title LIKE '100\\%\\_%'")).toEqual(['Byron']);
    expect(await contacts("WHERE LastName LIKE 'B.r%'")).toEqual([]);
  });

  test('empty fields: equal to null, unequal to everything, in no order', async () => {
    expect(await contacts('WHERE Email = null')).toEqual(['back\\slash']);
    expect(await contacts("WHERE Email != 'o@example.com' ORDER BY LastName")).toEqual(['Byron', 'back\\slash']);
    expect(await tasks('WHERE CallDurationInSeconds > 0 ORDER BY CallDurationInSeconds DESC')).toEqual([
      'week',
      'yesterday',
    ]);
    expect(await tasks('WHERE ActivityDate < 2026-11-01')).toEqual(['old']);
  });

  test('and, or, not, lists and parentheses', async () => {
    expect(
      await contacts("WHERE (LastName = 'Byron' OR DoNotCall = true) AND Email != null ORDER BY LastName"),
    ).toEqual(['Byron', "O'Neill"]);
    expect(await contacts("WHERE NOT (LastName = 'Byron') AND NOT DoNotCall = true")).toEqual(['back\\slash']);
    expect(await contacts("WHERE LastName NOT IN ('Byron', 'back\\\\slash')")).toEqual(["O'Neill"]);
    expect(await tasks("WHERE Subject IN ('TODAY', 'old') ORDER BY Subject")).toEqual(['old', 'today']);
  });

  test('date literals', async () => {
    expect(await tasks('WHERE ActivityDate = TODAY')).toEqual(['today']);
    expect(await tasks('WHERE ActivityDate = YESTERDAY')).toEqual(['yesterday']);
    expect(await tasks('WHERE ActivityDate = THIS_WEEK ORDER BY ActivityDate')).toEqual(['week', 'yesterday', 'today']);
    expect(await tasks('WHERE ActivityDate = LAST_N_DAYS:3 ORDER BY ActivityDate')).toEqual([
      'week',
      'yesterday',
      'today',
    ]);
    expect(await tasks('WHERE ActivityDate < THIS_MONTH')).toEqual(['old']);
    expect(await tasks('WHERE ActivityDate > YESTERDAY')).toEqual(['today']);
    expect(await tasks('WHERE CreatedDate = TODAY AND ActivityDate = null')).toEqual(['undated']);
  });

  test('instants with an offset', async () => {
    expect(await tasks("WHERE CreatedDate >= 2026-11-04T11:00:00+01:00 AND Subject = 'old'")).toEqual(['old']);
    expect(await tasks('WHERE CreatedDate > 2026-11-04T10:00:00Z')).toEqual([]);
  });

  test('order with nulls first by default, last when asked; limit and offset', async () => {
    expect((await tasks('ORDER BY ActivityDate'))[0]).toBe('undated');
    expect((await tasks('ORDER BY ActivityDate DESC NULLS LAST')).at(-1)).toBe('undated');
    expect(await tasks('ORDER BY ActivityDate NULLS LAST, Subject LIMIT 2 OFFSET 1')).toEqual(['week', 'yesterday']);
  });

  test('relations: of one kind, of several, to the owner; conditions across them', async () => {
    const { records } = await api.query(
      "SELECT Subject, Who.Type, Who.Name, What.Name, Account.Name, Owner.Email FROM Task WHERE Subject = 'today'",
    );
    expect(records[0]).toMatchObject({
      Who: { Type: 'Contact', Name: 'Ada Byron' },
      What: { Name: 'Globex' },
      Account: { Name: 'Globex' },
      Owner: { Email: 'integration.user@example.com' },
    });
    expect(await tasks("WHERE Who.Type = 'Lead'")).toEqual(['yesterday']);
    expect(await contacts("WHERE Account.Name = 'globex'")).toEqual(['Byron']);
  });

  test('children of a record, and null without any', async () => {
    const { records } = await api.query(
      "SELECT LastName, (SELECT Subject FROM Tasks WHERE IsClosed = false ORDER BY Subject) FROM Contact WHERE LastName IN ('Byron', 'O\\'Neill') ORDER BY LastName",
    );
    expect(records[0].Tasks).toMatchObject({
      totalSize: 2,
      done: true,
      records: [{ Subject: 'today' }, { Subject: 'week' }],
    });
    expect(records[1].Tasks).toBe(null);
  });

  test('counting', async () => {
    expect(await api.query('SELECT COUNT() FROM Task WHERE ActivityDate != null')).toEqual({
      totalSize: 4,
      done: true,
      records: [],
    });
  });
});

describe('what is refused', () => {
  test.each([
    ['and mixed with or', "SELECT Id FROM Task WHERE Subject = 'a' AND Type = 'b' OR Status = 'c'", 'MALFORMED_QUERY'],
    ['an unknown field', 'SELECT Nope FROM Task', 'INVALID_FIELD'],
    ['an unknown field in a condition', "SELECT Id FROM Task WHERE Nope = 'x'", 'INVALID_FIELD'],
    ['an unknown relation', 'SELECT Nope.Name FROM Task', 'INVALID_FIELD'],
    ['an unknown object', 'SELECT Id FROM Nope', 'INVALID_TYPE'],
    ['a filter on Description', "SELECT Id FROM Task WHERE Description LIKE '%x%'", 'INVALID_FIELD'],
    ['an order by Description', 'SELECT Id FROM Task ORDER BY Description', 'MALFORMED_QUERY'],
    ['an unescaped quote', "SELECT Id FROM Contact WHERE LastName = 'O'Neill'", 'MALFORMED_QUERY'],
    ['an open quote', "SELECT Id FROM Contact WHERE LastName = 'O", 'MALFORMED_QUERY'],
    ['a bad escape', "SELECT Id FROM Contact WHERE LastName = 'a\\q'", 'MALFORMED_QUERY'],
    ['a quoted instant', "SELECT Id FROM Task WHERE CreatedDate > '2026-01-01T00:00:00Z'", 'INVALID_FIELD'],
    ['text without quotes', 'SELECT Id FROM Contact WHERE LastName = 5', 'INVALID_FIELD'],
    ['a day for an instant', 'SELECT Id FROM Task WHERE CreatedDate > 2026-01-01', 'INVALID_FIELD'],
    ['a broken id', "SELECT Id FROM Task WHERE WhoId = 'nobody'", 'INVALID_QUERY_FILTER_OPERATOR'],
    ['LIKE on a date', "SELECT Id FROM Task WHERE ActivityDate LIKE '2026%'", 'INVALID_QUERY_FILTER_OPERATOR'],
    ['an offset over 2,000', 'SELECT Id FROM Task LIMIT 1 OFFSET 2001', 'NUMBER_OUTSIDE_VALID_RANGE'],
    ['a trailing word', 'SELECT Id FROM Task LIMIT 1 PLEASE', 'MALFORMED_QUERY'],
    ['nothing selected', 'SELECT FROM Task', 'MALFORMED_QUERY'],
    ['a star', 'SELECT * FROM Task', 'MALFORMED_QUERY'],
  ])('%s', async (_, soql, code) => {
    expect(await refused(soql)).toBe(code);
  });

  test.each([
    'SELECT Status, COUNT(Id) FROM Task GROUP BY Status',
    'SELECT Id FROM Task FOR UPDATE',
    'SELECT Id FROM Task ALL ROWS',
    'SELECT FIELDS(ALL) FROM Task LIMIT 1',
    'SELECT Id FROM Contact WHERE AccountId IN (SELECT Id FROM Account)',
    'SELECT MAX(CreatedDate) FROM Task',
  ])('what real SOQL knows is named as not simulated: %s', async (soql) => {
    const before = org.unknownRequests.length;
    expect((await api.query(soql))[0]).toMatchObject({
      errorCode: 'MALFORMED_QUERY',
      message: expect.stringContaining('not simulated'),
    });
    expect(org.unknownRequests.slice(before)).toEqual([`SOQL ${soql}`]);
  });
});

test('a value whose backslash is not escaped breaks out of its quotes; with it, it is inert', async () => {
  const value = "x\\' OR LastName != '";
  const where = (text: string) => `SELECT LastName FROM Contact WHERE LastName = '${text}'`;
  expect(await refused(where(value.replaceAll("'", "\\'")))).toBe('MALFORMED_QUERY');
  expect(await names(where(value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")))).toEqual([]);
});

test('the parser reads what it is given', () => {
  expect(
    parseSoql(
      "SELECT Id, Who.Name FROM Task WHERE (A = 1 OR NOT B <> 'x') AND C IN (null, TRUE) ORDER BY D DESC NULLS LAST LIMIT 5",
    ),
  ).toEqual({
    select: [
      { kind: 'field', path: ['Id'] },
      { kind: 'field', path: ['Who', 'Name'] },
    ],
    from: 'Task',
    where: {
      kind: 'and',
      parts: [
        {
          kind: 'or',
          parts: [
            { kind: 'compare', path: ['A'], operator: '=', values: [{ kind: 'number', value: 1 }] },
            {
              kind: 'not',
              part: {
                kind: 'compare',
                path: ['B'],
                operator: '!=',
                values: [{ kind: 'string', value: 'x', raw: 'x' }],
              },
            },
          ],
        },
        { kind: 'compare', path: ['C'], operator: 'IN', values: [{ kind: 'null' }, { kind: 'boolean', value: true }] },
      ],
    },
    orderBy: [{ path: ['D'], descending: true, nullsFirst: false }],
    limit: 5,
    offset: 0,
  });
});
