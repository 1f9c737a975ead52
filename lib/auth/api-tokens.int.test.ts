import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiTokens, users } from '@/db/schema';
import { testDatabase } from '@/db/test/database';
import { aSeller } from '../test/sellers';
import { actorFromApiToken, createApiToken, listApiTokens, revokeApiToken } from './api-tokens';
import { ApiTokenMade, ApiTokens, NewApiToken } from './contract';
import type { Actor, ApiScope } from './model';
import { testClock } from './test-clock';

const day = 24 * 60 * 60_000;
let database: Awaited<ReturnType<typeof testDatabase>>;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

async function aUser() {
  const clock = testClock();
  const actor = await aSeller(database.db);
  const deps = { db: database.db, clock, actor };
  const create = (given: Partial<NewApiToken> = {}) =>
    createApiToken(deps, { name: 'Plug-in', scopes: ['sales-activities:write'], expiresInDays: 90, ...given });
  const use = (secret: string, scope: ApiScope = 'sales-activities:write') => actorFromApiToken(deps, secret, scope);
  return { clock, actor, deps, create, use };
}

const row = async (id: string) => {
  const [found] = await database.db.select().from(apiTokens).where(eq(apiTokens.id, id));
  return found;
};

describe('an API token', () => {
  it('stands for its user, as the user is now', async () => {
    const { actor, create, use } = await aUser();
    const { token, secret } = await create();
    expect(await use(secret)).toEqual({ ...actor, tokenId: token.id });
    await database.db.update(users).set({ role: 'admin' }).where(eq(users.id, actor.userId));
    expect(await use(secret)).toMatchObject({ role: 'admin' });
  });

  it('is shown once and kept as a hash', async () => {
    const { deps, create } = await aUser();
    const made = await create();
    expect(ApiTokenMade.parse(made)).toEqual(made);
    expect(made.secret).toMatch(/^sact_[\w-]{43}$/);
    const list = await listApiTokens(deps);
    expect(ApiTokens.parse(list)).toEqual(list);
    const stored = JSON.stringify([await row(made.token.id), list]);
    expect(stored).toContain(made.secret.slice(-4));
    expect(stored).not.toContain(made.secret.slice(5, -4));
    expect((await row(made.token.id))?.tokenHash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('is another one every time', async () => {
    const { create } = await aUser();
    expect((await create()).secret).not.toBe((await create()).secret);
  });

  it('is good for its scopes only', async () => {
    const { create, use } = await aUser();
    const { secret } = await create({ scopes: ['people:read'] });
    expect(await use(secret, 'people:read')).toMatchObject({ role: 'user' });
    await expect(use(secret)).rejects.toMatchObject({ code: 'forbidden', message: /sales-activities:write/ });
  });

  it('ends at once when it is revoked, and leaves the list', async () => {
    const { deps, create, use } = await aUser();
    const { token, secret } = await create();
    const kept = await create({ name: 'Kept' });
    const { tokens } = await revokeApiToken(deps, token.id);
    expect(tokens.map(({ name }) => name)).toEqual(['Kept']);
    await expect(use(secret)).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(await use(kept.secret)).toMatchObject({ tokenId: kept.token.id });
    await expect(revokeApiToken(deps, token.id)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('ends by itself, unless it never shall', async () => {
    const { clock, deps, create, use } = await aUser();
    const { secret } = await create({ expiresInDays: 30 });
    const forever = await create({ expiresInDays: null });
    clock.advance(30 * day - 1);
    expect(await use(secret)).toBeTruthy();
    clock.advance(1);
    await expect(use(secret)).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(await use(forever.secret)).toBeTruthy();
    expect((await listApiTokens(deps)).tokens.map(({ expired }) => expired).sort()).toEqual([false, true]);
  });

  it('ends when its user is deactivated', async () => {
    const { actor, create, use } = await aUser();
    const { secret } = await create();
    await database.db.update(users).set({ active: false }).where(eq(users.id, actor.userId));
    await expect(use(secret)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it.each(['', 'sact_', 'nonsense', "' or '1'='1"])('is not %j', async (secret) => {
    const { use } = await aUser();
    await expect(use(secret)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('says when it was last used, to the minute', async () => {
    const { clock, create, use } = await aUser();
    const { token, secret } = await create();
    expect((await row(token.id))?.lastUsedAt).toBeNull();
    await use(secret);
    const first = clock.now();
    expect((await row(token.id))?.lastUsedAt).toEqual(first);
    clock.advance(59_000);
    await use(secret);
    expect((await row(token.id))?.lastUsedAt).toEqual(first);
    clock.advance(2_000);
    await use(secret);
    expect((await row(token.id))?.lastUsedAt).toEqual(clock.now());
  });

  it('is out of reach of another user', async () => {
    const [mine, theirs] = [await aUser(), await aUser()];
    const { token, secret } = await mine.create();
    expect((await listApiTokens(theirs.deps)).tokens).toEqual([]);
    await expect(revokeApiToken(theirs.deps, token.id)).rejects.toMatchObject({ code: 'not_found' });
    expect(await mine.use(secret)).toBeTruthy();
  });

  it('is one of at most twenty', async () => {
    const { deps, create } = await aUser();
    const { token } = await create();
    for (let n = 1; n < 20; n += 1) await create();
    await expect(create()).rejects.toMatchObject({ code: 'conflict' });
    await revokeApiToken(deps, token.id);
    expect(await create()).toBeTruthy();
  });

  it('needs somebody who asks', async () => {
    const { clock } = await aUser();
    const nobody: { db: typeof database.db; clock: typeof clock; actor: Actor | null } = {
      db: database.db,
      clock,
      actor: null,
    };
    await expect(listApiTokens(nobody)).rejects.toMatchObject({ code: 'unauthenticated' });
  });
});

describe('what a new API token may be', () => {
  const given = { name: 'Plug-in', scopes: ['people:read'], expiresInDays: 90 };
  it.each([
    { name: '  ' },
    { name: 'x'.repeat(101) },
    { name: '\0' },
    { scopes: [] },
    { scopes: ['everything'] },
    { expiresInDays: 0 },
    { expiresInDays: 366 },
    { expiresInDays: undefined },
  ])('is not %j', (change) => {
    expect(NewApiToken.safeParse({ ...given, ...change }).success).toBe(false);
  });
});
