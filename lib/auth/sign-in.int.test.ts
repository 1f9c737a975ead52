import { scryptSync } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Db } from '@/db/client';
import { upsertUser } from '@/db/queries/users';
import { users } from '@/db/schema/users';
import { testDatabase } from '@/db/test/database';
import { AppError } from '../errors';
import { hashPassword } from './password';
import { signIn } from './sign-in';
import { testClock } from './test-clock';

const right = 'Correct-9!';
const wrong = 'Wrong-999!';

let database: Awaited<ReturnType<typeof testDatabase>>;
let db: Db;
let passwordHash: string;
let count = 0;

beforeAll(async () => {
  database = await testDatabase();
  db = database.db;
  passwordHash = await hashPassword(right);
});
afterAll(() => database.close());

/** A user and an address that no other test knows. */
async function aUser() {
  const email = `rep${++count}@example.com`;
  const { id } = await upsertUser(db, { email, name: 'Robin Rep', role: 'admin', passwordHash });
  return { id, email, address: `192.0.2.${count}` };
}

async function refusal(attempt: Promise<unknown>): Promise<AppError> {
  const error = await attempt.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof AppError)) throw new Error(`Expected a refusal, got ${error}`);
  return error;
}

async function failTimes(times: number, attempt: () => Promise<unknown>) {
  for (let i = 0; i < times; i++) expect((await refusal(attempt())).code).toBe('unauthenticated');
}

describe('sign-in', () => {
  it('answers with the actor, whatever the case of the stored e-mail, and notes the time', async () => {
    const { id, email, address } = await aUser();
    await db.update(users).set({ email: email.toUpperCase() }).where(eq(users.id, id));
    const clock = testClock();
    const signedIn = await signIn({ db, clock }, { email, password: right, address });
    expect(signedIn).toEqual({
      actor: { userId: id, email: email.toUpperCase(), name: 'Robin Rep', role: 'admin' },
      sessionVersion: 1,
    });
    const [row] = await db.select().from(users).where(eq(users.id, id));
    expect(row?.lastSignInAt).toEqual(clock.now());
  });

  it('tells a wrong password, an unknown e-mail and a deactivated user the same', async () => {
    const clock = testClock();
    const known = await aUser();
    const deactivated = await aUser();
    await db.update(users).set({ active: false }).where(eq(users.id, deactivated.id));
    const answers = await Promise.all([
      refusal(signIn({ db, clock }, { ...known, password: wrong })),
      refusal(signIn({ db, clock }, { email: 'nobody@example.com', address: '198.51.100.1', password: wrong })),
      refusal(signIn({ db, clock }, { ...deactivated, password: right })),
    ]);
    expect(new Set(answers.map((answer) => `${answer.code} ${answer.message}`)).size).toBe(1);
  });

  it('locks out after the fifth failure, unknown e-mails too, and lets in again when the time is over', async () => {
    for (const subject of [await aUser(), { email: 'stranger@example.com', address: '198.51.100.2' }]) {
      const clock = testClock();
      await failTimes(5, () => signIn({ db, clock }, { ...subject, password: wrong }));
      clock.advance(10_000);
      const held = await refusal(signIn({ db, clock }, { ...subject, password: right }));
      expect([held.code, held.retryAfterMs]).toEqual(['rate_limited', 20_000]);
      clock.advance(20_000);
      const attempt = signIn({ db, clock }, { ...subject, password: right });
      if ('id' in subject) await expect(attempt).resolves.toMatchObject({ actor: { userId: subject.id } });
      else expect((await refusal(attempt)).code).toBe('unauthenticated');
    }
  });

  it('forgets earlier failures after a success', async () => {
    const user = await aUser();
    const clock = testClock();
    await failTimes(4, () => signIn({ db, clock }, { ...user, password: wrong }));
    await signIn({ db, clock }, { ...user, password: right });
    await failTimes(5, () => signIn({ db, clock }, { ...user, password: wrong }));
    expect((await refusal(signIn({ db, clock }, { ...user, password: wrong }))).code).toBe('rate_limited');
  });

  it('lets a burst of parallel guesses try no more passwords than a row of single ones', async () => {
    const user = await aUser();
    const clock = testClock();
    const guesses = Array.from({ length: 24 }, (_, i) =>
      refusal(signIn({ db, clock }, { ...user, address: `203.0.113.${i}`, password: wrong })),
    );
    const codes = (await Promise.all(guesses)).map((answer) => answer.code);
    expect(codes.filter((code) => code === 'unauthenticated')).toHaveLength(5);
    expect(codes.filter((code) => code === 'rate_limited')).toHaveLength(19);
  });

  it('renews a hash of outdated parameters without ending the session', async () => {
    const user = await aUser();
    const clock = testClock();
    const old = scryptSync(right, '0123456789abcdef', 32, { N: 1024, r: 8, p: 1 }).toString('base64');
    const oldHash = `scrypt$1024$8$1$${Buffer.from('0123456789abcdef').toString('base64')}$${old}`;
    await db.update(users).set({ passwordHash: oldHash }).where(eq(users.id, user.id));
    expect((await signIn({ db, clock }, { ...user, password: right })).sessionVersion).toBe(1);
    const [row] = await db.select().from(users).where(eq(users.id, user.id));
    expect(row?.passwordHash).toMatch(/^scrypt\$32768\$/);
    await expect(signIn({ db, clock }, { ...user, password: right })).resolves.toBeTruthy();
  });
});
