import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { retirePeople, upsertPeople } from '@/db/queries/people-sync';
import { mergePeople } from '@/db/queries/person-merges';
import { deliveries, salesActivities } from '@/db/schema';
import { testDatabase } from '@/db/test/database';
import type { Actor } from '../auth/model';
import type { Ctx } from '../context';
import { AppError } from '../errors';
import { switchDeliveries } from '../sales-activities/switches';
import type { JobName } from '../sync/model';
import { aReading } from '../test/builders';
import { aCallInput, offerChoices } from '../test/calls';
import { manualClock } from '../test/clock';
import { inlineQueue, testCtx } from '../test/context';
import { aSeller } from '../test/sellers';
import { addChoice, changeCallSettings, changeChoice, readCallChoices, removeChoice } from './choices';
import { CallView, type LogCallBody, LogCallInput } from './contract';
import { logCall } from './log';

const clock = manualClock('2026-03-01T12:00:00Z');
const occurredAt = '2026-03-01T11:58:30.000Z';
let database: Awaited<ReturnType<typeof testDatabase>>;
let seller: Actor;
let other: Actor;
let admin: Actor;
let woken: JobName[];

beforeAll(async () => {
  database = await testDatabase();
  [seller, other] = [await aSeller(database.db), await aSeller(database.db)];
  admin = await aSeller(database.db, { role: 'admin' });
  await upsertPeople(
    database.db,
    [1, 2, 3].map((marketoId) => aReading({ marketoId, phone: '+44 20 7946 0001' })),
  );
  await mergePeople(database.db, { winnerId: 1, loserIds: [2], at: clock.now() });
  const deletedAt = new Date(clock.now().getTime() + 1000);
  await retirePeople(database.db, { marketoIds: [3], state: 'deleted', readAt: deletedAt });
  await offerChoices(as(admin));
});
beforeEach(() => {
  woken = [];
});
afterAll(() => database.close());

function as(actor: Actor): Ctx {
  const queue = { ...inlineQueue, send: async (job: JobName) => void woken.push(job) };
  return { ...testCtx({ database, clock }), actor, queue };
}
const aCall = (given: Partial<LogCallBody> = {}) => aCallInput({ marketoId: 1, occurredAt, ...given });
const journalled = (id: string) => database.db.select().from(salesActivities).where(eq(salesActivities.id, id));
const refusalOf = (call: Promise<unknown>): Promise<AppError> =>
  call.then(
    () => expect.unreachable(),
    (error: unknown) => (error instanceof AppError ? error : expect.unreachable(String(error))),
  );

describe('a call that is logged', () => {
  it('is a line of the journal, by the caller, with everything that was said', async () => {
    const said = {
      phoneNumber: '+44 20 7946 0001',
      outcome: 'Interested',
      reason: 'Follow-up',
      notes: 'Wants a demo',
      durationSeconds: 200,
      answeredBy: 'Ada',
      recordingUrl: 'https://example.com/r/1',
    };
    const call = await logCall(as(seller), aCall(said));
    expect(CallView.parse(call)).toEqual(call);
    expect(call).toMatchObject({
      ...said,
      person: { marketoId: 1, name: 'Ada Lovelace', company: 'Engines Ltd' },
      seller: { id: seller.userId, email: seller.email },
      occurredAt,
      status: 'completed',
      answered: true,
      loggedHere: true,
    });
    expect(await journalled(call.id)).toMatchObject([
      {
        kind: 'call',
        userId: seller.userId,
        reporter: 'calls',
        payload: { ...said, outcomeType: 'answered', madeBy: seller.email, source: 'Sales App' },
      },
    ]);
  });

  it('wakes the deliveries that wait for it, and no others', async () => {
    await logCall(as(seller), aCall());
    expect(woken).toEqual([]);
    await switchDeliveries(as(admin), { switches: [{ destination: 'marketo', kind: 'call', on: true }] });
    clock.advance(1000);
    const { id } = await logCall(as(seller), aCall({ occurredAt: clock.now().toISOString() }));
    expect(woken).toEqual(['deliver-to-marketo']);
    const rows = await database.db.select().from(deliveries).where(eq(deliveries.salesActivityId, id));
    expect(rows.map(({ destination, state }) => [destination, state]).sort()).toEqual([
      ['marketo', 'queued'],
      ['salesforce', 'skipped'],
    ]);
  });

  it.each<[string, Partial<LogCallBody>, { status: string; answered: boolean }]>([
    ['an outcome that says so', { outcome: 'Left a message' }, { status: 'no answer', answered: false }],
    ['what was chosen', { outcome: 'Left a message', status: 'failed' }, { status: 'failed', answered: false }],
    ['nothing', {}, { status: 'completed', answered: true }],
    ['a status alone', { status: 'cancelled' }, { status: 'cancelled', answered: false }],
  ])('has the status that follows from %s', async (_, said, expected) => {
    expect(await logCall(as(seller), aCall(said))).toMatchObject(expected);
  });

  it('has the outcome as the admin spells it, and nothing where only blanks were typed', async () => {
    const call = await logCall(as(seller), aCall({ outcome: 'left A message', notes: '  ', phoneNumber: '' }));
    expect(call).toMatchObject({ outcome: 'Left a message', notes: null, phoneNumber: null });
  });

  it('is of the one whom the person was merged into', async () => {
    expect((await logCall(as(seller), aCall({ marketoId: 2 }))).person.marketoId).toBe(1);
  });
});

