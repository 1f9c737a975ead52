/** The stories of deliveries: they repeat, and what must be true in the end can be broken. See docs/simulation.md. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testDatabase } from '@/db/test/database';
import { testCtx } from '../../context';
import { clockOf } from '../../sync-driver';
import { createDice } from '../dice';
import { type DeliveryGround, layDeliveryGround } from './ground';
import { wrongDeliveries } from './invariants';
import { runDeliverySeed } from './run-seed';
import type { DeliveryStage } from './story';

/** A story in which much is told, with a field for our key in the org. */
const seed = 4;
let database: Awaited<ReturnType<typeof testDatabase>>;
let ground: DeliveryGround;

beforeAll(async () => {
  database = await testDatabase();
  ground = await layDeliveryGround(database.url);
});
afterAll(async () => {
  await ground.close();
  await database.close();
});

it('a seed plays the same story every time', async () => {
  const first = await runDeliverySeed(ground, seed);
  const again = await runDeliverySeed(ground, seed);
  expect(again.journal).toEqual(first.journal);
  expect(first.wrong).toEqual([]);
});

describe('the invariants can be broken', () => {
  let wrong: () => Promise<string[]>;
  const org = () => (createDice(seed).chance(0.6) ? ground.orgs.withKey : ground.orgs.withMarks);

  beforeEach(async () => {
    await runDeliverySeed(ground, seed);
    const ctx = testCtx({ database });
    const told = await ground.client`select id from sales_activities`;
    const stage = { ctx, org: org(), told, switchedOff: new Set(), merges: [] } as unknown as DeliveryStage;
    wrong = () => wrongDeliveries(stage);
    expect(await wrong()).toEqual([]);
  });

  it('I1: by a task that is gone, and by an activity that was never recorded', async () => {
    const [task] = org().salesforce.world.records('Task');
    org().salesforce.world.hardDelete(String(task?.Id));
    expect(await wrong()).toEqual([expect.stringMatching(/^I1: salesforce .* not there$/)]);
  });

  it('I2: by a second activity in Marketo', async () => {
    const { world, clock } = org().marketo;
    const written = world.activities().find(({ typeId }) => typeId > 100_000);
    const { leadId, typeId, detail } = written!;
    const [, key] = detail.attributes.find(([name]) => name === 'External Activity ID')!;
    const again = {
      leadId,
      activityTypeId: typeId,
      activityDate: '2026-03-01T09:30:15Z',
      primaryAttributeValue: String(detail.primaryAttributeValue),
      attributes: [{ apiName: 'externalActivityId', value: String(key) }],
    };
    const client = await testCtx({ database, clock: clockOf(clock) }).marketo('deliveries');
    await client.addCustomActivities({ activities: [again], notAfter: new Date(clock.now().getTime() + 60_000) });
    expect(await wrong()).toEqual([expect.stringMatching(/^I2: marketo .* is there 2 times$/)]);
  });

  it('I10: by a delivery that is skipped and does not say why, though it arrived', async () => {
    await ground.client`alter table deliveries disable trigger user`;
    await ground.client`
      update deliveries set state = 'skipped', reason = null
      where key = (select key from deliveries where destination = 'marketo' and state = 'confirmed' limit 1)`;
    await ground.client`alter table deliveries enable trigger user`;
    expect(await wrong()).toEqual([expect.stringMatching(/^I10: marketo .* skipped without a reason$/)]);
  });

  it('by a task that stands with somebody else, and by one of which nobody knows', async () => {
    const { world } = org().salesforce;
    const [task] = world.records('Task');
    const other = org().people.find(({ record }) => record.startsWith('003') && record !== task?.WhoId);
    world.edit(String(task?.Id), { WhoId: other?.record });
    world.create('Task', { Subject: 'Call', Description: 'Nobody told this', Status: 'Completed' });
    expect(await wrong()).toEqual([
      expect.stringMatching(new RegExp(`is with ${other?.record} instead of`)),
      expect.stringMatching(/^nobody knows salesforce/),
    ]);
  });
});
