/** People whom nobody in Salesforce stands for: at most one record is made for each, whoever asks, however it fails. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { updateJobs } from '@/db/queries/sync';
import type { Ctx } from '../../context';
import { type LoggingWorld, startLoggingWorld } from '../../test/logging-world';
import { connectToSalesforce } from '../../test/salesforce';
import { aSeller } from '../../test/sellers';

const minuteMs = 60_000;

let w: LoggingWorld;
let marketoId = 0;
beforeAll(async () => {
  w = await startLoggingWorld();
  await w.chooses({ onNoMatch: 'create-lead' });
});
afterEach(() => {
  expect(w.org.unknownRequests).toEqual([]);
  w.org.faults.clear();
});
afterAll(() => w.close());

async function nobodyInSalesforce() {
  marketoId += 1;
  const email = `Nobody.${marketoId}@example.com`;
  await w.listed({ marketoId, email, record: null });
  return { marketoId, email };
}

const leadsOf = (email: string) =>
  w.org.world.records('Lead').filter((lead) => String(lead.Email).toLowerCase() === email.toLowerCase());
const tasksOf = (email: string) => leadsOf(email).flatMap(({ Id }) => w.tasks().filter(({ WhoId }) => WhoId === Id));
const loseMaking = (effect: 'reset-after' | 'reset-before') =>
  w.org.faults.add({ match: 'composite/sobjects', object: 'Lead', effect, times: 1 });

describe('one lead', () => {
  it('for calls and mails in one batch and in later ones, also after the address changed', async () => {
    const person = await nobodyInSalesforce();
    await w.call(person.marketoId);
    await w.mail(person.marketoId);
    await w.deliver();
    const second = await w.call(person.marketoId);
    await w.deliver();
    await w.listed({ marketoId: person.marketoId, email: 'moved.away@example.com', record: null });
    await w.call(person.marketoId);
    await w.mail(person.marketoId);
    await w.deliver();
    expect(leadsOf(person.email)).toHaveLength(1);
    expect(leadsOf('moved.away@example.com')).toEqual([]);
    expect(tasksOf(person.email)).toHaveLength(5);
    expect((await w.deliveryOf(second)).target?.rule).toContain('was made for this person before');
  });

  it('for two sellers who call at the same time, each by a connection of their own', async () => {
    const other = await aSeller(w.database.db);
    await connectToSalesforce(w.ctx, w.org, { userId: other.userId, sfUserId: w.org.world.users()[1]?.id });
    const person = await nobodyInSalesforce();
    const told = [
      await w.call(person.marketoId),
      await w.event(person.marketoId, 'call', { madeBy: other.email, status: 'completed' }, other),
    ];
    await w.deliver();
    w.advance(minuteMs);
    await w.deliver();
    expect(leadsOf(person.email)).toHaveLength(1);
    for (const id of told) expect((await w.deliveryOf(id)).state).toBe('confirmed');
    expect(tasksOf(person.email)).toHaveLength(2);
  });

  it.each(['reset-after', 'reset-before'] as const)('where the answer to its making is lost (%s)', async (effect) => {
    const person = await nobodyInSalesforce();
    const id = await w.call(person.marketoId);
    loseMaking(effect);
    await w.deliver();
    w.advance(minuteMs);
    await w.deliver();
    // It may still be under way: nobody makes another before that is over.
    expect(leadsOf(person.email)).toHaveLength(effect === 'reset-after' ? 1 : 0);
    expect((await w.deliveryOf(id)).state).toBe('queued');
    w.advance(10 * minuteMs);
    await w.deliver();
    expect(leadsOf(person.email)).toHaveLength(1);
    expect((await w.deliveryOf(id)).state).toBe('confirmed');
  });

  it('where the process dies right after making it', async () => {
    const person = await nobodyInSalesforce();
    const id = await w.call(person.marketoId);
    await w.deliver(dyingAfterMaking(w.ctx)).catch(() => null);
    expect(leadsOf(person.email)).toHaveLength(1);
    for (let turns = 0; turns < 3; turns += 1) {
      await updateJobs(w.database.db, ['deliver-to-salesforce'], { enabled: true, waitUntil: null });
      w.advance(10 * minuteMs);
      await w.deliver();
    }
    expect((await w.deliveryOf(id)).state).toBe('confirmed');
    expect(leadsOf(person.email)).toHaveLength(1);
  });

  it('where its making is refused first', async () => {
    const person = await nobodyInSalesforce();
    const id = await w.call(person.marketoId);
    const rule = { object: 'Lead', field: 'Email', equals: person.email, message: 'No leads of nowhere.' };
    w.org.world.setRules({ validation: [rule] });
    await w.deliver();
    const row = await w.deliveryOf(id);
    expect([row.state, row.faultCode]).toEqual(['rejected', 'NO_MATCH']);
    expect(row.message).toContain('No leads of nowhere.');
    w.org.world.clearRules();
    await w.call(person.marketoId);
    await w.deliver();
    expect(leadsOf(person.email)).toHaveLength(1);
  });
});

describe('no lead', () => {
  it('is made again after somebody deleted it', async () => {
    const person = await nobodyInSalesforce();
    await w.call(person.marketoId);
    await w.deliver();
    const [lead] = leadsOf(person.email);
    w.org.world.delete(String(lead?.Id));
    const id = await w.call(person.marketoId);
    await w.deliver();
    const row = await w.deliveryOf(id);
    expect([row.state, row.faultCode]).toEqual(['rejected', 'NO_MATCH']);
    expect(row.message).toContain(`${lead?.Id}, which was made for this person, is no longer in Salesforce`);
    expect(leadsOf(person.email)).toEqual([]);
  });

  it('is made for a call where somebody in Salesforce has the address', async () => {
    const { marketoId: known, record, email } = await w.person('Contact', { known: false });
    marketoId = known;
    const id = await w.call(known);
    await w.deliver();
    const row = await w.deliveryOf(id);
    expect([row.state, row.faultCode]).toEqual(['rejected', 'NO_MATCH']);
    expect(row.message).toContain(record);
    expect(leadsOf(email)).toEqual([]);
  });
});

function dyingAfterMaking(ctx: Ctx): Ctx {
  return {
    ...ctx,
    salesforce: async (...args) => {
      const client = await ctx.salesforce(...args);
      return {
        ...client,
        createRecords: async (records) => {
          const results = await client.createRecords(records);
          if (records.some(({ object }) => object === 'Lead')) throw new Error('killed after a call');
          return results;
        },
      };
    },
  };
}