describe('a call told twice', () => {
  it('is one call, also when both come at once', async () => {
    const call = aCall({ notes: 'Once' });
    const answers = await Promise.all(Array.from({ length: 5 }, () => logCall(as(seller), call)));
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect(await logCall(as(seller), call)).toEqual(answers[0]);
    const [row] = await database.db.execute<{ lines: number }>(
      sql`select count(*)::int as lines from sales_activities where payload ->> 'notes' = 'Once'`,
    );
    expect(row?.lines).toBe(1);
  });

  it('is the same call after the admin renamed, retyped and deleted what was chosen, and asks for more', async () => {
    await offerSome('Reached', 'Intro');
    const call = aCall({ outcome: 'reached', reason: 'intro' });
    const first = await logCall(as(seller), call);
    const { outcomes, reasons } = await readCallChoices(database.db);
    const reached = outcomes.choices.find(({ name }) => name === 'Reached');
    const intro = reasons.choices.find(({ name }) => name === 'Intro');
    await changeChoice(as(admin), { list: 'outcomes', id: reached?.id ?? '' }, { name: 'Spoke', type: 'not-answered' });
    await removeChoice(as(admin), { list: 'reasons', id: intro?.id ?? '' });
    expect(await logCall(as(seller), call)).toEqual(first);
    expect(first).toMatchObject({ outcome: 'Reached', answered: true, reason: 'Intro' });
  });

  it('is a conflict when something else is said under its key', async () => {
    const call = aCall({ notes: 'First' });
    await logCall(as(seller), call);
    const error = await refusalOf(logCall(as(seller), { ...call, notes: 'Second' }));
    expect(error.code).toBe('conflict');
    expect(error.message).toContain('was logged already');
  });

  it('is two calls when two sellers use the same key', async () => {
    const call = aCall();
    const mine = await logCall(as(seller), call);
    const theirs = await logCall(as(other), call);
    expect(theirs.id).not.toBe(mine.id);
    expect(theirs.seller.id).toBe(other.userId);
  });
});

describe('a call that cannot be logged', () => {
  it.each<[string, Partial<LogCallBody>, string]>([
    ['an outcome that is not offered', { outcome: 'Nonsense' }, 'outcome'],
    ['a reason that is not offered', { reason: 'Nonsense' }, 'reason'],
    ['a time to come', { occurredAt: '2026-03-01T13:00:00Z' }, 'occurredAt'],
    ['somebody unknown', { marketoId: 404 }, 'marketoId'],
    ['somebody deleted', { marketoId: 3 }, 'marketoId'],
  ])('names the field: %s', async (_, said, field) => {
    const error = await refusalOf(logCall(as(seller), aCall(said)));
    expect(error.code).toBe('bad_request');
    expect(Object.keys(error.fields ?? {})).toEqual([field]);
  });

  it.each([
    ['a link that runs', { recordingUrl: 'javascript:alert(1)' }],
    ['a link without a scheme', { recordingUrl: 'example.com/r' }],
    ['notes without end', { notes: 'x'.repeat(32_001) }],
    ['a length of more than a day', { durationSeconds: 86_401 }],
    ['a status that is none', { status: 'won' }],
    ['something unknown', { madeBy: 'ceo@example.com' }],
    ['a key with blanks', { key: 'a b' }],
  ])('is refused for %s', (_, said) => {
    const body = { key: 'k', marketoId: 1, occurredAt };
    expect(LogCallInput.safeParse(body).success).toBe(true);
    expect(LogCallInput.safeParse({ ...body, ...said }).success).toBe(false);
  });

  it('has to have an outcome and a reason where the admin wants them, once there is something to choose', async () => {
    await changeCallSettings(as(admin), {
      outcomes: { enabled: true, required: true },
      reasons: { enabled: true, required: true },
    });
    expect((await refusalOf(logCall(as(seller), aCall()))).fields).toHaveProperty('outcome');
    const named = await refusalOf(logCall(as(seller), aCall({ outcome: 'Interested' })));
    expect(named.fields).toEqual({ reason: 'Choose a reason.' });

    for (const { id } of (await readCallChoices(database.db)).reasons.choices) {
      await removeChoice(as(admin), { list: 'reasons', id });
    }
    await expect(logCall(as(seller), aCall({ outcome: 'Interested' }))).resolves.toBeTruthy();
    await offerSome(null, 'Follow-up');
    await changeCallSettings(as(admin), {
      outcomes: { enabled: false, required: true },
      reasons: { enabled: true, required: false },
    });
    await expect(logCall(as(seller), aCall())).resolves.toBeTruthy();
    expect((await refusalOf(logCall(as(seller), aCall({ outcome: 'Interested' })))).fields).toHaveProperty('outcome');
  });

  it('is nobody’s', async () => {
    const error = await refusalOf(logCall({ ...as(seller), actor: null }, aCall()));
    expect(error.code).toBe('unauthenticated');
  });
});

async function offerSome(outcome: string | null, reason: string) {
  if (outcome) await addChoice(as(admin), 'outcomes', { name: outcome, type: 'answered' });
  await addChoice(as(admin), 'reasons', { name: reason });
}
