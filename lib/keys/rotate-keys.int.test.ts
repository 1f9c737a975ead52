import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { insertSalesforceLogin, selectSalesforceApp } from '@/db/queries/salesforce-apps';
import { selectSealedSecrets, updateSealedSecret } from '@/db/queries/sealed-secrets';
import { selectMarketoConnection } from '@/db/queries/settings';
import { testDatabase } from '@/db/test/database';
import { type MarketoSimulator, startMarketo } from '@/simulators/marketo/index';
import { type SalesforceSimulator, startSalesforce } from '@/simulators/salesforce/index';
import type { Ctx } from '../context';
import { encryptSecret, keyIdOf } from '../crypto';
import { salesforceConnector } from '../salesforce-connector';
import { sealContexts } from '../seal-contexts';
import { connectToSimulator, testCtx } from '../test/context';
import { connectToSalesforce } from '../test/salesforce';
import { aSeller } from '../test/sellers';
import { secretBox } from '../wiring';
import { rotateKeys } from './rotate-keys';

// What testCtx seals with.
const oldKey = Buffer.alloc(32, 7);
const newKey = randomBytes(32);

let database: Awaited<ReturnType<typeof testDatabase>>;
let org: SalesforceSimulator;
let ctx: Ctx;
let id: string;

let marketo: MarketoSimulator;

beforeAll(async () => {
  marketo = await startMarketo();
});
afterAll(() => marketo.close());

beforeEach(async () => {
  database = await testDatabase();
  org = await startSalesforce();
  ctx = testCtx({ database, salesforceUrl: org.url });
  await connectToSimulator(ctx, marketo);
  const { userId } = await aSeller(ctx.db);
  id = await connectToSalesforce(ctx, org, { userId });
  const codeVerifier = ctx.secrets.seal('a verifier', sealContexts.codeVerifier('hash'));
  const at = new Date();
  const login = { userId, purpose: 'seller', loginUrl: org.url, codeVerifier, createdAt: at, expiresAt: at } as const;
  await ctx.db.transaction((tx) => insertSalesforceLogin(tx, { ...login, stateHash: 'hash' }));
});
afterEach(async () => {
  await org.close();
  await database.close();
});

const sealed = () => selectSealedSecrets(database.db);
const keysInUse = async () => new Set((await sealed()).map((secret) => keyIdOf(secret.sealed)));

describe('rotateKeys', () => {
  it('stores every secret under the first key, where it opens with that key alone, and repeats harmlessly', async () => {
    const before = await sealed();
    const { rotated, already, unreadable } = await rotateKeys(database.db, [newKey, oldKey]);
    expect(rotated).toEqual({
      'marketo-secret': 1,
      'salesforce-secret': 1,
      'access-token': 1,
      'refresh-token': 1,
      'code-verifier': 1,
    });
    expect({ already, unreadable }).toEqual({ already: 0, unreadable: [] });
    expect((await keysInUse()).size).toBe(1);
    expect(await rotateKeys(database.db, [newKey])).toMatchObject({ rotated: {}, already: before.length });

    const only = secretBox([newKey]);
    const marketo = await selectMarketoConnection(database.db);
    expect(only.open(marketo?.clientSecret ?? '', sealContexts.marketoSecret)).toBe('demo-secret');
    const app = await selectSalesforceApp(database.db);
    expect(only.open(app?.clientSecret ?? '', sealContexts.salesforceSecret)).toBe(org.clientSecret);
  });

  it('leaves connections that work, for processes that know both keys', async () => {
    await rotateKeys(database.db, [newKey, oldKey]);
    await expect(ctx.salesforce(id, 'reads')).rejects.toThrow(/cannot be read with the keys in ENCRYPTION_KEY/);
    const { db, clock } = ctx;
    const secrets = secretBox([oldKey, newKey]);
    const { salesforce } = salesforceConnector({ db, clock, secrets, callbackUrl: '', demoLoginUrl: org.url });
    org.tokens.expireAccess();
    expect(await (await salesforce(id, 'reads')).limits()).toMatchObject({ limit: 100_000 });
  });

  it('does not undo what another process stores meanwhile', async () => {
    const secret = (await sealed()).find((one) => one.kind === 'access-token' && one.id === id);
    if (!secret) throw new Error('There is no access token.');
    const renewed = encryptSecret('renewed', sealContexts.accessToken(id), [oldKey]);
    expect(await updateSealedSecret(database.db, secret, renewed)).toBe(true);
    expect(await updateSealedSecret(database.db, secret, 'stale')).toBe(false);
    await rotateKeys(database.db, [newKey, oldKey]);
    const now = (await sealed()).find((one) => one.kind === 'access-token' && one.id === id);
    expect(secretBox([newKey]).open(now?.sealed ?? '', sealContexts.accessToken(id))).toBe('renewed');
  });

  it('names what no key opens, and leaves it', async () => {
    const before = await sealed();
    const { unreadable, rotated } = await rotateKeys(database.db, [randomBytes(32)]);
    expect(rotated).toEqual({});
    expect(unreadable).toHaveLength(before.length);
    expect(await sealed()).toEqual(before);
  });
});
