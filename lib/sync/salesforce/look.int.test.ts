/** What may have arrived in Salesforce is looked for where it was sent, and sent again only when it cannot be there. */
import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mergePeople } from '@/db/queries/person-merges';
import { deliveries, salesforceConnections } from '@/db/schema';
import { startSalesforce } from '@/simulators/salesforce/index';
import type { Ctx } from '../../context';
import { retryDelivery } from '../../deliveries/service';
import { chooseKeyField, describeOrg } from '../../salesforce-connections/describe-org';
import { expireLeasesNow } from '../../test/dying';
import { type LoggingWorld, startLoggingWorld } from '../../test/logging-world';
import { connectToSalesforce } from '../../test/salesforce';
import { aSeller } from '../../test/sellers';

const minuteMs = 60_000;

/** Without a key field nothing in Salesforce itself keeps a task from being made twice. */
let w: LoggingWorld;
beforeEach(async () => {
  w = await startLoggingWorld({ fields: { key: false, salesActivity: true } });
});
afterEach(() => w.close());

const lose = (effect: 'reset-after' | 'reset-before') =>
  w.org.faults.add({ match: 'composite/sobjects', object: 'Task', effect, times: 1 });
const states = async () => (await w.ledger()).map(({ state }) => state);

describe('what got no answer', () => {
  it('is found although another connection carries it by now', async () => {
    const { marketoId } = await w.person('Contact');
    const [, someoneElse] = w.org.world.users();
    const integration = {
      userId: w.asAdmin.actor?.userId ?? '',
      sfUserId: someoneElse?.id,
      purpose: 'integration',
    } as const;
    await connectToSalesforce(w.ctx, w.org, integration);
    const other = await aSeller(w.database.db);
    await w.event(marketoId, 'call', { madeBy: other.email, status: 'completed' }, other);
    lose('reset-after');
    await w.deliver();
    expect(w.tasks()).toHaveLength(1);
    await connectToSalesforce(w.ctx, w.org, { userId: other.userId });
    w.advance(10 * minuteMs);
    await w.deliver();
    expect(await states()).toEqual(['confirmed']);
    expect(w.tasks()).toHaveLength(1);
  });

  it('is not sent again before it cannot be under way any more, whoever is in a hurry', async () => {
    const { marketoId } = await w.person('Contact');
    const id = await w.call(marketoId);
    lose('reset-before');
    await w.deliver();
    const { key } = await w.deliveryOf(id);
    for (let minutes = 0; minutes < 4; minutes += 1) {
      await retryDelivery(w.asAdmin, key);
      await w.deliver();
      expect(w.tasks()).toEqual([]);
      w.advance(minuteMs);
    }
    w.advance(2 * minuteMs);
    await w.deliver();
    expect(w.tasks()).toHaveLength(1);
    expect(await states()).toEqual(['confirmed']);
  });

  it('is left to a person where it was sent to another org', async () => {
    const { marketoId } = await w.person('Contact');
    const id = await w.call(marketoId);
    lose('reset-after');
    await w.deliver();
    await w.database.db.delete(salesforceConnections).where(eq(salesforceConnections.id, w.connectionId));
    const other = await startSalesforce({ startAt: w.org.clock.now(), seed: 77, orgName: 'Another' });
    const connectionId = await connectToSalesforce(w.ctx, other, { userId: w.seller.userId });
    await describeOrg(w.ctx, { orgId: other.orgId, connectionId });
    w.advance(10 * minuteMs);
    await w.deliver();
    const row = await w.deliveryOf(id);
    expect([row.state, row.faultCode]).toEqual(['stuck', 'LOOKED_IN_VAIN']);
    expect(row.message).toContain('another Salesforce org');
    expect(other.world.records('Task')).toEqual([]);
    await other.close();
  });

  describe('is looked for as it was sent, whatever key field the org has by then', () => {
    const keyField = 'SalesActions_Key__c';
    const described = () => describeOrg(w.ctx, { orgId: w.org.orgId, connectionId: w.connectionId });
    const gain = async () => {
      w.org.world.addField('Task', keyField, 'string', { length: 64, externalId: true, unique: true });
      await described();
    };

    const callWithout = async (answer: Parameters<typeof lose>[0]) => {
      const { marketoId } = await w.person('Contact');
      const id = await w.call(marketoId);
      lose(answer);
      await w.deliver();
      return id;
    };

    it.each([
      ['by the mark', 'reset-after', 1],
      ['and sent by the new field where it never arrived', 'reset-before', 0],
    ] as const)('%s', async (_, effect, arrived) => {
      await callWithout(effect);
      expect(w.tasks()).toHaveLength(arrived);
      await gain();
      w.advance(2 * minuteMs);
      await w.deliver();
      // Neither is it sent while the first call may still be under way: the new field would not stop a second task.
      expect(w.tasks()).toHaveLength(arrived);
      w.advance(10 * minuteMs);
      await w.deliver();
      expect(await states()).toEqual(['confirmed']);
      expect(w.tasks().map((task) => Boolean(task[keyField]))).toEqual([arrived === 0]);
    });

    it('by the field of another name that holds what the one before held', async () => {
      await gain();
      await callWithout('reset-after');
      const renamed = 'Renamed_Key__c';
      const [task] = w.tasks();
      w.org.world.addField('Task', renamed, 'string', { length: 64, externalId: true, unique: true });
      w.org.world.edit(String(task?.Id), { [renamed]: task?.[keyField] });
      w.org.world.removeField('Task', keyField);
      await described();
      await chooseKeyField(w.asAdmin, w.org.orgId, renamed);
      w.advance(2 * minuteMs);
      await w.deliver();
      expect(await states()).toEqual(['confirmed']);
      expect(w.tasks()).toHaveLength(1);
    });

    it('and left to a person at once where the field is gone', async () => {
      await gain();
      const id = await callWithout('reset-after');
      w.org.world.removeField('Task', keyField);
      await described();
      w.advance(2 * minuteMs);
      await w.deliver();
      const row = await w.deliveryOf(id);
      expect([row.state, row.faultCode]).toEqual(['stuck', 'LOOKED_IN_VAIN']);
      expect(row.message).toContain('does not show any more');
      expect(w.tasks()).toHaveLength(1);
    });

    it('and, once found absent by its field, sent by no other before it cannot be under way any more', async () => {
      await gain();
      const id = await callWithout('reset-before');
      w.advance(minuteMs);
      // It is absent, and goes again by its field, which would stop a second one; there a row is locked.
      w.org.faults.add({ match: 'composite/sobjects', effect: { rowCode: 'UNABLE_TO_LOCK_ROW' }, times: 9 });
      await w.deliver();
      const before = (await w.deliveryOf(id)).target?.sentAs;
      expect([(await w.deliveryOf(id)).state, before?.keyField]).toEqual(['queued', keyField]);
      w.org.faults.clear();
      w.org.world.removeField('Task', keyField);
      await described();
      w.advance(2 * minuteMs);
      await w.deliver();
      expect(w.tasks()).toEqual([]);
      w.advance(5 * minuteMs);
      await w.deliver();
      expect(await states()).toEqual(['confirmed']);
      expect(w.tasks()).toHaveLength(1);
    });

    it('also where an older version did not note how it was', async () => {
      const id = await callWithout('reset-after');
      const { key, target } = await w.deliveryOf(id);
      const { keyField: _field, at: _at, ...sentAs } = target?.sentAs ?? { orgId: '', userIds: [] };
      await w.database.db
        .update(deliveries)
        .set({ target: target && { ...target, sentAs } })
        .where(eq(deliveries.key, key));
      w.advance(10 * minuteMs);
      await w.deliver();
      expect(await states()).toEqual(['confirmed']);
      expect(w.tasks()).toHaveLength(1);
    });
  });

  it('of somebody who was merged since goes to the record of the winner', async () => {
    const loser = await w.person('Contact');
    const winner = await w.person('Contact');
    await w.call(loser.marketoId);
    lose('reset-before');
    await w.deliver();
    const at = w.org.clock.now();
    await mergePeople(w.database.db, { winnerId: winner.marketoId, loserIds: [loser.marketoId], at });
    w.advance(10 * minuteMs);
    await w.deliver();
    expect(w.tasks().map(({ WhoId }) => WhoId)).toEqual([winner.record]);
  });
});

