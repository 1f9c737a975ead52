import { afterEach, beforeEach, expect, test } from 'vitest';
import { type SalesforceSimulator, startSalesforce } from './index';
import { createTestClient, type TestClient } from './test-client';

const startAt = new Date('2026-11-02T10:00:00Z');
let org: SalesforceSimulator;
let api: TestClient;

beforeEach(async () => {
  org = await startSalesforce({ startAt });
  api = createTestClient(org);
});
afterEach(async () => {
  expect(org.unknownRequests).toEqual([]);
  await org.close();
});

const lead = (more: object = {}) => org.world.create('Lead', { LastName: 'Byron', Company: 'Contoso', ...more });
const code = (item: { errors: { statusCode: string }[] }) => item.errors[0]?.statusCode;
const done = { Subject: 'Call', Status: 'Completed' };

test('8.4-1 items carry statusCode, requests and single records errorCode', async () => {
  const [item] = await api.create('Task', [{ Subject: 'x'.repeat(256) }]);
  expect(item.errors[0]).toMatchObject({ statusCode: 'STRING_TOO_LONG', fields: ['Subject'] });
  const single = await api.send('POST', '/sobjects/Task', { body: { Subject: 'x'.repeat(256) } });
  expect([single.status, single.json[0].errorCode, single.json[0].fields]).toEqual([
    400,
    'STRING_TOO_LONG',
    ['Subject'],
  ]);
});

test('8.4-2 HTTP 200 even when every item failed', async () => {
  const body = { records: [{ attributes: { type: 'Lead' } }, { attributes: { type: 'Lead' } }] };
  const answer = await api.send('POST', '/composite/sobjects', { body });
  expect([answer.status, answer.json.map(code)]).toEqual([200, ['REQUIRED_FIELD_MISSING', 'REQUIRED_FIELD_MISSING']]);
});

test('8.4-3 outcomes come in the order of the request', async () => {
  const rows = Array.from({ length: 30 }, (_, n) => (n % 3 === 0 ? { Status: 'Nope' } : { Subject: `S${n}` }));
  const items = await api.create('Task', rows);
  expect(items.map((item: { success: boolean }) => item.success)).toEqual(rows.map((_, n) => n % 3 !== 0));
  expect(org.world.record(items[1].id)).toMatchObject({ Subject: 'S1' });
});

test('8.4-4 more than 200 records refuse the whole request', async () => {
  const answer = await api.create(
    'Task',
    Array.from({ length: 201 }, () => done),
  );
  expect(answer).toMatchObject([{ errorCode: 'EXCEEDED_ID_LIMIT' }]);
  expect(org.world.records('Task')).toEqual([]);
});

test('8.4-5 at most ten runs of one type', async () => {
  const mixed = (runs: number) =>
    Array.from({ length: runs }, (_, n) =>
      n % 2 ? { attributes: { type: 'Task' }, ...done } : { attributes: { type: 'Account' }, Name: 'A' },
    );
  const send = async (runs: number) =>
    (await api.send('POST', '/composite/sobjects', { body: { records: mixed(runs) } })).status;
  expect([await send(10), await send(11)]).toEqual([200, 400]);
});

