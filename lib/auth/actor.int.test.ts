import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { users } from '@/db/schema/users';
import { testDatabase } from '@/db/test/database';
import { actorFromToken } from './actor';
import { testClock } from './test-clock';

const clock = testClock();
const day = 24 * 60 * 60_000;
let database: Awaited<ReturnType<typeof testDatabase>>;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

async function aSession(email: string) {
  const [user] = await database.db
    .insert(users)
    .values({ email, name: 'Robin Rep', role: 'user', passwordHash: 'unused' })
    .returning();
  if (!user) throw new Error('no user');
  const claims = { userId: user.id, sessionVersion: user.sessionVersion, signedInAt: clock.now().getTime() };
  const change = (values: Partial<typeof users.$inferInsert>) =>
    database.db.update(users).set(values).where(eq(users.id, user.id));
  return { claims, change, actor: () => actorFromToken({ db: database.db, clock }, claims) };
}

describe('who a session token stands for', () => {
  it('is the user as they are now: a new role counts at once', async () => {
    const session = await aSession('promoted@example.com');
    expect(await session.actor()).toMatchObject({ email: 'promoted@example.com', role: 'user' });
    await session.change({ role: 'admin', name: 'Robin Admin' });
    expect(await session.actor()).toMatchObject({ role: 'admin', name: 'Robin Admin' });
    await session.change({ role: 'user' });
    expect(await session.actor()).toMatchObject({ role: 'user' });
  });

  it('is nobody once the user is deactivated', async () => {
    const session = await aSession('deactivated@example.com');
    await session.change({ active: false });
    expect(await session.actor()).toBeNull();
  });

  it('is nobody once the session version was raised', async () => {
    const session = await aSession('raised@example.com');
    await session.change({ sessionVersion: 2 });
    expect(await session.actor()).toBeNull();
  });

  it('is nobody a week after the sign-in', async () => {
    const { claims } = await aSession('old@example.com');
    const signedIn = (msAgo: number) => ({ ...claims, signedInAt: clock.now().getTime() - msAgo });
    expect(await actorFromToken({ db: database.db, clock }, signedIn(7 * day))).not.toBeNull();
    expect(await actorFromToken({ db: database.db, clock }, signedIn(7 * day + 1))).toBeNull();
  });

  it.each([undefined, null, {}, { userId: "' or 1=1", sessionVersion: 1, signedInAt: 0 }])(
    'is nobody for %j',
    async (claims) => {
      expect(await actorFromToken({ db: database.db, clock }, claims)).toBeNull();
    },
  );
});
