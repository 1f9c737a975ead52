import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { selectUserByEmail } from '@/db/queries/users';
import { users } from '@/db/schema/users';
import { testDatabase } from '@/db/test/database';
import { makeUser } from './make-user';
import type { Role } from './model';
import { hashPassword } from './password';
import { signIn } from './sign-in';
import { testClock } from './test-clock';

const password = 'Correct-9!';
const clock = testClock();
let database: Awaited<ReturnType<typeof testDatabase>>;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

const run = (email: string, options: { role?: Role; resetPassword?: boolean; password?: string } = {}) =>
  makeUser(database.db, {
    email,
    name: 'New Name',
    role: options.role ?? 'admin',
    resetPassword: options.resetPassword ?? false,
    password: async () => {
      if (!options.password) throw new Error('nobody should be asked for a password');
      return options.password;
    },
  });
const tryToSignIn = (email: string, typed: string) =>
  signIn({ db: database.db, clock }, { email, password: typed, address: '192.0.2.1' });

describe('making a user', () => {
  it('creates an admin who can sign in', async () => {
    expect(await run('new@example.com', { password })).toBe('created');
    expect((await tryToSignIn('new@example.com', password)).actor).toMatchObject({ role: 'admin', name: 'New Name' });
  });

  it('creates a user, and never takes the role admin from anybody', async () => {
    const email = 'seller@example.com';
    expect(await run(email, { role: 'user', password })).toBe('created');
    expect((await tryToSignIn(email, password)).actor.role).toBe('user');
    expect(await run(email)).toBe('promoted');
    expect(await run(email, { role: 'user' })).toBe('unchanged');
    expect(await run(email, { role: 'user', resetPassword: true, password })).toBe('password-reset');
    expect((await tryToSignIn(email, password)).actor.role).toBe('admin');
  });

  it('promotes and reactivates a user, who keeps name, password and session', async () => {
    const email = 'user@example.com';
    const passwordHash = await hashPassword(password);
    await database.db.insert(users).values({ email, name: 'Old Name', role: 'user', active: false, passwordHash });
    expect(await run(email)).toBe('promoted');
    const signedIn = await tryToSignIn(email, password);
    expect(signedIn).toMatchObject({ actor: { role: 'admin', name: 'Old Name' }, sessionVersion: 1 });
    expect(await run(email)).toBe('unchanged');
  });

  it('resets a password and ends earlier sessions', async () => {
    const email = 'forgetful@example.com';
    await run(email, { password });
    expect(await run(email, { resetPassword: true, password: 'Another-9!' })).toBe('password-reset');
    expect((await selectUserByEmail(database.db, email))?.sessionVersion).toBe(2);
    await expect(tryToSignIn(email, password)).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(tryToSignIn(email, 'Another-9!')).resolves.toMatchObject({ sessionVersion: 2 });
  });

  it('lifts a lock-out', async () => {
    const email = 'locked@example.com';
    await run(email, { password });
    for (let i = 0; i < 5; i++) await expect(tryToSignIn(email, 'Wrong-999!')).rejects.toBeTruthy();
    await expect(tryToSignIn(email, password)).rejects.toMatchObject({ code: 'rate_limited' });
    await run(email);
    await expect(tryToSignIn(email, password)).resolves.toBeTruthy();
  });
});
