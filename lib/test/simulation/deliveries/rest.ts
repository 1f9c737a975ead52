/** After the story nothing fails any more: what was told is recorded, sellers connect again, and everything arrives. */
import { eq, inArray, isNull, sql } from 'drizzle-orm';
import { retryDeliveries } from '@/db/queries/deliveries';
import { insertRetry } from '@/db/queries/delivery-retries';
import { updateJobs } from '@/db/queries/sync';
import { deliveries, deliveryProblems, salesforceConnections } from '@/db/schema';
import { deliveryJobNames } from '../../../sync/model';
import { connectToSalesforce } from '../../salesforce';
import { type DeliveryStage, deliveryJobs, telling } from './story';

const minute = 60_000;
/** Quick tries, an hour, a day: every wait of the policy is over at last. */
const waits = [2, 2, 6, 20, 20, 70, 70, 1_500, 1_500, 70, 20, 20].map((minutes) => minutes * minute);

/** Answers what did not come to rest; empty when all is well. */
export async function comeToRest(stage: DeliveryStage): Promise<string[]> {
  const { journal, weather, crew, time, ctx, org, told } = stage;
  journal.note('--- nothing goes wrong any more ---');
  weather.clear();
  org.marketo.faults.clear();
  org.salesforce.faults.clear();
  let restless = await whatIsLeft(stage);
  for (const waitMs of waits) {
    await connectAgain(stage);
    await updateJobs(ctx.db, deliveryJobNames, { enabled: true, pausedReason: null, waitUntil: null });
    const unheard = told.filter(({ id }) => id === null);
    await crew.run(
      [],
      unheard.map((one) => telling(stage, one)),
    );
    for (const job of [...deliveryJobs, 'tend-salesforce'] as const) await crew.run([job]);
    // What is at rest has to stay so once more.
    if (restless.length === 0) break;
    await letGoAgain(stage);
    time.advance(waitMs);
    restless = await whatIsLeft(stage);
  }
  return whatIsLeft(stage);
}

async function whatIsLeft({ ctx, told }: DeliveryStage): Promise<string[]> {
  const unsettled = inArray(deliveries.state, ['queued', 'sending', 'unknown', 'stuck', 'rejected']);
  const rows = await ctx.db.select().from(deliveries).where(unsettled);
  return [
    ...rows.map(({ key, destination, state, message }) => `${destination} ${key} is ${state} in the end: ${message}`),
    ...told.filter(({ id }) => id === null).map(({ key }) => `I1: ${key} was never recorded`),
  ];
}

/** Whoever was signed out signs in again. */
async function connectAgain({ ctx, org }: DeliveryStage): Promise<void> {
  const broken = await ctx.db
    .select()
    .from(salesforceConnections)
    .where(sql`${salesforceConnections.state} <> 'active'`);
  for (const { id, userId, sfUserId, purpose } of broken) {
    await ctx.db.delete(salesforceConnections).where(eq(salesforceConnections.id, id));
    await connectToSalesforce(ctx, org.salesforce, { userId, sfUserId, purpose });
  }
}

/** An admin looks at Diagnostics and lets everything go again. */
async function letGoAgain({ ctx, org }: DeliveryStage): Promise<void> {
  const open = await ctx.db.select().from(deliveryProblems).where(isNull(deliveryProblems.closedAt));
  for (const { id: problemId } of open) {
    await ctx.db.transaction(async (tx) => {
      const at = ctx.clock.now();
      const retryId = await insertRetry(tx, { problemId, userId: org.admin.userId, at });
      await retryDeliveries(tx, { where: { problemId }, retryId, at });
    });
  }
}
