import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Db } from '@/db/client';
import {
  deleteSalesforceConnection,
  selectSalesforceConnection,
  upsertSalesforceConnection,
} from '@/db/queries/salesforce-connections';
import { testDatabase } from '@/db/test/database';
import { type SalesforceSimulator, startSalesforce } from '@/simulators/salesforce/index';
import type { Actor } from './auth/model';
import type { Ctx } from './context';
import type { FaultKind } from './provider-fault';
import { type ConnectionState, connectionNotice } from './salesforce-connections/model';
import { readMyConnection, resumeConnection } from './salesforce-connections/service';
import { sealContexts } from './seal-contexts';
import { type ManualClock, manualClock } from './test/clock';
import { secondProcess, testCtx } from './test/context';
import { connectToSalesforce } from './test/salesforce';
import { aSeller } from './test/sellers';

const startAt = '2026-11-02T10:00:00.000Z';
const User = z.object({ Id: z.string() });

let database: Awaited<ReturnType<typeof testDatabase>>;
let org: SalesforceSimulator;
let clock: ManualClock;
let ctx: Ctx;
let seller: Actor;
let id: string;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

beforeEach(async () => {
  org = await startSalesforce({ startAt: new Date(startAt) });
  clock = manualClock(startAt);
  ctx = testCtx({ database, clock, salesforceUrl: org.url });
  seller = await aSeller(ctx.db);
  id = await connectToSalesforce(ctx, org, seller);
});
afterEach(async () => {
  expect(org.unknownRequests).toEqual([]);
  await org.close();
});

const ask = async (by: Ctx = ctx) =>
  (await by.salesforce(id, 'activities')).query({ soql: 'SELECT Id FROM User LIMIT 1', row: User });
const stored = async () => {
  const row = await selectSalesforceConnection(ctx.db, id);
  if (!row) throw new Error('The connection is gone.');
  return row;
};

const tokenCalls = () => org.calls.filter(({ path }) => path.endsWith('/oauth2/token'));
const expire = () => org.tokens.expireAccess();

