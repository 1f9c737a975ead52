/** The simulation itself: it repeats a story, and its invariants can be broken. See docs/simulation.md. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '@/db/test/database';
import { createDice } from './dice';
import { type Ground, layGround } from './ground';
import { createHistory } from './history';
import { eventsSoFar, wrongCounts, wrongHistory } from './history-invariants';
import { leakedSecrets, tooManyCalls, writingCalls, wrongPeople } from './invariants';
import { runSeed } from './run-seed';

let database: Awaited<ReturnType<typeof testDatabase>>;
let ground: Ground;

beforeAll(async () => {
  database = await testDatabase();
  ground = await layGround(database.url);
});
afterAll(async () => {
  await ground.close();
  await database.close();
});

it('a seed plays the same story every time', async () => {
  const first = await runSeed(ground, 7);
  const again = await runSeed(ground, 7);
  expect(again.journal).toEqual(first.journal);
});

describe('the invariants can be broken', () => {
  it('I3: by a field that is not what Marketo has, by a person too many and by one too few', async () => {
    await runSeed(ground, 1);
    const { marketo } = await ground.instance(createDice(1).int(0, 15));
    expect(await wrongPeople(ground.client, marketo)).toEqual([]);
    const [first, second] = marketo.world.eligible();
    const outsider = 900_000;
    await ground.client`update people set title = 'Impostor' where marketo_id = ${first!.marketoId}`;
    await ground.client`update people set state = 'deleted' where marketo_id = ${second!.marketoId}`;
    await ground.client`
      insert into people (marketo_id, state_since, read_at, listed_at, listed_by)
      values (${outsider}, now(), now(), now(), 'sweep')`;
    expect(await wrongPeople(ground.client, marketo)).toEqual([
      expect.stringContaining(`${first!.marketoId} has title "Impostor"`),
      expect.stringContaining(`${second!.marketoId} is not listed`),
      expect.stringContaining(`${outsider} is listed and should not be`),
    ]);
  });

  it('I13: by a history that was shortened, or that does not lead to the person', async () => {
    const { client } = ground;
    await runSeed(ground, 1);
    await client`insert into person_events (marketo_id, noted_at, source, kind, changes)
      values (1, now(), 'sweep', 'changed', '[{"field":"title","from":"a","to":"b"}]')`;
    const seen = await eventsSoFar(client);
    expect(await wrongHistory(client, seen)).toEqual([expect.stringContaining('does not end with the stored title')]);
    await client`delete from person_events where id = (select max(id) from person_events where marketo_id = 1)`;
    expect(await wrongHistory(client, seen)).toEqual([expect.stringContaining('was changed or removed')]);
  });

  it('people_counts: by a count that was not kept', async () => {
    await runSeed(ground, 1);
    expect(await wrongCounts(ground.client)).toEqual([]);
    await ground.client`update people_counts set people = people + 1 where state = 'active'`;
    expect(await wrongCounts(ground.client)).toEqual([expect.stringContaining('active, there are')]);
  });

  it('I4: by a call that writes', () => {
    const call = { query: {}, at: new Date(), code: null };
    const calls = [
      { ...call, method: 'GET', path: '/rest/v1/leads.json' },
      { ...call, method: 'POST', path: '/rest/v1/leads.json', query: { _method: 'GET' } },
      { ...call, method: 'POST', path: '/bulk/v1/leads/export/create.json' },
      { ...call, method: 'POST', path: '/rest/v1/leads.json' },
    ];
    expect(writingCalls(calls)).toEqual(['I4: POST /rest/v1/leads.json is no read']);
  });

  it('I9: by one call more in 20 seconds than we allow ourselves', () => {
    const call = { method: 'GET', path: '/rest/v1/leads.json', query: {}, code: null };
    const calls = [0, 5_000, 19_999, 20_001].map((ms) => ({ ...call, at: new Date(ms) }));
    expect(tooManyCalls(calls, 3, 0)).toEqual([]);
    expect(tooManyCalls(calls, 2, 0)).toEqual([expect.stringContaining('I9: 3 calls in 20 s')]);
  });

  it('I12: by a secret in a log line', async () => {
    expect(await leakedSecrets(ground.client, ['{"msg":"token abc:ab"}'], ['abc:ab'])).toHaveLength(1);
  });
});

it('the history of people says when the feeds cannot tell all of it', async () => {
  const { marketo } = await ground.instance(0);
  marketo.reset();
  const journal = { note: () => {}, lines: () => [], fingerprint: () => '' };
  for (let n = 0; n < 6; n += 1) marketo.world.createLead({ sfdcLeadId: '00Q5f000000000001AAA' });
  const history = createHistory({ marketo, dice: createDice(3), journal });
  while (history.feedsMissed() === null) history.happen();
  expect(history.feedsMissed()).toMatch(/without a word|won a merge/);
});