test('8.4-6 all or none: one failure rolls the others back and says so', async () => {
  const items = await api.create('Task', [done, { Status: 'Nope' }, done], true);
  const rolledBack = 'ALL_OR_NONE_OPERATION_ROLLED_BACK';
  expect(items.map(code)).toEqual([rolledBack, 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', rolledBack]);
  expect(org.world.records('Task')).toEqual([]);
});

test('8.4-7 one external id twice in a request: the second fails', async () => {
  const row = { SalesActions_Key__c: 'sa-1', ...done };
  const items = await api.upsert([row, row]);
  expect([items[0].created, code(items[1]), items[1].errors[0].message]).toEqual([
    true,
    'DUPLICATE_VALUE',
    'Duplicate external id specified: sa-1',
  ]);
});

test('8.4-8 keys match by case where the field says so; deleted records do not match', async () => {
  const [first] = await api.upsert([{ SalesActions_Key__c: 'sa-1', ...done }]);
  const [other] = await api.upsert([{ SalesActions_Key__c: 'SA-1', ...done }]);
  expect([other.created, other.id === first.id]).toEqual([true, false]);
  org.world.delete(first.id);
  const [again] = await api.upsert([{ SalesActions_Key__c: 'sa-1', ...done }]);
  expect(again.created).toBe(true);
  org.world.addField('Lead', 'Loose__c', 'string', { externalId: true });
  const id = lead({ Loose__c: 'Abc' });
  expect((await api.send('GET', '/sobjects/Lead/Loose__c/aBC')).json.Id).toBe(id);
});

test('8.4-8 the same key written by a create names the other record by 15 characters, or not at all', async () => {
  const [{ id }] = await api.upsert([{ SalesActions_Key__c: 'sa-1', ...done }]);
  const duplicate = async () => (await api.create('Task', [{ SalesActions_Key__c: 'sa-1', ...done }]))[0].errors[0];
  expect(await duplicate()).toMatchObject({
    statusCode: 'DUPLICATE_VALUE',
    message: expect.stringContaining(id.slice(0, 15)),
  });
  expect((await duplicate()).message).not.toContain(id);
  org.world.share(org.world.users()[0]?.id ?? '', id, 'none');
  expect((await duplicate()).message).toMatch(/<unknown>$/);
});

test('8.4-9 ids go out with 18 characters and come in with 15 or 18', async () => {
  const id = lead();
  expect(id).toHaveLength(18);
  const [task] = await api.create('Task', [{ ...done, WhoId: id.slice(0, 15) }]);
  expect(org.world.record(task.id)?.WhoId).toBe(id);
  expect((await api.query(`SELECT Id FROM Lead WHERE Id = '${id.slice(0, 15)}'`)).records[0].Id).toBe(id);
  expect((await api.send('GET', `/sobjects/Lead/${id.slice(0, 15)}`)).status).toBe(200);
});

test('8.4-17 a deleted record says so; an unknown id is a bad reference among many, and not found alone', async () => {
  const id = lead();
  org.world.delete(id);
  const unknown = '00Q000000000001AAA';
  const items = await api.update('Lead', [
    { id, Title: 'x' },
    { id: unknown, Title: 'x' },
  ]);
  expect(items.map(code)).toEqual(['ENTITY_IS_DELETED', 'INVALID_CROSS_REFERENCE_KEY']);
  const single = await api.send('PATCH', `/sobjects/Lead/${unknown}`, { body: { Title: 'x' } });
  expect([single.status, single.json[0].errorCode]).toEqual([404, 'NOT_FOUND']);
  const gone = await api.send('DELETE', `/sobjects/Lead/${id}`);
  expect([gone.status, gone.json[0].errorCode]).toEqual([404, 'ENTITY_IS_DELETED']);
});

test('8.4-18 a lead takes no second relation', async () => {
  const account = org.world.create('Account', { Name: 'Globex' });
  const [item] = await api.create('Task', [{ ...done, WhoId: lead(), WhatId: account }]);
  expect(item.errors[0]).toMatchObject({ statusCode: 'FIELD_INTEGRITY_EXCEPTION', fields: ['WhoId', 'WhatId'] });
});

test('8.4-19 the account of a task is worked out from its relations', async () => {
  const account = org.world.create('Account', { Name: 'Globex' });
  const contact = org.world.create('Contact', { LastName: 'C', AccountId: account });
  const other = org.world.create('Account', { Name: 'Hooli' });
  const deal = { Name: 'D', StageName: 'Prospecting', CloseDate: '2026-12-01', AccountId: other };
  const opportunity = org.world.create('Opportunity', deal);
  const items = await api.create('Task', [
    { ...done, WhoId: contact },
    { ...done, WhoId: contact, WhatId: opportunity },
    { ...done, WhatId: account },
    { ...done, WhoId: lead() },
  ]);
  const accounts = items.map((item: { id: string }) => org.world.record(item.id)?.AccountId);
  expect(accounts).toEqual([account, other, account, null]);
});

test('8.4-20 closing sets IsClosed and the date, reopening clears it, priority tells IsHighPriority', async () => {
  const [{ id }] = await api.create('Task', [{ Subject: 'S', Priority: 'High' }]);
  expect(org.world.record(id)).toMatchObject({ IsClosed: false, CompletedDateTime: null, IsHighPriority: true });
  org.clock.advance(60_000);
  await api.update('Task', [{ id, Status: 'Completed' }]);
  expect(org.world.record(id)).toMatchObject({ IsClosed: true, CompletedDateTime: '2026-11-02T10:01:00.000Z' });
  org.clock.advance(60_000);
  await api.update('Task', [{ id, Subject: 'Other' }]);
  expect(org.world.record(id)?.CompletedDateTime).toBe('2026-11-02T10:01:00.000Z');
  await api.update('Task', [{ id, Status: 'In Progress' }]);
  expect(org.world.record(id)).toMatchObject({ IsClosed: false, CompletedDateTime: null });
});

test('8.4-21 what is left out is filled: status, priority, owner, subtype', async () => {
  const [{ id }] = await api.create('Task', [{ Subject: 'S' }]);
  const OwnerId = org.world.users()[0]?.id;
  expect(org.world.record(id)).toMatchObject({
    Status: 'Not Started',
    Priority: 'Normal',
    OwnerId,
    TaskSubtype: 'Task',
  });
});

test('8.4-22 the subtype cannot be changed, and system fields cannot be written', async () => {
  const [{ id }] = await api.create('Task', [{ ...done, TaskSubtype: 'Call' }]);
  const items = await api.update('Task', [
    { id, TaskSubtype: 'Email' },
    { id, IsClosed: false },
  ]);
  expect(items.map(code)).toEqual(['INVALID_FIELD_FOR_INSERT_UPDATE', 'INVALID_FIELD_FOR_INSERT_UPDATE']);
  const [created] = await api.create('Task', [{ ...done, AccountId: null }]);
  expect(created.errors[0].fields).toEqual(['AccountId']);
});

test('8.4-23 too long is refused, never cut', async () => {
  const lengths = { Subject: 255, Description: 32_000, CallDisposition: 255, mktosales_call_outcome__c: 50 };
  for (const [name, length] of Object.entries(lengths)) {
    const items = await api.create('Task', [{ [name]: 'x'.repeat(length) }, { [name]: 'x'.repeat(length + 1) }]);
    expect([items[0].success, code(items[1]), items[1].errors[0].fields]).toEqual([true, 'STRING_TOO_LONG', [name]]);
  }
});

test('8.4-24 restricted picklists refuse other words; renamed and further closed statuses count', async () => {
  const words = [
    { label: 'Offen', apiName: 'Not Started', closed: false, byDefault: true },
    { label: 'Erledigt', apiName: 'Completed', closed: true, byDefault: false },
    { label: 'Abgesagt', apiName: 'Cancelled', closed: true, byDefault: false },
  ];
  const german = await startSalesforce({ startAt, vocabulary: { statuses: words } });
  const client = createTestClient(german);
  const items = await client.create('Task', [
    { Status: 'Completed' },
    { Status: 'Abgesagt' },
    { Type: 'Reply' },
    { Subject: 'S' },
  ]);
  expect([code(items[0]), code(items[2])]).toEqual(Array(2).fill('INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST'));
  expect(german.world.record(items[1].id)?.IsClosed).toBe(true);
  expect(german.world.record(items[3].id)?.Status).toBe('Offen');
  const { records } = await client.query('SELECT MasterLabel FROM TaskStatus WHERE IsClosed = true ORDER BY SortOrder');
  expect(records.map((row: { MasterLabel: string }) => row.MasterLabel)).toEqual(['Erledigt', 'Abgesagt']);
  await german.close();
});

test('8.4-25 a hidden field is no column in a query and cannot be written; describe leaves it out', async () => {
  org.world.setFieldAccess({ object: 'Lead', field: 'HasOptedOutOfEmail', access: 'hidden' });
  org.world.setFieldAccess({ object: 'Lead', field: 'Title', access: 'read' });
  expect(await api.query('SELECT HasOptedOutOfEmail FROM Lead')).toMatchObject([{ errorCode: 'INVALID_FIELD' }]);
  const id = lead();
  const items = await api.update('Lead', [
    { id, HasOptedOutOfEmail: true },
    { id, Title: 'x' },
  ]);
  expect(items.map(code)).toEqual(Array(2).fill('INVALID_FIELD_FOR_INSERT_UPDATE'));
  const { fields } = await api.get('/sobjects/Lead/describe');
  const named = (name: string) => fields.find((field: { name: string }) => field.name === name);
  expect([named('HasOptedOutOfEmail'), named('Title').updateable]).toEqual([undefined, false]);
  const unknown = await api.create('Task', [{ Nope__c: 1 }]);
  expect(unknown).toMatchObject([
    { errorCode: 'INVALID_FIELD', message: "No such column 'Nope__c' on sobject of type Task" },
  ]);
  org.world.setObjectAccess({ object: 'Opportunity', allowed: false });
  expect(await api.query('SELECT Id FROM Opportunity')).toMatchObject([{ errorCode: 'INVALID_TYPE' }]);
});

test('8.4-26 what sharing hides is null or no access; what it shows may still be read only', async () => {
  const [user] = org.world.users();
  const [hidden, shown] = [lead(), lead()];
  org.world.share(user?.id ?? '', hidden, 'none');
  org.world.share(user?.id ?? '', shown, 'read');
  const read = await api.send('POST', '/composite/sobjects/Lead', { body: { ids: [hidden, shown], fields: ['Id'] } });
  expect(read.json).toMatchObject([null, { Id: shown }]);
  expect((await api.query('SELECT Id FROM Lead')).records).toHaveLength(1);
  const [task] = await api.create('Task', [{ ...done, WhoId: hidden }]);
  expect(task.errors[0]).toMatchObject({
    statusCode: 'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY',
    message: expect.stringContaining(hidden.slice(0, 15)),
  });
  expect((await api.update('Lead', [{ id: shown, Title: 'x' }])).map(code)).toEqual([
    'INSUFFICIENT_ACCESS_OR_READONLY',
  ]);
});

test('8.4-27 an inactive owner is refused', async () => {
  const owner = org.world.users()[1]?.id ?? '';
  org.world.setUserActive(owner, false);
  expect((await api.create('Task', [{ ...done, OwnerId: owner }])).map(code)).toEqual(['INACTIVE_OWNER_OR_USER']);
});

test('8.4-28 validation rules and required custom fields block an opt-out', async () => {
  const id = lead();
  const optOut = () => api.update('Lead', [{ id, HasOptedOutOfEmail: true }]);
  const rule = { object: 'Lead', field: 'Title', message: 'Fill in the title first.' };
  org.world.setRules({ validation: [rule] });
  expect((await optOut())[0].errors[0]).toMatchObject({
    statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
    message: rule.message,
  });
  org.world.setRules({ validation: [], required: [{ object: 'Lead', field: 'Phone' }] });
  expect((await optOut())[0].errors[0]).toMatchObject({ statusCode: 'REQUIRED_FIELD_MISSING', fields: ['Phone'] });
  org.world.clearRules();
  expect((await optOut())[0].success).toBe(true);
});

test('8.4-29 the assignment rule moves a changed lead unless the request forbids it', async () => {
  const [first, second] = org.world.users();
  const id = lead({ OwnerId: first?.id });
  org.world.setRules({ assignLeadsTo: second?.id ?? null });
  await api.update('Lead', [{ id, HasOptedOutOfEmail: true }], { 'Sforce-Auto-Assign': 'FALSE' });
  expect(org.world.record(id)?.OwnerId).toBe(first?.id);
  await api.update('Lead', [{ id, DoNotCall: true }]);
  expect(org.world.record(id)?.OwnerId).toBe(second?.id);
});

test('8.4-29 duplicate rules: an alert yields to the header, a block does not', async () => {
  lead({ Email: 'ada@example.com' });
  const send = (headers: object) =>
    api.create('Lead', [{ LastName: 'B', Company: 'C', Email: 'ADA@example.com' }], false, headers);
  const allow = { 'Sforce-Duplicate-Rule-Header': 'allowSave=true' };
  org.world.setRules({ duplicates: [{ object: 'Lead', kind: 'alert' }] });
  expect([code((await send({}))[0]), (await send(allow))[0].success]).toEqual(['DUPLICATES_DETECTED', true]);
  org.world.setRules({ duplicates: [{ object: 'Lead', kind: 'block' }] });
  expect((await send(allow)).map(code)).toEqual(['DUPLICATES_DETECTED']);
});

test('8.4-30 conversion moves tasks with new stamps and closes the lead; a merge names the winner', async () => {
  const id = lead();
  const [task] = await api.create('Task', [{ ...done, WhoId: id }]);
  org.clock.advance(60_000);
  const { contactId, accountId } = org.world.convertLead(id);
  expect(org.world.record(task.id)).toMatchObject({
    WhoId: contactId,
    AccountId: accountId,
    SystemModstamp: '2026-11-02T10:01:00.000Z',
  });
  expect((await api.update('Lead', [{ id, Title: 'x' }])).map(code)).toEqual(['CANNOT_UPDATE_CONVERTED_LEAD']);
  expect((await api.create('Task', [{ ...done, WhoId: id }])).map(code)).toEqual(['CANNOT_UPDATE_CONVERTED_LEAD']);
  const found = await api.query(`SELECT IsConverted, ConvertedContactId FROM Lead WHERE Id = '${id}'`);
  expect(found.records).toMatchObject([{ IsConverted: true, ConvertedContactId: contactId }]);
  expect((await api.update('Account', [{ id: accountId, Name: 'Free again' }]))[0].success).toBe(true);

  const [winner, loser] = [lead(), lead()];
  const [moved] = await api.create('Task', [{ ...done, WhoId: loser }]);
  org.world.merge(winner, [loser]);
  expect(org.world.record(moved.id)).toMatchObject({ WhoId: winner, IsDeleted: false });
  expect((await api.query(`SELECT Id FROM Lead WHERE Id = '${loser}'`)).records).toEqual([]);
  const all = await api.query(`SELECT MasterRecordId, IsDeleted FROM Lead WHERE Id = '${loser}'`, true);
  expect(all.records).toMatchObject([{ MasterRecordId: winner, IsDeleted: true }]);
});

test('8.4-31 open dated inserts, updates and deletes lock; finished inserts do not', async () => {
  const id = lead();
  const [old] = await api.create('Task', [{ ...done, WhoId: id }]);
  org.world.lock(id);
  const dated = { Subject: 'S', WhoId: id, ActivityDate: '2026-11-05' };
  const items = await api.create('Task', [dated, { Subject: 'S', WhoId: id }, { ...dated, Status: 'Completed' }]);
  expect([code(items[0]), items[1].success, items[2].success]).toEqual(['UNABLE_TO_LOCK_ROW', true, true]);
  expect((await api.update('Task', [{ id: old.id, Subject: 'T' }])).map(code)).toEqual(['UNABLE_TO_LOCK_ROW']);
  const deleted = await api.send('DELETE', `/composite/sobjects?ids=${old.id}&allOrNone=false`);
  expect(deleted.json.map(code)).toEqual(['UNABLE_TO_LOCK_ROW']);
  org.world.unlock(id);
  expect((await api.update('Task', [{ id: old.id, Subject: 'T' }]))[0].success).toBe(true);
});

test('8.4-31 of two requests at once over one person, one is refused', async () => {
  const id = lead();
  org.settings.writeMs = 30;
  const row = { Subject: 'S', WhoId: id, ActivityDate: '2026-11-05' };
  const both = await Promise.all([api.create('Task', [row]), api.create('Task', [row])]);
  expect(
    both
      .flat()
      .map((item) => item.success)
      .sort(),
  ).toEqual([false, true]);
  expect((await api.create('Task', [row]))[0].success).toBe(true);
});

test('8.4-31 two requests insert one key at once: one record, and the other is told of it', async () => {
  org.settings.writeMs = 30;
  const rows = [{ SalesActions_Key__c: 'sa-1', ...done }];
  const both = (await Promise.all([api.upsert(rows), api.upsert(rows)])).flat();
  expect(both.filter((item) => item.created)).toHaveLength(1);
  expect(both.filter((item) => !item.success).map(code)).toEqual(['DUPLICATE_VALUE']);
  expect((await api.upsert(rows))[0]).toMatchObject({ success: true, created: false });
});

test('8.4-40 several records of one external id: HTTP 300 and their addresses', async () => {
  org.world.addField('Lead', 'Loose__c', 'string', { externalId: true });
  const ids = [lead({ Loose__c: 'x' }), lead({ Loose__c: 'x' })];
  const answer = await api.send('PATCH', '/sobjects/Lead/Loose__c/x', { body: { Title: 'T' } });
  expect([answer.status, answer.json]).toEqual([300, ids.map((id) => `/services/data/v67.0/sobjects/Lead/${id}`)]);
});

test('8.4-42 flows edit new tasks under a later stamp; a trigger wraps its own text', async () => {
  org.world.setRules({ automation: [{ object: 'Task', on: 'create', set: { Priority: 'Low' } }] });
  const [{ id }] = await api.create('Task', [done]);
  expect(org.world.record(id)?.Priority).toBe('Low');
  const message =
    'TaskTrigger: execution of BeforeInsert caused by: UNABLE_TO_LOCK_ROW, unable to obtain exclusive access';
  const error = { code: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', message };
  org.world.setRules({ automation: [{ object: 'Task', on: 'create', error }] });
  expect((await api.create('Task', [done]))[0].errors[0]).toMatchObject({ statusCode: error.code, message });
});

test('storage, approval locks and wrong kinds of ids are refused by their own codes', async () => {
  const id = lead();
  org.world.lockForApproval(id);
  expect((await api.update('Lead', [{ id, Title: 'x' }])).map(code)).toEqual(['ENTITY_IS_LOCKED']);
  expect((await api.create('Task', [{ ...done, WhoId: org.orgId }])).map(code)).toEqual(['MALFORMED_ID']);
  org.world.setRules({ storageFull: true });
  expect((await api.create('Task', [done])).map(code)).toEqual(['STORAGE_LIMIT_EXCEEDED']);
});
