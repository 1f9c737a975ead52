/** Refusals of tasks: what can be left out is, the others go on, nobody is asked in a circle, and nothing is there twice. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ctx } from '../../context';
import { ProviderFault } from '../../provider-fault';
import { describeOrg } from '../../salesforce-connections/describe-org';
import { type LoggingWorld, startLoggingWorld } from '../../test/logging-world';

const minuteMs = 60_000;

let w: LoggingWorld;
afterEach(() => w.close());

const onTasks = (effect: object, times = 1) =>
  w.org.faults.add({ match: 'composite/sobjects', object: 'Task', times, effect: effect as never });
const posts = () => w.org.calls.filter(({ path, method }) => path.includes('composite/sobjects') && method !== 'GET');
const ownSeller = () => w.org.world.users()[0]?.id ?? '';

describe.each([
  ['with a key field', true],
  ['by marks in descriptions', false],
])('%s', (_, key) => {
  beforeEach(async () => {
    w = await startLoggingWorld({ fields: { key, salesActivity: true } });
  });

  it('of several records one goes, and the other keeps its one task', async () => {
    await w.chooses({ onDuplicate: 'all' });
    const [a, b] = [await w.person('Contact', { known: false }), await w.person('Contact', { known: false })];
    w.org.world.edit(b.record, { Email: a.email });
    const id = await w.mail(a.marketoId);
    onTasks({ rowCode: 'ENTITY_IS_DELETED', rows: [1] });
    await w.deliver();
    const row = await w.deliveryOf(id);
    expect(row.state).toBe('confirmed');
    const who = w.tasks().map(({ WhoId }) => WhoId);
    expect(who).toHaveLength(1);
    expect(row.note).toContain('no longer takes activities');
  });

  it('a field that may not be written is left out, also the one that tells of what kind a task is', async () => {
    w.org.world.setFieldAccess({ object: 'Task', field: 'TaskSubtype', userId: ownSeller(), access: 'read' });
    const { marketoId } = await w.person('Contact');
    const id = await w.call(marketoId);
    await w.deliver();
    expect(await w.deliveryOf(id)).toMatchObject({ state: 'confirmed', note: expect.stringContaining('TaskSubtype') });
    expect(w.tasks()).toHaveLength(1);
    expect(posts().length).toBeLessThan(5);
  });

  it('a call that is refused as a whole because of one is halved until the one is found', async () => {
    const { marketoId } = await w.person('Contact');
    const ids: string[] = [];
    for (let n = 0; n < 6; n += 1) ids.push(await w.call(marketoId, { notes: n === 4 ? 'spoils it' : `Call ${n}` }));
    await w.deliver(spoiltBy(w.ctx, 'spoils it'));
    const states = await Promise.all(ids.map(async (id) => (await w.deliveryOf(id)).state));
    expect(states.toSorted()).toEqual([...Array(5).fill('confirmed'), 'rejected']);
    expect(w.tasks()).toHaveLength(5);
  });

  it('what was taken is waited with, and says why, when Salesforce cannot tell who its seller is', async () => {
    const { marketoId } = await w.person('Contact', { known: false });
    const id = await w.mail(marketoId);
    w.org.faults.add({ match: '/query', times: 100, effect: { code: 'QUERY_TIMEOUT' } });
    await w.deliver();
    expect(await w.deliveryOf(id)).toMatchObject({ state: 'queued', faultCode: 'QUERY_TIMEOUT' });
  });
});

describe('a key field', () => {
  beforeEach(async () => {
    w = await startLoggingWorld();
  });

  it('that may not be written is asked for, not left out: with the right, it goes', async () => {
    const field = { object: 'Task', field: 'SalesActions_Key__c', userId: ownSeller() };
    const { marketoId } = await w.person('Contact');
    const id = await w.call(marketoId);
    onTasks({ rowCode: 'INVALID_FIELD_FOR_INSERT_UPDATE', fields: [field.field] });
    await w.deliver();
    expect(await w.deliveryOf(id)).toMatchObject({ state: 'queued', faultCode: 'INVALID_FIELD_FOR_INSERT_UPDATE' });
    expect((await w.deliveryOf(id)).target?.without ?? []).not.toContain(field.field);
    w.advance(25 * 60 * minuteMs);
    await w.deliver();
    expect((await w.deliveryOf(id)).state).toBe('confirmed');
  });

  it('whose key is on a task that this user cannot see is left to somebody after a second look', async () => {
    const { marketoId } = await w.person('Contact');
    const id = await w.call(marketoId);
    const message = 'duplicate value found: SalesActions_Key__c duplicates value on record with id: <unknown>';
    onTasks({ rowCode: 'DUPLICATE_VALUE', message }, 100);
    const before = w.org.calls.length;
    await w.deliver();
    w.advance(minuteMs);
    await w.deliver();
    expect(w.org.calls.length - before).toBeLessThan(6);
    expect(await w.deliveryOf(id)).toMatchObject({ state: 'stuck', faultCode: 'DUPLICATE_VALUE' });
  });

  it('is looked up by the field that the org was described with', async () => {
    await describeOrg(w.ctx, { orgId: w.org.orgId, connectionId: w.connectionId });
    const { marketoId } = await w.person('Contact');
    await w.call(marketoId);
    onTasks('reset-after' as never);
    await w.deliver();
    w.advance(minuteMs);
    await w.deliver();
    expect((await w.ledger()).map(({ state }) => state)).toEqual(['confirmed']);
    expect(w.tasks()).toHaveLength(1);
  });
});

it('a long look does not use up the time of what is sent after it', async () => {
  w = await startLoggingWorld({ fields: { key: false, salesActivity: true } });
  const { marketoId } = await w.person('Contact');
  await w.call(marketoId);
  onTasks('reset-after' as never);
  await w.deliver();
  w.advance(minuteMs);
  const second = await w.call(marketoId);
  await w.deliver(slowLook(w.ctx, 2 * minuteMs));
  expect(await w.deliveryOf(second)).toMatchObject({ state: 'confirmed', claims: 1 });
});

/** Salesforce cannot read a call with this text in it. */
function spoiltBy(ctx: Ctx, text: string): Ctx {
  const refuse = <T>(records: unknown, go: () => Promise<T>) => {
    if (!JSON.stringify(records).includes(text)) return go();
    const message = 'Salesforce found a mistake in our request; it is not tried again.';
    throw new ProviderFault({ provider: 'salesforce', kind: 'rejected', remoteCode: 'JSON_PARSER_ERROR', message });
  };
  return {
    ...ctx,
    salesforce: async (...args) => {
      const client = await ctx.salesforce(...args);
      return {
        ...client,
        createRecords: async (records) => refuse(records, () => client.createRecords(records)),
        upsertRecords: async (input) => refuse(input, () => client.upsertRecords(input)),
      };
    },
  };
}

function slowLook(ctx: Ctx, ms: number): Ctx {
  return {
    ...ctx,
    salesforce: async (...args) => {
      const client = await ctx.salesforce(...args);
      return {
        ...client,
        queryAll: (input) => {
          w.advance(ms);
          return client.queryAll(input);
        },
      };
    },
  };
}
