/** However calls fail and processes die: one task for each activity, on the right record, and a ledger that says so. */
import { randomInt } from 'node:crypto';
import { afterEach, expect, it } from 'vitest';
import { updateJobs } from '@/db/queries/sync';
import type { Ctx } from '../../context';
import { secondProcess } from '../../test/context';
import { type LoggingWorld, startLoggingWorld } from '../../test/logging-world';
import { seededRandom } from '../../test/random';
import { clockOf } from '../../test/sync-driver';

const seed = Number(process.env.DELIVERY_SEED ?? randomInt(1, 1_000_000));
const people = 40;
const activities = 250;
const mostRounds = 200;

let w: LoggingWorld;
afterEach(() => w.close());

it.each([
  ['with a key field', { key: true, salesActivity: true }],
  ['by marks in descriptions', { key: false, salesActivity: true }],
])(
  `${activities} activities, a tenth of the answers lost, two processes, kills (seed ${seed}; DELIVERY_SEED replays): %s`,
  async (_, fields) => {
    const random = seededRandom(seed);
    w = await startLoggingWorld({ seed, fields });
    const records = new Map<number, string>();
    for (let n = 0; n < people; n += 1) {
      const { marketoId, record } = await w.person(random() < 0.5 ? 'Lead' : 'Contact');
      records.set(marketoId, record);
    }
    const ids = [...records.keys()];
    const told: string[] = [];
    for (let n = 0; n < activities; n += 1) {
      const person = ids[Math.floor(random() * ids.length)] ?? 0;
      told.push(
        random() < 0.5 ? await w.call(person, { notes: `n${n}` }) : await w.mail(person, { emailSubject: `m${n}` }),
      );
    }
    for (const effect of ['reset-after', 'html-502-after'] as const) {
      w.org.faults.add({ match: 'composite/sobjects', object: 'Task', probability: 0.05, seed, times: 1000, effect });
    }
    for (const [code, probability] of [
      ['INVALID_SESSION_ID', 0.05],
      ['SERVER_UNAVAILABLE', 0.05],
      ['REQUEST_LIMIT_EXCEEDED', 0.02],
    ] as const) {
      w.org.faults.add({ match: '/services/data', probability, seed: seed + 1, times: 1000, effect: { code } });
    }
    w.org.faults.add({
      match: 'composite/sobjects',
      object: 'Task',
      probability: 1,
      times: 10_000,
      effect: { rowCode: 'UNABLE_TO_LOCK_ROW', chance: 0.1 },
    });

    const other = secondProcess(w.database.url, clockOf(w.org.clock), w.org.url);
    try {
      let left = activities;
      for (let round = 0; left > 0 && round < mostRounds; round += 1) {
        await Promise.all([
          w.deliver(dying(w.ctx, random)).catch(() => null),
          w.deliver(dying(other.ctx, random)).catch(() => null),
        ]);
        // Killed runs come back; nobody waits for the hour of a paused org.
        await updateJobs(w.database.db, ['deliver-to-salesforce'], { enabled: true, waitUntil: null });
        w.advance(16 * 60_000);
        left = (await w.ledger()).filter(({ state }) => state !== 'confirmed').length;
      }
    } finally {
      await other.close();
    }

    const ledger = await w.ledger();
    const wrong = ledger
      .filter(({ state }) => state !== 'confirmed')
      .map(({ state, message }) => `${state}: ${message}`);
    expect(wrong).toEqual([]);
    const tasks = w.tasks();
    expect(tasks).toHaveLength(activities);
    expect(ledger.map(({ remoteId }) => remoteId).sort()).toEqual(tasks.map(({ Id }) => Id).sort());
    const byId = new Map(tasks.map((task) => [task.Id, task]));
    for (const id of told) {
      const delivery = await w.deliveryOf(id);
      const task = byId.get(delivery.remoteId ?? '');
      const kept = fields.key ? task?.SalesActions_Key__c : String(task?.Description).slice(-37, -1);
      expect([task?.WhoId, kept]).toEqual([delivery.target?.records[0], delivery.key]);
    }
    expect(w.org.unknownRequests).toEqual([]);
  },
  240_000,
);

/** A process that dies now and then before a call to Salesforce, or right after it, with all that it has taken. */
function dying(ctx: Ctx, random: () => number): Ctx {
  return {
    ...ctx,
    salesforce: async (id, lane) => {
      const client = await ctx.salesforce(id, lane);
      return new Proxy(client, {
        get(target, name) {
          const member: unknown = Reflect.get(target, name);
          if (typeof member !== 'function' || name === 'callsMade') return member;
          return async (...args: unknown[]) => {
            if (random() < 0.03) throw new Error('killed before a call');
            const answer: unknown = await Reflect.apply(member, target, args);
            if (random() < 0.03) throw new Error('killed after a call');
            return answer;
          };
        },
      });
    },
  };
}
