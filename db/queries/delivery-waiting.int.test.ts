import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Ctx } from '@/lib/context';
import { aReading } from '@/lib/test/builders';
import { type ManualClock, manualClock } from '@/lib/test/clock';
import { testCtx } from '@/lib/test/context';
import { deliver, recordOne, switchOn } from '@/lib/test/deliveries';
import { aSeller } from '@/lib/test/sellers';
import { testDatabase } from '../test/database';
import { countWaitingBySeller, selectOldestDueBySeller, selectQueuedKinds } from './delivery-waiting';
import { upsertPeople } from './people-sync';

const clock = manualClock('2026-03-01T12:00:00Z');
const destination = 'salesforce';
let database: Awaited<ReturnType<typeof testDatabase>>;
let ctx: Ctx & { clock: ManualClock };

beforeAll(async () => {
  database = await testDatabase();
  ctx = { ...testCtx({ database, clock }), clock, actor: await aSeller(database.db, { role: 'admin' }) };
  await upsertPeople(database.db, [aReading({ marketoId: 1, readAt: clock.now() })]);
  await switchOn(ctx, ['call']);
});
afterAll(() => database.close());

it('tells for each seller since when something waits, and how much, to be sent or looked for', async () => {
  const [ann, bob] = [await aSeller(database.db), await aSeller(database.db)];
  const failure = { kind: 'unknown', code: 'NO_ANSWER', message: 'lost' } as const;
  await recordOne(ctx, ann);
  await deliver(ctx, destination, () => ({ to: 'unknown', failure }));
  const lookedForAt = new Date(clock.now().getTime() + 60_000);
  clock.advance(120_000);
  await recordOne(ctx, ann);
  await recordOne(ctx, bob);
  const dueAt = new Date(clock.now().getTime() + 5_000);
  expect(
    new Map((await selectOldestDueBySeller(database.db, destination)).map((row) => [row.userId, row.dueAt])),
  ).toEqual(
    new Map([
      [ann.userId, lookedForAt],
      [bob.userId, dueAt],
    ]),
  );
  const counts = { [ann.userId]: 2, [bob.userId]: 1 };
  expect(Object.fromEntries(await countWaitingBySeller(database.db, { destination }))).toEqual(counts);
  expect([...(await countWaitingBySeller(database.db, { destination, userId: bob.userId }))]).toEqual([
    [bob.userId, 1],
  ]);
  expect(await selectQueuedKinds(database.db, { destination, kinds: ['email-sent', 'call'] })).toEqual(['call']);
});
