import { randomUUID } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '@/db/client';
import { retirePeople, upsertPeople } from '@/db/queries/people-sync';
import { mergePeople } from '@/db/queries/person-merges';
import { deliveries, salesActivities } from '@/db/schema';
import { testDatabase } from '@/db/test/database';
import { gate, untilSomebodyWaits } from '@/db/test/waiting';
import { lingerMs } from '../deliveries/model';
import { aReading } from '../test/builders';
import { manualClock } from '../test/clock';
import { testCtx } from '../test/context';
import { aSeller } from '../test/sellers';
import { type NewSalesActivity, recordSalesActivity } from './record';
import { switchDeliveries } from './switches';

const clock = manualClock('2026-03-01T12:00:00Z');
const readAt = clock.now();
let database: Awaited<ReturnType<typeof testDatabase>>;
let userId: string;

beforeAll(async () => {
  database = await testDatabase();
  userId = (await aSeller(database.db, { role: 'admin' })).userId;
  await upsertPeople(database.db, [
    aReading({ marketoId: 1, email: 'one@example.com', readAt }),
    aReading({ marketoId: 2, email: 'twin@example.com', readAt }),
    aReading({ marketoId: 3, email: 'TWIN@example.com', readAt }),
    ...[4, 5, 6, 7].map((marketoId) => aReading({ marketoId, readAt })),
  ]);
  await mergePeople(database.db, { winnerId: 1, loserIds: [4], at: readAt });
  await mergePeople(database.db, { winnerId: 999, loserIds: [5], at: readAt });
  const left = new Date(readAt.getTime() + 1000);
  await retirePeople(database.db, { marketoIds: [6], state: 'deleted', readAt: left });
  await retirePeople(database.db, { marketoIds: [7], state: 'unowned', readAt: left });
  const switches = [{ destination: 'marketo', kind: 'call', on: true } as const];
  await switchDeliveries(await asAdmin(), { switches });
});
afterAll(() => database.close());

const asAdmin = async () => ({
  ...testCtx({ database, clock }),
  actor: { userId, email: 'admin@example.com', name: 'Admin', role: 'admin' as const },
});

function aCall(given: Partial<NewSalesActivity> = {}): NewSalesActivity {
  const call = { kind: 'call', payload: { madeBy: 'rep@example.com', status: 'completed' } } as const;
  const at = clock.now();
  const told = { person: { marketoId: 1 }, userId, occurredAt: at, recordedAt: at, reporter: 'calls' };
  return { ...call, ...told, idempotencyKey: randomUUID(), ...given } as NewSalesActivity;
}

const record = (activity: NewSalesActivity, db = database.db) =>
  db.transaction((tx) => recordSalesActivity(tx, activity));
const journalled = (key: string) =>
  database.db.select().from(salesActivities).where(eq(salesActivities.idempotencyKey, key));
const deliveriesOf = (id: string) => database.db.select().from(deliveries).where(eq(deliveries.salesActivityId, id));

async function recorded(activity: NewSalesActivity) {
  const result = await record(activity);
  if (result.outcome !== 'recorded') throw new Error(`It is ${result.outcome}.`);
  return result;
}

describe('recording', () => {
  it('journals the activity, queues it where it is wanted, and says why it is not elsewhere', async () => {
    const call = aCall();
    const { id, deliveries: standing } = await recorded(call);
    expect(standing).toEqual([
      { destination: 'marketo', state: 'queued', reason: null },
      { destination: 'salesforce', state: 'skipped', reason: 'switched-off' },
    ]);
    expect(await journalled(call.idempotencyKey)).toMatchObject([
      { id, kind: 'call', marketoId: 1, userId, payload: { status: 'completed', source: 'Sales App', notes: null } },
    ]);
    const inAMoment = new Date(clock.now().getTime() + lingerMs);
    expect((await deliveriesOf(id)).map(({ destination, state, dueAt }) => [destination, state, dueAt])).toEqual([
      ['marketo', 'queued', inAMoment],
      ['salesforce', 'skipped', inAMoment],
    ]);
  });

  it('leaves nothing behind when the caller takes back the transaction', async () => {
    const call = aCall();
    const failure = new Error('the caller failed later');
    const failed = database.db.transaction(async (tx) => {
      expect((await recordSalesActivity(tx, call)).outcome).toBe('recorded');
      throw failure;
    });
    await expect(failed).rejects.toBe(failure);
    expect(await journalled(call.idempotencyKey)).toEqual([]);
    const orphans = await database.db.execute(
      sql`select 1 from deliveries d where not exists (select 1 from sales_activities a where a.id = d.sales_activity_id)`,
    );
    expect(orphans).toHaveLength(0);
    expect((await record(call)).outcome).toBe('recorded');
  });

  it('refuses a payload that is not of its kind, and journals nothing', async () => {
    const call = { ...aCall(), kind: 'email-sent' } as NewSalesActivity;
    await expect(record(call)).rejects.toThrow(/emailId/);
    expect(await journalled(call.idempotencyKey)).toEqual([]);
  });
});

