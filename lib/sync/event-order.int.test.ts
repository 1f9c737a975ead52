/** Property: rows of the feeds may come in any order, twice, or late: the end is the same, and it is what Marketo holds. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { upsertDirtyPeople } from '@/db/queries/dirty-people';
import { mergePeople } from '@/db/queries/person-merges';
import { listedPeople } from '../test/listed-people';
import { runToEnd } from '../test/sync-driver';
import { type SyncWorld, startSyncWorld } from '../test/sync-world';
import { type FeedHints, feedNames, mintFeedToken, readFeed } from './jobs/feeds';
import { runContext } from './run-context';

const seed = Number(process.env.ORDER_SEED ?? 20_260_303);
const minute = 60_000;
const winners = new Set<number>();
let w: SyncWorld;

beforeAll(async () => {
  w = await startSyncWorld({ seed: 101, people: 60 });
});
afterAll(() => w.close());

const verb = fc.record({
  verb: fc.constantFrom('own', 'disown', 'queue', 'delete', 'recreate', 'merge', 'convert', 'title', 'create'),
  who: fc.nat(59),
  other: fc.nat(59),
});
/** In what order the rows arrive, and which arrive twice. */
const arrival = fc.record({ order: fc.array(fc.nat(), { minLength: 40, maxLength: 40 }), twice: fc.array(fc.nat(39)) });

it(`ends with what Marketo holds, in whatever order it is told (ORDER_SEED=${seed})`, {
  timeout: 240_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(verb, { minLength: 1, maxLength: 12 }), arrival, async (verbs, { order, twice }) => {
      const since = w.marketo.clock.now();
      w.wait();
      for (const one of verbs) happen(one);
      const pages = await readEverything(since);
      await arrive(pages, order, twice);
      await rest();
      expect(await listed()).toEqual(w.marketo.world.eligible());
    }),
    { seed, numRuns: 25, endOnFailure: true },
  );
});

function happen({ verb: name, who, other }: { verb: string; who: number; other: number }) {
  const { world } = w.marketo;
  const ids = world.leadIds();
  const [id, second] = [ids[who % ids.length] as number, ids[other % ids.length] as number];
  const lead = world.lead(id);
  if (name === 'own') world.setOwner(id, '0055g00000XyZaBAAV');
  if (name === 'disown') world.setOwner(id, null);
  if (name === 'queue') world.setOwner(id, '00G5g00000QueUeEAM');
  // With a person all its activities go, also the merge that told whom it had won over: that is the sweep's to find.
  const mayGo = !winners.has(id) && ids.length > 20;
  if (name === 'delete' && mayGo) world.deleteLead(id);
  if (name === 'recreate' && mayGo) {
    world.deleteLead(id);
    world.createLead({ lastName: 'Again', sfdcLeadId: '00Q5g00000AbCdEEAV', sfdcLeadOwnerId: '0055g00000XyZaBAAV' });
  }
  if (name === 'merge' && id !== second && ids.length > 20) {
    world.mergeLeads(id, [second]);
    winners.add(id);
  }
  if (name === 'convert' && lead?.sfdcLeadId && !lead.sfdcContactId) world.convertLead(id);
  if (name === 'title') world.updateLead(id, { title: `Title ${other}` });
  if (name === 'create') world.createLead({ lastName: `Created ${other}` });
}

/** Every row that the feeds tell since then, each as a page of its own. */
async function readEverything(since: Date): Promise<FeedHints[]> {
  const ctx = runContext(w.ctx);
  const rows: FeedHints[] = [];
  for (const feed of feedNames) {
    const page = await readFeed(ctx, feed, await mintFeedToken(ctx, since, 'feeds'));
    for (const hint of page.hints) rows.push({ ...page, hints: [hint], merges: [] });
    for (const merge of page.merges) rows.push({ ...page, hints: [], merges: [merge] });
  }
  return rows;
}

async function arrive(rows: FeedHints[], order: number[], twice: number[]) {
  const shuffled = rows
    .map((row, i) => ({ row, place: order[i % order.length] ?? 0 }))
    .sort((a, b) => a.place - b.place)
    .map(({ row }) => row);
  const again = twice.flatMap((i) => shuffled[i] ?? []);
  for (const [i, row] of [...shuffled, ...again].entries()) {
    await w.database.db.transaction(async (tx) => {
      for (const merge of row.merges) await mergePeople(tx, { ...merge, at: w.ctx.clock.now() });
      await upsertDirtyPeople(tx, row.hints, w.ctx.clock.now());
    });
    // Some are read in between, before the rest has arrived.
    if (i % 3 === 0) await runToEnd(w.ctx, 'refresh-people', w.wait);
  }
}

async function rest() {
  for (let rounds = 0; rounds < 3; rounds++) {
    await runToEnd(w.ctx, 'refresh-people', w.wait);
    w.wait(16 * minute);
  }
  await runToEnd(w.ctx, 'refresh-people', w.wait);
}

const listed = () => listedPeople(w.database.db);
