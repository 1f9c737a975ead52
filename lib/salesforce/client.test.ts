import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type SalesforceSimulator, startSalesforce } from '@/simulators/salesforce/index';
import { manualClock } from '../test/clock';
import { createSalesforceClient, type NewRecord, type SalesforceBudget } from './client';
import { type SessionStore, shareSession } from './session';

const startAt = new Date('2026-11-02T10:00:00Z');

let org: SalesforceSimulator;
let usage: { used: number; limit: number }[];
let spent: string[];

beforeEach(async () => {
  org = await startSalesforce({ startAt });
  usage = [];
  spent = [];
});
afterEach(async () => {
  expect(org.unknownRequests).toEqual([]);
  await org.close();
});

describe('records', () => {
  it('are described, made, changed, upserted and retrieved, each with an outcome of its own', async () => {
    const client = open();
    const task = await client.describe('Task');
    expect(task.fields.find(({ name }) => name === 'SalesActions_Key__c')).toMatchObject({
      externalId: true,
      unique: true,
    });
    const made = await client.createRecords([
      { object: 'Lead', fields: { LastName: 'Byron', Company: 'Contoso' } },
      { object: 'Task', fields: { Subject: 'x'.repeat(256) } },
      { object: 'Contact', fields: { LastName: 'Hopper' } },
    ]);
    expect(made).toMatchObject([
      { ok: true, created: true },
      { ok: false, code: 'STRING_TOO_LONG', fields: ['Subject'] },
      { ok: true, created: true },
    ]);
    const id = made[0]?.ok ? made[0].id : '';
    const changed = await client.updateRecords([{ object: 'Lead', id, fields: { Title: 'CTO' } }]);
    expect(changed).toEqual([{ ok: true, id, created: false }]);
    const upsert = () => client.upsertRecords({ object: 'Task', keyField: 'SalesActions_Key__c', records: [task1] });
    expect(await upsert()).toMatchObject([{ ok: true, created: true }]);
    expect(await upsert()).toMatchObject([{ ok: true, created: false }]);
    const unknownId = '00Q000000000000AAA';
    const row = z.object({ Id: z.string(), Title: z.string().nullable() });
    expect(await client.retrieve({ object: 'Lead', ids: [id, unknownId], fields: ['Id', 'Title'], row })).toEqual([
      { Id: id, Title: 'CTO' },
      null,
    ]);
    expect(client.serverTime()).toEqual(startAt);
    expect(client.callsMade()).toBe(6);
    expect(spent).toHaveLength(6);
  });
});

const task1: NewRecord = {
  object: 'Task',
  fields: { SalesActions_Key__c: 'sa-1', Subject: 'One', Status: 'Completed' },
};

type Options = { store?: SessionStore; budget?: Partial<SalesforceBudget> };

function open({ store = memoryStore(), budget = {} }: Options = {}) {
  const { accessToken } = org.tokens.grant();
  const session = shareSession(store, { accessToken, instanceUrl: org.url, apiVersion: '67.0', version: 1 });
  const free: SalesforceBudget = {
    take: async (lane) => void spent.push(lane),
    count: async (lane) => void spent.push(lane),
    seen: async (seen) => void usage.push(seen),
    exhausted: async () => {},
  };
  const clock = manualClock(startAt.toISOString());
  return createSalesforceClient({ session, budget: { ...free, ...budget }, lane: 'activities', clock, fetch });
}

function memoryStore(): SessionStore {
  return {
    read: () => Promise.reject(new Error('not read')),
    renew: () => Promise.reject(new Error('no')),
    used: async () => {},
  };
}