describe('told twice', () => {
  it('is the same activity, with its deliveries as they stand now', async () => {
    const call = aCall();
    const { id } = await recorded(call);
    await database.db.update(deliveries).set({ state: 'sending' }).where(eq(deliveries.salesActivityId, id));
    clock.advance(60_000);
    const again = await record({ ...call, recordedAt: clock.now() });
    expect(again).toMatchObject({ outcome: 'known', id, deliveries: [{ state: 'sending' }, { state: 'sending' }] });
    expect(await journalled(call.idempotencyKey)).toHaveLength(1);
    expect(await deliveriesOf(id)).toHaveLength(2);
  });

  it('is the same activity after the person was merged', async () => {
    await upsertPeople(database.db, [aReading({ marketoId: 20, readAt })]);
    const call = aCall({ person: { marketoId: 20 } });
    const { id } = await recorded(call);
    await mergePeople(database.db, { winnerId: 1, loserIds: [20], at: clock.now() });
    expect(await record(call)).toMatchObject({ outcome: 'known', id, marketoId: 20 });
  });

  it('is a conflict when something else is told under the key', async () => {
    const call = aCall();
    const { id } = await recorded(call);
    const other = { ...call, payload: { madeBy: 'rep@example.com', status: 'failed' } } as NewSalesActivity;
    expect(await record(other)).toEqual({ outcome: 'conflict', id });
    expect(await journalled(call.idempotencyKey)).toMatchObject([{ payload: { status: 'completed' } }]);
  });

  it('is two activities when two reporters use the same key', async () => {
    const call = aCall();
    await recorded(call);
    expect((await record({ ...call, reporter: 'emails' })).outcome).toBe('recorded');
  });

  it('is there once when ten say it at once, from two processes', async () => {
    const other = openDatabase(database.url);
    try {
      const call = aCall();
      const results = await Promise.all(
        Array.from({ length: 10 }, (_, n) => record(call, n % 2 ? other.db : database.db)),
      );
      expect(results.map(({ outcome }) => outcome).sort()).toEqual([...Array(9).fill('known'), 'recorded']);
      const rows = await journalled(call.idempotencyKey);
      expect(rows).toHaveLength(1);
      expect(await deliveriesOf(rows[0]!.id)).toHaveLength(2);
    } finally {
      await other.close();
    }
  });

  it('is recorded by the second when the first, still under way, takes it back', async () => {
    const call = aCall();
    const written = gate();
    const goOn = gate();
    const first = database.db.transaction(async (tx) => {
      await recordSalesActivity(tx, call);
      written.open();
      await goOn.passed;
      throw new Error('taken back');
    });
    await written.passed;
    const second = record(call);
    await untilSomebodyWaits(database.db);
    goOn.open();
    await expect(first).rejects.toThrow('taken back');
    expect((await second).outcome).toBe('recorded');
    expect(await journalled(call.idempotencyKey)).toHaveLength(1);
  });
});

describe('whom it is recorded for', () => {
  it.each<[string, NewSalesActivity['person'], number]>([
    ['a listed person', { marketoId: 1 }, 1],
    ['somebody who only lost the sales owner', { marketoId: 7 }, 7],
    ['the winner of a merge', { marketoId: 4 }, 1],
    ['a winner who was never listed', { marketoId: 5 }, 999],
    ['the one person with an e-mail address, whatever its capitals', { email: 'One@Example.com' }, 1],
    ['the Marketo ID, not the e-mail address', { marketoId: 2, email: 'one@example.com' }, 2],
  ])('is %s', async (_, person, marketoId) => {
    expect(await recorded(aCall({ person }))).toMatchObject({ marketoId });
  });

  it.each<[string, NewSalesActivity['person'], string]>([
    ['a deleted person', { marketoId: 6 }, 'deleted-person'],
    [
      'an unknown Marketo ID, even with an e-mail address',
      { marketoId: 404, email: 'one@example.com' },
      'unknown-person',
    ],
    ['an unknown e-mail address', { email: 'nobody@example.com' }, 'unknown-person'],
    ['an e-mail address that two have', { email: 'twin@example.com' }, 'ambiguous-email'],
    ['a quote in an e-mail address', { email: "' or 1=1 --@example.com" }, 'unknown-person'],
  ])('is not %s', async (_, person, problem) => {
    const call = aCall({ person });
    expect(await record(call)).toEqual({ outcome: 'refused', problem });
    expect(await journalled(call.idempotencyKey)).toEqual([]);
  });
});

describe('the journal', () => {
  it.each([
    ['an update', sql`update sales_activities set payload = '{}'`],
    ['an update of nothing', sql`update sales_activities set payload = '{}' where false`],
    ['a delete', sql`delete from sales_activities`],
    ['a truncate', sql`truncate sales_activities cascade`],
  ])('is not changed by %s', async (_, statement) => {
    const { idempotencyKey } = aCall();
    await recorded(aCall({ idempotencyKey }));
    const refused = await database.db.execute(statement).then(
      () => null,
      (error: Error) => (error.cause as Error).message,
    );
    expect(refused).toMatch(/sales_activities is append-only/);
    expect(await journalled(idempotencyKey)).toHaveLength(1);
  });
});
