import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { setupLinks, users } from '@/db/schema/users';
import { testDatabase } from '@/db/test/database';
import { ensureFirstAdmin, setUpFirstAdmin } from './first-admin';
import { signIn } from './sign-in';
import { testClock } from './test-clock';

const hour = 60 * 60_000;
const password = 'Correct-9!';
const wanted = { email: 'first@example.com', name: 'First Admin', password, address: '192.0.2.1' };

let database: Awaited<ReturnType<typeof testDatabase>>;
let clock: ReturnType<typeof testClock>;

beforeEach(async () => {
  database = await testDatabase();
  clock = testClock();
});
afterEach(() => database.close());

/** A start of the app with these settings: what it did, printed and logged. */
async function start(settings: { ADMIN_EMAIL?: string; ADMIN_PASSWORD?: string } = {}) {
  const printed: string[] = [];
  const logged: string[] = [];
  const outcome = await ensureFirstAdmin({
    db: database.db,
    clock,
    log: pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) }),
    env: { APP_URL: 'https://sales.example.com', ...settings },
    print: (line) => void printed.push(line),
  });
  const token = /https:\/\/sales\.example\.com\/setup\/(\S+)/.exec(printed.join('\n'))?.[1] ?? '';
  return { outcome, printed, logged, token };
}

const setUp = (token: string, changes: Partial<typeof wanted> = {}) =>
  setUpFirstAdmin({ db: database.db, clock }, { ...wanted, ...changes, token });

describe('the first admin from the environment', () => {
  it('is made once and can sign in', async () => {
    const settings = { ADMIN_EMAIL: 'Boss@Example.com', ADMIN_PASSWORD: password };
    expect((await start(settings)).outcome).toBe('made');
    expect((await start({ ...settings, ADMIN_PASSWORD: 'Another-9!' })).outcome).toBe('exists');
    const { actor } = await signIn({ db: database.db, clock }, { ...wanted, email: 'boss@example.com' });
    expect(actor.role).toBe('admin');
  });

  it('is made once when two processes start together', async () => {
    const settings = { ADMIN_EMAIL: 'boss@example.com', ADMIN_PASSWORD: password };
    const outcomes = await Promise.all([start(settings), start(settings)]);
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['exists', 'made']);
    expect(await database.db.select().from(users)).toHaveLength(1);
  });

  it.each([
    [
      { ADMIN_EMAIL: 'boss@example.com', ADMIN_PASSWORD: 'weak' },
      /ADMIN_PASSWORD is too weak\. Use at least 9 characters/,
    ],
    [{ ADMIN_EMAIL: 'boss@example.com' }, /ADMIN_PASSWORD is not/],
    [{ ADMIN_PASSWORD: password }, /ADMIN_EMAIL is not/],
  ])('stops the start with a sentence for %j', async (settings, sentence) => {
    await expect(start(settings)).rejects.toThrow(sentence);
    expect(await database.db.select().from(users)).toEqual([]);
  });
});

describe('the one-time link', () => {
  it('is printed, kept only as a hash, and never logged', async () => {
    const { outcome, token, logged } = await start();
    expect(outcome).toBe('link-printed');
    expect(token).toHaveLength(43);
    expect(JSON.stringify(await database.db.select().from(setupLinks))).not.toContain(token);
    expect(logged.join('')).not.toContain(token);
  });

  it('makes one admin, who can sign in, and nobody after that', async () => {
    const { token } = await start();
    expect(await setUp(token)).toEqual({ email: wanted.email });
    expect((await signIn({ db: database.db, clock }, wanted)).actor).toMatchObject({
      role: 'admin',
      name: wanted.name,
    });
    await expect(setUp(token, { email: 'second@example.com' })).rejects.toMatchObject({ code: 'conflict' });
    expect((await start()).printed).toEqual([]);
  });

  it('makes one admin when it is used twice at once', async () => {
    const { token } = await start();
    const results = await Promise.allSettled([setUp(token), setUp(token, { email: 'second@example.com' })]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await database.db.select().from(users)).toHaveLength(1);
  });

  it('is replaced by the next start', async () => {
    const first = await start();
    const second = await start();
    await expect(setUp(first.token)).rejects.toMatchObject({ code: 'not_found' });
    await expect(setUp(second.token)).resolves.toBeTruthy();
  });

  it('expires after 24 hours', async () => {
    const { token } = await start();
    clock.advance(24 * hour);
    await expect(setUp(token)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('cannot be guessed at without end from one address', async () => {
    const { token } = await start();
    for (let i = 0; i < 20; i++) await expect(setUp(`guess${i}`)).rejects.toMatchObject({ code: 'not_found' });
    await expect(setUp(token)).rejects.toMatchObject({ code: 'rate_limited', retryAfterMs: 30_000 });
    clock.advance(30_000);
    await expect(setUp(token)).resolves.toBeTruthy();
  });
});
