import { afterAll, beforeAll, expect, it } from 'vitest';
import { selectPerson } from '@/db/queries/people';
import { mergePeople, selectWinner } from '@/db/queries/person-merges';
import { testDatabase } from '@/db/test/database';
import { type MarketoSimulator, startMarketo } from '@/simulators/marketo/index';
import type { Ctx } from '../context';
import { connectToSimulator, testCtx } from '../test/context';
import { clockOf, enableJobs, quiesce, runToEnd } from '../test/sync-driver';
import { saveMarketoSettings } from './service';

let database: Awaited<ReturnType<typeof testDatabase>>;
let sandbox: MarketoSimulator;
let production: MarketoSimulator;
let ctx: Ctx;
const wait = () => sandbox.clock.advance(60_000);
const settingsOf = ({ url: baseUrl, clientId, clientSecret }: MarketoSimulator) => ({
  baseUrl,
  clientId,
  clientSecret,
  callsPerWindow: 100,
  concurrent: 10,
});

beforeAll(async () => {
  database = await testDatabase();
  const startAt = new Date('2026-03-02T09:00:00Z');
  sandbox = await startMarketo({ seed: 41, startAt });
  production = await startMarketo({ seed: 42, startAt });
  sandbox.world.seedPeople({ count: 300, seed: 41 });
  ctx = testCtx({ database, clock: clockOf(sandbox.clock) });
  await connectToSimulator(ctx, sandbox);
  await enableJobs(ctx);
  await runToEnd(ctx, 'load-people', wait);
  await quiesce(ctx, wait);
});
afterAll(async () => {
  await sandbox.close();
  await production.close();
  await database.close();
});

it('keeps the people when the same instance is saved again', async () => {
  const [person] = sandbox.world.eligible();
  await saveMarketoSettings(ctx, { ...settingsOf(sandbox), baseUrl: `${sandbox.url}/rest/` });
  expect((await selectPerson(database.db, person?.marketoId ?? 0))?.state).toBe('active');
});

it('begins anew with another instance: none of its people is mixed with those of the old one', async () => {
  const [person] = sandbox.world.eligible();
  const id = person?.marketoId ?? 0;
  await mergePeople(database.db, { winnerId: id, loserIds: [5], at: ctx.clock.now() });
  await saveMarketoSettings(ctx, settingsOf(production));
  expect(await selectPerson(database.db, id)).toBeNull();
  expect(await selectWinner(database.db, 5)).toBeNull();

  const arrived = production.world.createLead({
    firstName: 'From',
    lastName: 'Production',
    email: 'from@example.com',
    sfdcLeadId: '00Q5g00000AbCdEEAV',
    sfdcLeadOwnerId: '0055g00000XyZaBAAV',
  });
  await runToEnd(ctx, 'load-people', wait);
  expect((await selectPerson(database.db, arrived))?.lastName).toBe('Production');
});
