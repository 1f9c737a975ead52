/** 20,000 ids, a world that changes while it is read, and a Marketo that misbehaves: afterwards we hold what it holds. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testDatabase } from '@/db/test/database';
import { type MarketoSimulator, startMarketo } from '@/simulators/marketo/index';
import type { Ctx } from '../context';
import { connectToSimulator, testCtx } from '../test/context';
import { listedPeople } from '../test/listed-people';
import { seededRandom } from '../test/random';
import { clockOf, enableJobs, quiesce, runOnce, runToEnd } from '../test/sync-driver';

const seed = Number(process.env.SYNC_SEED ?? 20_260_302);
const ids = 20_000;
const minute = 60_000;

let database: Awaited<ReturnType<typeof testDatabase>>;
let marketo: MarketoSimulator;
let ctx: Ctx;
const wait = () => marketo.clock.advance(minute);

beforeAll(async () => {
  database = await testDatabase();
  marketo = await startMarketo({
    seed,
    startAt: new Date('2026-03-02T09:00:00Z'),
    limits: { callsPer20s: 1_000_000, concurrent: 50, dailyQuota: 10_000_000, scanBlock: 1_000 },
    quirks: { dates: 'zoo', activityIds: 'missing' },
  });
  marketo.world.seedPeople({ count: ids, seed });
  ctx = testCtx({ database, clock: clockOf(marketo.clock) });
  await connectToSimulator(ctx, marketo);
  await enableJobs(ctx);
});
afterAll(async () => {
  await marketo.close();
  await database.close();
});

it(`equals the eligible set after faults of every kind and changes during the load (SYNC_SEED=${seed})`, {
  timeout: 300_000,
}, async () => {
  const random = seededRandom(seed);
  marketo.clock.setTokenTtlSeconds(90);
  addFaults();
  for (let runs = 0; runs < 300; runs++) {
    const result = await runOnce(ctx, 'load-people', 5_000);
    changeTheWorld(random, 25);
    await runOnce(ctx, 'follow-people');
    if (result.outcome === 'done') break;
    wait();
  }
  changeTheWorld(random, 100);
  const struck = new Set(marketo.calls.map((call) => call.code).filter(Boolean));
  marketo.faults.clear();
  wait();
  await runToEnd(ctx, 'load-people', wait);
  for (let rounds = 0; rounds < 3; rounds++) {
    await quiesce(ctx, wait);
    marketo.clock.advance(16 * minute);
  }
  const listed = await listedPeople(database.db);
  expect(listed).toEqual(marketo.world.eligible());
  expect(listed.length).toBeGreaterThan(10_000);
  expect(marketo.unknownRequests).toEqual([]);
  // Without these the test above would have proved little.
  expect([...struck]).toEqual(
    expect.arrayContaining([
      '602',
      '606',
      '615',
      '604',
      'html-502',
      'reset-before',
      'reset-after',
      'truncate',
      'empty-page',
    ]),
  );
});

function addFaults() {
  const often = { probability: 0.03 };
  const effects = ['html-502', 'reset-before', 'reset-after', 'truncate', 'expire-token'] as const;
  for (const [i, effect] of effects.entries()) marketo.faults.add({ ...often, seed: seed + i, effect });
  for (const [i, code] of ['606', '615', '604', '608', '713'].entries()) {
    marketo.faults.add({ ...often, seed: seed + 10 + i, effect: { code } });
  }
  marketo.faults.add({ match: '/activities', probability: 0.2, seed: seed + 20, effect: 'empty-page' });
}

/** `count` random changes of the kinds a Marketo instance makes, all told by its feeds. */
function changeTheWorld(random: () => number, count: number) {
  const { world } = marketo;
  const pick = () => {
    for (;;) {
      const lead = world.lead(1000 + Math.floor(random() * ids));
      if (lead) return lead.id;
    }
  };
  const kinds: ((n: number) => void)[] = [
    (n) => world.updateLead(pick(), { title: `Title ${n}` }),
    (n) => world.updateLead(pick(), { company: `Company ${n} ✨`, phone: null }),
    () => world.setOwner(pick(), '0055g00000XyZaBAAV'),
    () => world.setOwner(pick(), null),
    () => world.setOwner(pick(), '00G5g00000QueUeEAM'),
    () => world.deleteLead(pick()),
    (n) =>
      world.createLead({
        firstName: 'Made',
        lastName: `Midway ${n}`,
        email: `m${n}@example.com`,
        sfdcLeadId: '00Q5g00000AbCdEEAV',
        sfdcLeadOwnerId: '0055g00000XyZaBAAV',
      }),
    () => {
      const [winner, loser] = [pick(), pick()];
      if (winner !== loser) world.mergeLeads(winner, [loser]);
    },
    () => {
      const lead = world.lead(pick());
      if (lead?.sfdcLeadId && !lead.sfdcContactId) world.convertLead(lead.id);
    },
  ];
  for (let n = 0; n < count; n++) kinds[Math.floor(random() * kinds.length)]?.(n);
}