describe('a session', () => {
  it('is renewed by one of two processes, 100 times, and nobody has to sign in again', async () => {
    const other = secondProcess(database.url, clock, org.url);
    for (let round = 0; round < 100; round++) {
      expire();
      clock.advance(210_000);
      const answers = await Promise.all([ask(), ask(other.ctx), ask(), ask(other.ctx)]);
      expect(answers.map((rows) => rows.length)).toEqual([1, 1, 1, 1]);
    }
    await other.close();
    expect(await stored()).toMatchObject({ state: 'active', tokenVersion: 101 });
    expect(tokenCalls().map(({ status }) => status)).toEqual(Array(100).fill(200));
    expect(org.tokens.grants()).toBe(1);
  });

  it('is renewed once for ten writes at the same time, and each is executed once', async () => {
    const client = await ctx.salesforce(id, 'activities');
    expire();
    const write = (n: number) => client.createRecords([{ object: 'Task', fields: { Subject: `Call ${n}` } }]);
    const results = await Promise.all(Array.from({ length: 10 }, (_, n) => write(n)));
    expect(results.flat().every(({ ok }) => ok)).toBe(true);
    expect(org.world.records('Task')).toHaveLength(10);
    expect(tokenCalls()).toHaveLength(1);
  });

  it('that never heals ends after three renewals, paused, in words', async () => {
    org.settings.oauth.neverHeal = true;
    await expect(ask()).rejects.toMatchObject({ kind: 'signed-out', message: expect.stringMatching(/ten minutes/) });
    expect(tokenCalls()).toHaveLength(3);
    expect(await stored()).toMatchObject({
      state: 'paused',
      stateReason: expect.stringMatching(/refused 3 new sessions/),
    });
    const mine = await readMyConnection({ ...ctx, actor: seller });
    expect(connectionNotice(mine.connection?.state ?? null, 12)).toBe(
      'Your connection to Salesforce is paused; 12 activities wait.',
    );
    await expect(ask()).rejects.toMatchObject({ kind: 'signed-out' });
    expect(tokenCalls()).toHaveLength(3);

    org.settings.oauth.neverHeal = false;
    await resumeConnection({ ...ctx, actor: seller }, id);
    expect(await ask()).toHaveLength(1);
  });

  it('is not renewed for ever within one call, whatever the table of renewals says', async () => {
    org.settings.oauth.neverHeal = true;
    const busy = setInterval(() => clock.advance(11 * 60_000), 1);
    await expect(ask()).rejects.toMatchObject({ kind: 'signed-out' });
    clearInterval(busy);
    expect(tokenCalls().length).toBeLessThanOrEqual(4);
  });

  it.each(['reset-after', 'reset-body', 'truncate'] as const)(
    'whose answer was lost (%s) is had once more',
    async (effect) => {
      org.settings.oauth.rotationGraceMs = 60_000;
      expire();
      org.faults.add({ match: 'oauth2/token', effect });
      expect(await ask()).toHaveLength(1);
      expect(await stored()).toMatchObject({ state: 'active', tokenVersion: 2 });
      expire();
      expect(await ask()).toHaveLength(1);
    },
  );

  it('without such grace waits for its user, and tells why', async () => {
    expire();
    org.faults.add({ match: 'oauth2/token', effect: 'reset-after' });
    await expect(ask()).rejects.toMatchObject({ kind: 'signed-out', remoteCode: 'EXPIRED_ACCESS' });
    expect(await stored()).toMatchObject({
      state: 'needs-reauth',
      stateReason: expect.stringMatching(/consent .* is over/),
    });
  });

  it('of an org that has moved goes on at the new address, the write with it', async () => {
    const client = await ctx.salesforce(id, 'activities');
    org.moveTo('localhost');
    const [made] = await client.createRecords([{ object: 'Task', fields: { Subject: 'Moved' } }]);
    expect(made?.ok).toBe(true);
    expect(org.world.records('Task')).toHaveLength(1);
    expect((await stored()).instanceUrl).toBe(org.url.replace('127.0.0.1', 'localhost'));
    expect(await ask()).toHaveLength(1);
    expect(tokenCalls()).toHaveLength(1);
  });

  it.each(['before', 'after'] as const)('is not lost when the database drops us %s the commit', async (when) => {
    const dropping = dropOnce(database.db, when);
    const dropped = testCtx({ database: { db: dropping.db }, clock, salesforceUrl: org.url });
    expire();
    expect(await ask(dropped)).toHaveLength(1);
    expect(dropping.drops()).toBe(1);
    expect(await stored()).toMatchObject({ state: 'active', tokenVersion: 2 });
    expire();
    expect(await ask()).toHaveLength(1);
  });

  const failures: [string, string, ConnectionState, FaultKind][] = [
    ['invalid_grant', 'expired access/refresh token', 'needs-reauth', 'signed-out'],
    ['invalid_grant', 'authentication failure', 'needs-reauth', 'signed-out'],
    ['invalid_grant', 'inactive user', 'needs-reauth', 'signed-out'],
    ['invalid_grant', 'inactive organization', 'needs-reauth', 'signed-out'],
    ['invalid_grant', 'something new', 'needs-reauth', 'signed-out'],
    ['invalid_grant', 'ip restricted', 'paused', 'forbidden'],
    ['invalid_client', 'invalid client credentials', 'active', 'forbidden'],
    ['invalid_client_id', 'client identifier invalid', 'active', 'forbidden'],
    ['unsupported_grant_type', 'grant type not supported', 'active', 'rejected'],
  ];
  it.each(failures)('refused with %s: %s is %s', async (code, message, state, kind) => {
    expire();
    org.faults.add({ match: 'oauth2/token', effect: { code, message } });
    await expect(ask()).rejects.toMatchObject({ provider: 'salesforce', kind });
    expect((await stored()).state).toBe(state);
  });

  it.each(['html-502', 'reset-before', 'html-200'] as const)(
    'is tried again later when the login does not answer: %s',
    async (effect) => {
      expire();
      org.faults.add({ match: 'oauth2/token', times: 2, effect });
      await expect(ask()).rejects.toMatchObject({ kind: 'unavailable' });
      expect((await stored()).state).toBe('active');
      expect(await ask()).toHaveLength(1);
    },
  );

  it('of a connection that was replaced meanwhile is that of the new consent', async () => {
    const client = await ctx.salesforce(id, 'activities');
    org.tokens.revokeAll();
    const { accessToken, refreshToken } = org.tokens.grant();
    await ctx.db.transaction(async (tx) =>
      upsertSalesforceConnection(tx, {
        ...(await stored()),
        accessToken: ctx.secrets.seal(accessToken, sealContexts.accessToken(id)),
        refreshToken: ctx.secrets.seal(refreshToken, sealContexts.refreshToken(id)),
      }),
    );
    expect(await client.limits()).toMatchObject({ limit: 100_000 });
    expect(tokenCalls()).toHaveLength(0);
  });

  it('of a connection that was removed meanwhile is over', async () => {
    const client = await ctx.salesforce(id, 'activities');
    org.tokens.revokeAll();
    await ctx.db.transaction((tx) => deleteSalesforceConnection(tx, id));
    await expect(client.limits()).rejects.toMatchObject({ kind: 'signed-out' });
    await expect(ctx.salesforce(id, 'activities')).rejects.toMatchObject({ code: 'not_found' });
  });
});

/** A database that breaks off once at the end of a transaction, which was committed or was not. */
function dropOnce(db: Db, when: 'before' | 'after') {
  let drops = 0;
  const transaction: Db['transaction'] = async (work, config) => {
    if (drops > 0) return db.transaction(work, config);
    drops += 1;
    await db.transaction(async (tx) => {
      await work(tx);
      if (when === 'before') throw new Error('dropped');
    }, config);
    throw new Error('dropped');
  };
  return {
    db: new Proxy(db, { get: (target, name) => (name === 'transaction' ? transaction : Reflect.get(target, name)) }),
    drops: () => drops,
  };
}