it('what an answer told has arrived, although another run took over while it was on its way', async () => {
  const { marketoId } = await w.person('Contact');
  const id = await w.call(marketoId);
  const late: Ctx = {
    ...w.ctx,
    salesforce: async (...args) => {
      const client = await w.ctx.salesforce(...args);
      const createRecords: typeof client.createRecords = async (records) => {
        const made = await client.createRecords(records);
        // The other one looks for it, and gets no answer.
        await expireLeasesNow(w.ctx);
        w.org.faults.add({ match: '/query', effect: 'reset-before', times: 9 });
        await w.deliver();
        expect(await states()).toEqual(['unknown']);
        return made;
      };
      return { ...client, createRecords };
    },
  };
  await w.deliver(late);
  expect(await w.deliveryOf(id)).toMatchObject({ state: 'confirmed', remoteId: w.tasks()[0]?.Id });
  expect(w.tasks()).toHaveLength(1);
});

it('what would begin too late in its lease is not sent then: somebody else may be about to', async () => {
  const { email } = await w.person('Contact', { known: false });
  await w.listed({ marketoId: 900, email, record: null });
  const id = await w.mail(900, { emailId: randomUUID() });
  await w.deliver(slow(w.ctx, 2 * minuteMs));
  const row = await w.deliveryOf(id);
  expect([row.state, row.claims, row.attempts]).toEqual(['confirmed', 2, 0]);
  const posts = w.org.calls.filter(({ path, method }) => method === 'POST' && path.endsWith('composite/sobjects'));
  expect(posts).toHaveLength(1);
});

/** Salesforce takes so long for each question; our lease runs on meanwhile. */
function slow(ctx: Ctx, ms: number): Ctx {
  return {
    ...ctx,
    salesforce: async (...args) => {
      const client = await ctx.salesforce(...args);
      return {
        ...client,
        query: (input) => {
          w.advance(ms);
          return client.query(input);
        },
      };
    },
  };
}
