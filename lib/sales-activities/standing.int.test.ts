import { afterAll, beforeAll, expect, it } from 'vitest';
import { selectMarketoConnection } from '@/db/queries/settings';
import { updateJobs } from '@/db/queries/sync';
import { marketoConnections } from '@/db/schema';
import { type DeliveryWorld, startDeliveryWorld } from '../test/delivery-world';
import { enableJobs } from '../test/sync-driver';
import { readStanding } from './standing';
import { switchDeliveries } from './switches';

let w: DeliveryWorld;
beforeAll(async () => {
  w = await startDeliveryWorld({ people: 3 });
  await enableJobs(w.ctx);
});
afterAll(() => w.close());

async function marketo() {
  const { destinations } = await readStanding(w.ctx);
  const view = destinations.find(({ destination }) => destination === 'marketo');
  if (!view) throw new Error('Marketo is not told of');
  return view;
}

it('tells what waits and since when, what may have arrived, what went out by the hour, and what failed', async () => {
  expect(await marketo()).toMatchObject({ waiting: 0, waitingSince: null, delivered: 0, failed: 0, obstacles: [] });
  const recordedAt = w.marketo.clock.now().getTime();
  for (const id of w.people) await w.record(id);
  const { waiting, waitingSince } = await marketo();
  expect(waiting).toBe(3);
  expect(Math.abs(Date.parse(waitingSince ?? '') - recordedAt)).toBeLessThan(1_000);
  w.wait();
  w.marketo.faults.add({ match: '/external.json', effect: { rowCode: '1049', rows: [0] } });
  await w.deliver();
  const view = await marketo();
  expect(view).toMatchObject({ waiting: 0, delivered: 2, failed: 1 });
  expect(view.hours).toHaveLength(24);
  expect(view.hours.at(-1)).toEqual({ hour: '2026-03-02T09:00:00.000Z', delivered: 2 });
  w.marketo.faults.add({ match: '/external.json', effect: 'reset-after' });
  for (const id of w.people) await w.record(id);
  w.wait();
  await w.deliver();
  expect(await marketo()).toMatchObject({ lookedFor: 3, waiting: 0 });
  w.wait();
  await w.deliver();
  expect(await marketo()).toMatchObject({ lookedFor: 0, delivered: 5 });
  w.wait(26 * 60 * 60_000);
  expect(await marketo()).toMatchObject({ delivered: 0, failed: 1 });
});

it('says why nothing goes out, and how much waits for that', async () => {
  const obstacles = async () => (await marketo()).obstacles;
  await updateJobs(w.ctx.db, ['deliver-to-marketo'], { enabled: false, pausedReason: 'Paused by Ada.' });
  expect(await obstacles()).toMatchObject([
    { sentence: /Paused by Ada/, deliveries: 0, settings: { href: '/settings/sync' }, pausedJob: 'deliver-to-marketo' },
  ]);
  await enableJobs(w.ctx);

  const connection = await selectMarketoConnection(w.ctx.db);
  await w.ctx.db.delete(marketoConnections);
  expect(await obstacles()).toMatchObject([{ sentence: /connects Marketo/, settings: { href: '/settings/marketo' } }]);
  const types = connection!.salesActivityTypes!;
  const withoutCall = types.types.map((type) => (type.apiName === 'salesActionsCall' ? { ...type, id: null } : type));
  const salesActivityTypes = { ...types, types: withoutCall };
  await w.ctx.db.insert(marketoConnections).values({ ...connection!, salesActivityTypes });
  await w.record(w.people[0]!, { kind: 'call' });
  expect(await obstacles()).toMatchObject([
    { sentence: /“Call” cannot be sent/, deliveries: 1, settings: { href: '/settings/activity-types' } },
  ]);
  const off = { destination: 'marketo', kind: 'call', on: false } as const;
  await switchDeliveries({ ...w.ctx, actor: w.seller }, { switches: [off] });
  expect(await obstacles()).toEqual([]);

  await w.record(w.people[0]!);
  w.wait();
  w.marketo.faults.add({ match: '/external.json', times: 9, effect: { code: '606' } });
  await w.deliver();
  expect(await obstacles()).toMatchObject([{ sentence: /limit of calls in 20 seconds/, deliveries: 1 }]);
});

it('says of Salesforce how much waits for a seller who has to connect', async () => {
  const on = { destination: 'salesforce', kind: 'email-sent', on: true } as const;
  await switchDeliveries({ ...w.ctx, actor: w.seller }, { switches: [on] });
  await w.record(w.people[1]!);
  const { destinations } = await readStanding(w.ctx);
  expect(destinations[1]).toMatchObject({
    destination: 'salesforce',
    waiting: 1,
    obstacles: [{ sentence: /connects Salesforce/, deliveries: 1, settings: { href: '/settings/salesforce' } }],
  });
});
