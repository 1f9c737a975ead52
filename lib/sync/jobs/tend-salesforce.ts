/**
 * Looks after Salesforce connections, one chore a step: asks orgs whether calls may go on, makes use of consents before
 * they run out, reads daily what the orgs offer, and forgets logins that nobody came back from.
 */
import { z } from 'zod';
import { deleteExpiredSalesforceLogins } from '@/db/queries/salesforce-apps';
import { selectIdleSalesforceConnections } from '@/db/queries/salesforce-connections';
import { deleteSalesforceUsageBefore, selectConnectedOrgs, selectOrgSpokesmen } from '@/db/queries/salesforce-orgs';
import { AppError } from '../../errors';
import { ProviderFault } from '../../provider-fault';
import { isToBeAsked } from '../../salesforce-budget/model';
import { describeOrg } from '../../salesforce-connections/describe-org';
import { isOutdated } from '../../salesforce-connections/model';
import type { Job, SyncCtx } from '../engine';
import { type Counts, noCounts } from '../model';
import { comingToRest } from '../quiet-step';

const Checkpoint = z.object({
  /** Chores of this run that were done, or tried. */
  done: z.array(z.string()),
});
type Checkpoint = z.infer<typeof Checkpoint>;
type Chore = { name: string; run(): Promise<Counts> };

const dayMs = 24 * 3600_000;
/** Half of the 30 days after which Salesforce ends a consent that nobody makes use of. */
const idleMs = 14 * dayMs;
const usageKeptMs = 8 * dayMs;

export const tendSalesforce: Job<Checkpoint> = {
  name: 'tend-salesforce',
  checkpoint: Checkpoint,
  first: () => ({ done: [] }),
  async step({ done }, ctx) {
    const chores = await choresNow(ctx);
    const chore = chores.find(({ name }) => !done.includes(name));
    if (!chore) return comingToRest({ done: [] });
    const counts = await chore.run().catch((error: unknown) => failed(ctx, chore, error));
    return { next: { done: [...done, chore.name] }, done: false, commit: async () => counts };
  },
};

async function choresNow(ctx: SyncCtx): Promise<Chore[]> {
  const now = ctx.clock.now();
  const ago = (ms: number) => new Date(now.getTime() - ms);
  const orgs = await selectConnectedOrgs(ctx.db);
  const spokesmen = new Map((await selectOrgSpokesmen(ctx.db)).map((one) => [one.orgId, one.connectionId]));
  const idle = await selectIdleSalesforceConnections(ctx.db, ago(idleMs));
  const spokenFor = orgs.flatMap(({ orgId, ...org }) => {
    const connectionId = spokesmen.get(orgId);
    return connectionId ? [{ ...org, orgId, connectionId }] : [];
  });
  return [
    { name: 'forget', run: () => forget(ctx, { now, usageBefore: ago(usageKeptMs) }) },
    ...spokenFor
      .filter((org) => isToBeAsked({ ...org, used: org.usageUsed, limit: org.usageLimit }, now))
      .map(({ orgId, connectionId }) => ({ name: `ask ${orgId}`, run: () => ask(ctx, connectionId) })),
    ...idle.map(({ id }) => ({ name: `keep ${id}`, run: () => keep(ctx, id) })),
    ...spokenFor
      .filter(({ describedAt }) => isOutdated(describedAt, now))
      .map((org) => ({ name: `describe ${org.orgId}`, run: () => describeOrg(ctx, org).then(() => one) })),
  ];
}

const one: Counts = { ...noCounts, read: 1 };

async function forget(ctx: SyncCtx, { now, usageBefore }: { now: Date; usageBefore: Date }): Promise<Counts> {
  await deleteSalesforceUsageBefore(ctx.db, usageBefore);
  return { ...noCounts, removed: await deleteExpiredSalesforceLogins(ctx.db, now) };
}

/** The answer goes to the budget, which lets calls go on when there is room. */
async function ask(ctx: SyncCtx, connectionId: string): Promise<Counts> {
  await (await ctx.salesforce(connectionId, 'reads')).limits();
  return one;
}

async function keep(ctx: SyncCtx, connectionId: string): Promise<Counts> {
  await (await ctx.salesforce(connectionId, 'reads')).keepAlive();
  return { ...one, written: 1 };
}

/** One connection that fails, in whatever way, keeps no other from being looked after. */
function failed(ctx: SyncCtx, { name: chore }: Chore, err: unknown): Counts {
  // An AppError says that it was removed meanwhile.
  const isForeseen = err instanceof ProviderFault || err instanceof AppError;
  if (isForeseen) ctx.log.warn({ chore, reason: err.message }, 'a Salesforce connection could not be looked after');
  else ctx.log.error({ chore, err }, 'a Salesforce connection could not be looked after');
  return { ...one, skipped: { [isForeseen ? err.message : unforeseen]: 1 } };
}
const unforeseen = 'Something of ours went wrong; the log says what.';
