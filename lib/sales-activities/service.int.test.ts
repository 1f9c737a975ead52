import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { upsertPeople } from '@/db/queries/people-sync';
import { upsertUser } from '@/db/queries/users';
import { testDatabase } from '@/db/test/database';
import type { Actor } from '../auth/model';
import { aReading } from '../test/builders';
import { manualClock } from '../test/clock';
import { testCtx } from '../test/context';
import { aSeller } from '../test/sellers';
import { SalesActivityBatch, SalesActivityResults } from './contract';
import { salesActivityKinds } from './model';
import { reportSalesActivities } from './service';

const clock = manualClock('2026-03-01T12:00:00Z');
let database: Awaited<ReturnType<typeof testDatabase>>;
let seller: Actor;
let other: Actor;
let admin: Actor;

beforeAll(async () => {
  database = await testDatabase();
  [seller, other] = [await aSeller(database.db), await aSeller(database.db)];
  admin = await aSeller(database.db, { role: 'admin' });
  await upsertPeople(
    database.db,
    [1, 2, 3].map((marketoId) => aReading({ marketoId })),
  );
});
afterAll(() => database.close());

async function report(actor: Actor | null, ...activities: unknown[]) {
  const answer = await reportSalesActivities(
    { ...testCtx({ database, clock }), actor },
    SalesActivityBatch.parse({ activities }),
  );
  expect(SalesActivityResults.parse(answer)).toEqual(answer);
  return answer.results;
}

const journal = (key: string) =>
  database.db.execute<{
    reporter: string;
    userId: string;
    tokenId: string | null;
    payload: Record<string, unknown>;
  }>(sql`
    select reporter, user_id as "userId", token_id as "tokenId", payload from sales_activities
    where idempotency_key = ${key}`);

const occurredAt = '2026-03-01T11:00:00Z';
const aCall = (key: string, given: Record<string, unknown> = {}) => ({
  kind: 'call',
  key,
  person: { marketoId: 1 },
  occurredAt,
  payload: { status: 'completed', durationSeconds: 90 },
  ...given,
});
const mail = { emailId: 'm1', emailSubject: 'Hello' };
const payloads: Record<string, unknown> = {
  'email-clicked': { ...mail, link: 'https://example.com' },
  'email-bounced': { ...mail, email: 'ann@example.com', details: '550 no such user' },
  call: { status: 'failed' },
  'campaign-added': { campaignId: '7', campaignName: 'Spring' },
  'campaign-removed': { campaignId: '7', campaignName: 'Spring' },
};

