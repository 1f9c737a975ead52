import { afterAll, beforeAll, expect, it } from 'vitest';
import { upsertPeople } from '@/db/queries/people-sync';
import { testDatabase } from '@/db/test/database';
import type { Ctx } from '../context';
import { recordSalesActivity } from '../sales-activities/record';
import { aReading } from '../test/builders';
import { manualClock } from '../test/clock';
import { testCtx } from '../test/context';
import { aSeller } from '../test/sellers';
import { defaultLogging } from './model';
import { previewLogging } from './preview';

let database: Awaited<ReturnType<typeof testDatabase>>;
let ctx: Ctx;
const clock = manualClock('2026-03-01T10:00:00Z');

beforeAll(async () => {
  database = await testDatabase();
  ctx = testCtx({ database, clock });
  const { userId } = await aSeller(database.db);
  const at = clock.now();
  await upsertPeople(database.db, [aReading({ marketoId: 1, readAt: at })]);
  const told = { person: { marketoId: 1 }, userId, recordedAt: at, reporter: 'calls' };
  const call = { kind: 'call', payload: { madeBy: 'rep@example.com', status: 'completed' } } as const;
  await database.db.transaction(async (tx) => {
    const earlier = new Date(at.getTime() - 60_000);
    await recordSalesActivity(tx, { ...told, ...call, occurredAt: earlier, idempotencyKey: 'call' });
    for (let n = 0; n < 11; n++) {
      const mail = { emailId: `${n}`, emailSubject: 'Offer', sentBy: 'rep@example.com' };
      const sent = { kind: 'email-sent', payload: mail, occurredAt: at, idempotencyKey: `mail ${n}` } as const;
      await recordSalesActivity(tx, { ...told, ...sent });
    }
  });
});
afterAll(() => database.close());

it('tells of the kinds that are about to be switched on, whatever else there was', async () => {
  const calls = await previewLogging(ctx, { settings: defaultLogging, kinds: ['call'] });
  expect(calls.kinds).toEqual([{ kind: 'call', activities: 1, logged: 1 }]);
  expect(calls.samples.map(({ kind }) => kind)).toEqual(['call']);
  expect(calls.days.at(-1)).toEqual({ day: '2026-03-01', tasks: 1 });
  expect(calls.mostCallsInADay).toBe(1);

  const mails = await previewLogging(ctx, { settings: defaultLogging, kinds: ['email-sent', 'email-opened'] });
  expect(mails.kinds).toEqual([
    { kind: 'email-sent', activities: 11, logged: 11 },
    { kind: 'email-opened', activities: 0, logged: 0 },
  ]);
  expect(mails.samples).toHaveLength(10);
});
