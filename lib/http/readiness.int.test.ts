import { afterAll, beforeAll, expect, it } from 'vitest';
import { updateSalesforceState } from '@/db/queries/salesforce-connections';
import { testDatabase } from '@/db/test/database';
import { type SalesforceSimulator, startSalesforce } from '@/simulators/salesforce/index';
import { testCtx } from '../test/context';
import { connectToSalesforce } from '../test/salesforce';
import { aSeller } from '../test/sellers';
import { readiness } from './readiness';

let database: Awaited<ReturnType<typeof testDatabase>>;
let org: SalesforceSimulator;

beforeAll(async () => {
  database = await testDatabase();
  org = await startSalesforce();
});
afterAll(async () => {
  await org.close();
  await database.close();
});

it('tells how connections to Salesforce are, and is ready however they are', async () => {
  const ctx = testCtx({ database, salesforceUrl: org.url });
  const salesforce = async () => {
    const { ready, parts } = await readiness(ctx);
    expect(ready).toBe(true);
    return parts.salesforce;
  };
  expect(await salesforce()).toMatchObject({ ok: false, message: 'nobody is connected', active: 0, failing: 0 });
  await connectToSalesforce(ctx, org, await aSeller(ctx.db));
  const second = await connectToSalesforce(ctx, org, await aSeller(ctx.db));
  expect(await salesforce()).toMatchObject({ ok: true, message: 'connected', active: 2 });
  await updateSalesforceState(ctx.db, { id: second, tokenVersion: 1, state: 'needs-reauth', reason: 'Over.' });
  expect(await salesforce()).toMatchObject({ ok: false, active: 1, failing: 1 });
  expect(JSON.stringify(await salesforce())).not.toContain('Over');
});