describe('reporting sales activities', () => {
  it('takes every kind, as what the caller did', async () => {
    const rows = salesActivityKinds.map((kind) => aCall(`kind-${kind}`, { kind, payload: payloads[kind] ?? mail }));
    const results = await report(seller, ...rows);
    expect(results.map(({ key, outcome }) => [key, outcome])).toEqual(
      salesActivityKinds.map((kind) => [`kind-${kind}`, 'recorded']),
    );
    for (const { key, attribute } of [
      { key: 'kind-email-sent', attribute: 'sentBy' },
      { key: 'kind-email-replied', attribute: 'receivedBy' },
      { key: 'kind-call', attribute: 'madeBy' },
    ]) {
      expect(await journal(key)).toMatchObject([{ userId: seller.userId, payload: { [attribute]: seller.email } }]);
    }
  });

  it('gives each row an outcome of its own, in the order of the rows', async () => {
    await report(seller, aCall('mixed-told'));
    const results = await report(
      seller,
      aCall('mixed-new'),
      aCall('mixed-told'),
      aCall('mixed-told', { payload: { status: 'failed' } }),
      aCall('mixed-nobody', { person: { marketoId: 404 } }),
      aCall('mixed-future', { occurredAt: '2026-03-01T12:05:01Z' }),
      aCall('mixed-typo', { payload: { status: 'completed', duration: 90 } }),
      aCall('mixed-seller', { payload: { status: 'completed', madeBy: 'ceo@example.com' } }),
      aCall('mixed-url', { payload: { status: 'completed', recordingUrl: 'javascript:alert(1)' } }),
      'nonsense',
      null,
      aCall('mixed-last'),
    );
    expect(results.map(({ key, outcome, reason }) => [key, outcome, reason])).toEqual([
      ['mixed-new', 'recorded', null],
      ['mixed-told', 'known', null],
      ['mixed-told', 'conflict', null],
      ['mixed-nobody', 'refused', 'unknown-person'],
      ['mixed-future', 'refused', 'in-the-future'],
      ['mixed-typo', 'invalid', null],
      ['mixed-seller', 'invalid', null],
      ['mixed-url', 'invalid', null],
      [null, 'invalid', null],
      [null, 'invalid', null],
      ['mixed-last', 'recorded', null],
    ]);
    for (const result of results) {
      const isKept = result.outcome === 'recorded' || result.outcome === 'known';
      expect(result.sentence === null).toBe(isKept);
    }
    expect(results[7]?.fields).toEqual({ 'payload.recordingUrl': 'Expected an http or https address' });
  });

  it('says of each destination why nothing goes there', async () => {
    const [result] = await report(seller, aCall('why'));
    expect(result?.deliveries).toEqual(
      ['Marketo', 'Salesforce'].map((title) => ({
        destination: title.toLowerCase(),
        state: 'skipped',
        reason: 'switched-off',
        sentence: `An admin has not switched “Call” on for ${title}.`,
      })),
    );
  });

  it('records once what one batch says twice', async () => {
    const results = await report(seller, aCall('twice'), aCall('twice'));
    expect(results.map(({ outcome }) => outcome)).toEqual(['recorded', 'known']);
    expect(results[1]?.id).toBe(results[0]?.id);
  });

  it('lets two sellers use the same keys without seeing each other', async () => {
    const [mine] = await report(seller, aCall('shared'));
    const [theirs] = await report(other, aCall('shared', { payload: { status: 'failed' } }));
    expect(theirs?.outcome).toBe('recorded');
    expect(theirs?.id).not.toBe(mine?.id);
  });

  it('records once when two batches with the same keys cross, in opposite orders', async () => {
    const keys = Array.from({ length: 30 }, (_, n) => `cross-${n}`);
    const [one, two] = await Promise.all([
      report(seller, ...keys.map((key) => aCall(key))),
      report(seller, ...keys.toReversed().map((key) => aCall(key))),
    ]);
    const outcomes = [...one, ...two].map(({ outcome }) => outcome).sort();
    expect(outcomes).toEqual([...Array(30).fill('known'), ...Array(30).fill('recorded')]);
    const counts = await Promise.all(keys.map(async (key) => (await journal(key)).length));
    expect(new Set(counts)).toEqual(new Set([1]));
  });

  it('refuses a seller who reports for another', async () => {
    const [result] = await report(seller, aCall('not-mine', { seller: other.email }));
    expect(result).toMatchObject({ outcome: 'refused', reason: 'not-yours' });
    expect(await journal('not-mine')).toHaveLength(0);
  });

  it('lets an admin report for any active user', async () => {
    const [result] = await report(admin, aCall('for-other', { seller: other.email.toUpperCase() }));
    expect(result?.outcome).toBe('recorded');
    expect(await journal('for-other')).toMatchObject([
      { userId: other.userId, reporter: `user:${admin.userId}`, payload: { madeBy: other.email } },
    ]);
  });

  it('refuses an admin who names nobody, or somebody deactivated', async () => {
    const gone = await aSeller(database.db);
    await database.db.execute(sql`update users set active = false where id = ${gone.userId}`);
    const results = await report(
      admin,
      aCall('for-nobody', { seller: 'nobody@example.com' }),
      aCall('for-gone', { seller: gone.email }),
    );
    expect(results.map(({ reason }) => reason)).toEqual(['unknown-seller', 'unknown-seller']);
  });

  it('notes the API token an activity came by', async () => {
    const tokenId = '5f0c3a52-3f6e-4d0a-9b64-51f0f1b6a9d4';
    await report({ ...seller, tokenId }, aCall('by-token'));
    expect(await journal('by-token')).toMatchObject([{ tokenId }]);
  });

  it('is for somebody only', async () => {
    await expect(report(null, aCall('nobody'))).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('takes a hundred rows and no more', () => {
    const rows = (n: number) => ({ activities: Array.from({ length: n }, (_, i) => aCall(`n-${i}`)) });
    expect(SalesActivityBatch.safeParse(rows(100)).success).toBe(true);
    expect(SalesActivityBatch.safeParse(rows(101)).success).toBe(false);
    expect(SalesActivityBatch.safeParse(rows(0)).success).toBe(false);
  });
});

it('a seller keeps one identity, however the e-mail address is spelled', async () => {
  const { id } = await upsertUser(database.db, {
    email: 'Mixed.Case@example.com',
    name: 'Mixed',
    role: 'user',
    passwordHash: 'unused',
  });
  const mixed: Actor = { userId: id, email: 'Mixed.Case@example.com', name: 'Mixed', role: 'user' };
  const [result] = await report(mixed, aCall('own-name', { seller: 'mixed.case@EXAMPLE.com' }));
  expect(result?.outcome).toBe('recorded');
});
