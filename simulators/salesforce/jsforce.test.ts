import { randomBytes } from 'node:crypto';
import jsforce, { type Connection, type OAuth2 } from 'jsforce';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type SalesforceSimulator, startSalesforce } from './index';

const startAt = new Date('2026-11-02T10:00:00Z');
const redirectUri = 'http://127.0.0.1/callback';

/** The public client, unmodified: it knows nothing of this project. */
describe('jsforce@3.10.16 works against the simulator', () => {
  let org: SalesforceSimulator;

  beforeEach(async () => {
    org = await startSalesforce({ startAt, oauth: { consent: 'auto' }, limits: { pageRows: 200 } });
  });
  afterEach(async () => {
    expect(org.unknownRequests).toEqual([]);
    await org.close();
  });

  async function connect(): Promise<{ conn: Connection; oauth2: OAuth2; refreshToken: string }> {
    const oauth2 = new jsforce.OAuth2({
      loginUrl: org.url,
      clientId: org.clientId,
      clientSecret: org.clientSecret,
      redirectUri,
    });
    oauth2.codeVerifier = randomBytes(48).toString('base64url');
    const params = { scope: 'api refresh_token id', state: 'a-state', code_challenge_method: 'S256' };
    const sent = await fetch(oauth2.getAuthorizationUrl(params), { redirect: 'manual' });
    const back = new URL(sent.headers.get('location') ?? '');
    expect(back.searchParams.get('state')).toBe('a-state');
    const conn = new jsforce.Connection({ oauth2, version: '67.0' });
    await conn.authorize(back.searchParams.get('code') ?? '');
    oauth2.codeVerifier = undefined;
    return { conn, oauth2, refreshToken: conn.refreshToken ?? '' };
  }

  test('logs in with PKCE, learns who it is, and logs out', async () => {
    const { conn } = await connect();
    const [user] = org.world.users();
    expect(conn.userInfo).toMatchObject({ id: user?.id, organizationId: org.orgId });
    expect(conn.instanceUrl).toBe(org.url);
    expect(await conn.request('/services/oauth2/userinfo')).toMatchObject({ user_id: user?.id, email: user?.email });
    expect(await conn.identity()).toMatchObject({ user_id: user?.id });
    expect(JSON.stringify(org.calls)).not.toContain(conn.accessToken);
    await conn.logout(true);
    expect(org.tokens.grants()).toBe(0);
  });

  test('creates, retrieves, changes, upserts and destroys collections, and reads them in pages', async () => {
    const { conn } = await connect();
    const lead = org.world.create('Lead', { LastName: 'Byron', Company: 'Contoso', Email: 'ada@example.com' });
    const records = Array.from({ length: 450 }, (_, n) => ({ Subject: `Call ${n}`, Status: 'Completed', WhoId: lead }));
    const created = await conn.sobject('Task').create(records, { allowRecursive: true });
    expect(created.every((result) => result.success)).toBe(true);
    const ids = created.map((result) => result.id ?? '');

    const result = await conn.query('SELECT Id, Subject, Who.Name FROM Task ORDER BY Subject', {
      autoFetch: true,
      maxFetch: 1000,
    });
    expect([result.totalSize, result.records.length]).toEqual([450, 450]);
    expect(result.records[0]).toMatchObject({ Subject: 'Call 0', Who: { Name: 'Byron' } });
    const page = await conn.query('SELECT Id FROM Task');
    expect(page).toMatchObject({ done: false });
    expect((await conn.queryMore(page.nextRecordsUrl ?? '')).records).toHaveLength(200);

    const pair = ids.slice(0, 2);
    await conn.sobject('Task').update(pair.map((Id) => ({ Id, Priority: 'High' })));
    const read = await conn.sobject('Task').retrieve([...pair, '00T000000000000AAA'], { fields: ['Id', 'Priority'] });
    expect(read).toMatchObject([{ Id: pair[0], Priority: 'High' }, { Id: pair[1], Priority: 'High' }, null]);

    const keyed = [{ SalesActions_Key__c: 'sa-1', Subject: 'One', Status: 'Completed' }];
    const first = await conn.sobject('Task').upsert(keyed, 'SalesActions_Key__c');
    const second = await conn.sobject('Task').upsert(keyed, 'SalesActions_Key__c');
    expect(first[0]).toMatchObject({ success: true, created: true });
    expect(second[0]).toMatchObject({ id: first[0]?.id, success: true, created: false });
    const single = await conn
      .sobject('Task')
      .upsert({ SalesActions_Key__c: 'sa-2', Subject: 'Two' }, 'SalesActions_Key__c');
    expect(single).toMatchObject({ success: true, created: true });

    const gone = await conn.sobject('Task').destroy(pair);
    expect(gone.map((item) => item.success)).toEqual([true, true]);
    expect(org.world.records('Task')).toHaveLength(450);
    const all = await conn.query(`SELECT Id, IsDeleted FROM Task WHERE Id = '${pair[0]}'`, { scanAll: true });
    expect(all.records).toMatchObject([{ Id: pair[0], IsDeleted: true }]);
  });

  test('writes single records and finds by conditions', async () => {
    const { conn } = await connect();
    const created = await conn.sobject('Contact').create({ LastName: "O'Neill", Email: 'o@example.com' });
    const id = created.id ?? '';
    await conn.sobject('Contact').update({ Id: id, Title: 'CTO' });
    expect(await conn.sobject('Contact').retrieve(id)).toMatchObject({ LastName: "O'Neill", Title: 'CTO' });
    const found = await conn.sobject('Contact').find({ LastName: "O'Neill", Email: { $like: 'O@%' } }, ['Id', 'Title']);
    expect(found).toMatchObject([{ Id: id, Title: 'CTO' }]);
    await conn.sobject('Contact').destroy(id);
    await expect(conn.sobject('Contact').retrieve(id)).rejects.toMatchObject({ errorCode: 'ENTITY_IS_DELETED' });
    const wrong = conn.sobject('Contact').create({ Email: 'nobody' });
    await expect(wrong).rejects.toMatchObject({ errorCode: 'INVALID_EMAIL_ADDRESS' });
  });

  test('describes, reads limits, and asks for updated and deleted records', async () => {
    const { conn } = await connect();
    const described = await conn.sobject('Task').describe();
    const subtype = described.fields.find((field) => field.name === 'TaskSubtype');
    expect(subtype).toMatchObject({ createable: true, updateable: false, restrictedPicklist: true, length: 40 });
    expect((await conn.describeGlobal()).sobjects.map((each) => each.name)).toContain('OpportunityContactRole');
    expect((await conn.limits()).DailyApiRequests).toMatchObject({ Max: 100_000 });
    expect(conn.limitInfo.apiUsage?.limit).toBe(100_000);

    const [kept, gone] = [org.world.create('Lead', person(1)), org.world.create('Lead', person(2))];
    org.clock.advance(120_000);
    org.world.delete(gone);
    org.clock.advance(180_000);
    const updated = await conn.updated('Lead', startAt, org.clock.now());
    expect(updated).toEqual({ ids: [kept], latestDateCovered: '2026-11-02T10:05:00.000+0000' });
    const deleted = await conn.deleted('Lead', startAt, org.clock.now());
    expect(deleted.deletedRecords).toEqual([{ id: gone, deletedDate: '2026-11-02T10:02:00.000+0000' }]);
  });

  test('four calls at once over a dead session refresh once, and the new refresh token works again', async () => {
    const { oauth2, refreshToken } = await connect();
    let current = refreshToken;
    let refreshes = 0;
    const conn = new jsforce.Connection({
      oauth2,
      version: '67.0',
      instanceUrl: org.url,
      accessToken: 'dead',
      refreshToken,
      refreshFn: async (_, done) => {
        refreshes++;
        const token = await oauth2.refreshToken(current);
        current = token.refresh_token ?? current;
        done(null, token.access_token, token);
      },
    });
    await Promise.all([1, 2, 3, 4].map(() => conn.query('SELECT Id FROM User')));
    expect(refreshes).toBe(1);
    org.tokens.expireAccess();
    await conn.query('SELECT Id FROM User');
    expect(refreshes).toBe(2);
    await expect(oauth2.refreshToken(refreshToken)).rejects.toMatchObject({ name: 'invalid_grant' });
    await expect(oauth2.refreshToken(current)).rejects.toMatchObject({ message: 'expired access/refresh token' });
  });

  test('sees partial failure, all-or-none, a spent budget and a busy server as they are', async () => {
    const { conn } = await connect();
    const records = [{ Subject: 'x'.repeat(256) }, { Subject: 'fine' }];
    const partly = await conn.sobject('Task').create(records);
    expect(partly).toMatchObject([{ success: false, errors: [{ statusCode: 'STRING_TOO_LONG' }] }, { success: true }]);
    const none = await conn.sobject('Task').create(records, { allOrNone: true });
    expect(none[1]).toMatchObject({ errors: [{ statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK' }] });
    org.faults.add({ match: '/query', effect: { code: 'SERVER_UNAVAILABLE' } });
    expect((await conn.query('SELECT COUNT() FROM Task')).totalSize).toBe(1);
    org.usage.spend(100_000);
    await expect(conn.query('SELECT Id FROM Task')).rejects.toMatchObject({ errorCode: 'REQUEST_LIMIT_EXCEEDED' });
  });

  const person = (n: number) => ({ LastName: `P${n}`, Company: 'Globex' });
});
