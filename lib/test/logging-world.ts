/** For integration tests of logging: a simulated org, a seller who is connected to it, people there and here. */
import { randomUUID } from 'node:crypto';
import { asc, eq } from 'drizzle-orm';
import { upsertPeople } from '@/db/queries/people-sync';
import { teamOwner, upsertLogging } from '@/db/queries/salesforce-senders';
import { deliveries } from '@/db/schema';
import { testDatabase } from '@/db/test/database';
import { startSalesforce } from '@/simulators/salesforce/index';
import type { Ctx } from '../context';
import {
  type Destination,
  isOffered,
  type NewSalesActivityBody,
  type SalesActivityKind,
  salesActivityKinds,
} from '../sales-activities/model';
import { recordSalesActivity } from '../sales-activities/record';
import { switchDeliveries } from '../sales-activities/switches';
import { describeOrg } from '../salesforce-connections/describe-org';
import { defaultLogging, type LoggingSettings } from '../salesforce-logging/model';
import type { RunResult } from '../sync/engine';
import { aReading } from './builders';
import { testCtx } from './context';
import { connectToSalesforce } from './salesforce';
import { aSeller } from './sellers';
import { clockOf, runOnce } from './sync-driver';

export type LoggingWorld = Awaited<ReturnType<typeof startLoggingWorld>>;
type Options = NonNullable<Parameters<typeof startSalesforce>[0]>;

const startAt = new Date('2026-11-02T10:00:00Z');

export async function startLoggingWorld(options: Options = {}) {
  const database = await testDatabase();
  const org = await startSalesforce({ startAt, ...options });
  const ctx = testCtx({ database, clock: clockOf(org.clock), salesforceUrl: org.url });
  const admin = await aSeller(database.db, { role: 'admin' });
  const seller = await aSeller(database.db);
  const connectionId = await connectToSalesforce(ctx, org, { userId: seller.userId });
  await describeOrg(ctx, { orgId: org.orgId, connectionId });
  const asAdmin: Ctx = { ...ctx, actor: admin };
  await switchAll(asAdmin, true);
  let marketoId = 0;
  return {
    database,
    org,
    ctx,
    asAdmin,
    seller,
    connectionId,
    /** A lead or contact in Salesforce, and the person here that Marketo knows by it. */
    async person(kind: 'Lead' | 'Contact', given: { known?: boolean; account?: string; email?: string } = {}) {
      marketoId += 1;
      const email = given.email ?? `person.${marketoId}@example.com`;
      const more = kind === 'Lead' ? { Company: 'Engines Ltd' } : { AccountId: given.account ?? null };
      const record = org.world.create(kind, {
        FirstName: 'Ada',
        LastName: `Person ${marketoId}`,
        Email: email,
        ...more,
      });
      await this.listed({ marketoId, email, record: given.known === false ? null : record, account: given.account });
      return { marketoId, email, record };
    },
    /** A person here, with what Marketo knows of the record. */
    async listed(of: { marketoId: number; email: string | null; record: string | null; account?: string }) {
      marketoId = Math.max(marketoId, of.marketoId);
      const isLead = of.record?.startsWith('00Q') ?? false;
      const reading = aReading({
        marketoId: of.marketoId,
        email: of.email,
        sfdcContactId: isLead ? null : of.record,
        sfdcLeadId: isLead ? of.record : null,
        sfdcAccountId: of.account ?? null,
        readAt: org.clock.now(),
      });
      await upsertPeople(database.db, [reading]);
    },
    async chooses(change: Partial<LoggingSettings>) {
      const settings = { ...defaultLogging, ...change };
      await upsertLogging(database.db, { owner: teamOwner, settings, teamWide: true, changedAt: org.clock.now() });
    },
    mail: (person: number, given: Record<string, unknown> = {}) =>
      tell(ctx, seller, person, 'email-sent', {
        emailId: randomUUID(),
        emailSubject: 'Hello',
        sentBy: seller.email,
        ...given,
      }),
    call: (person: number, given: Record<string, unknown> = {}) =>
      tell(ctx, seller, person, 'call', { madeBy: seller.email, status: 'completed', ...given }),
    event: (person: number, kind: SalesActivityKind, payload: Record<string, unknown>, by = seller) =>
      tell(ctx, by, person, kind, payload),
    deliver: (run = ctx): Promise<RunResult> => runOnce(run, 'deliver-to-salesforce'),
    tasks: () => org.world.records('Task'),
    /** Deliveries to Salesforce in the order in which they were recorded. */
    ledger: () =>
      database.db
        .select()
        .from(deliveries)
        .where(eq(deliveries.destination, 'salesforce'))
        .orderBy(asc(deliveries.createdAt), asc(deliveries.key)),
    async deliveryOf(activityId: string) {
      const rows = await database.db.select().from(deliveries).where(eq(deliveries.salesActivityId, activityId));
      const row = rows.find(({ destination }) => destination === 'salesforce');
      if (!row) throw new Error('The activity has no delivery to Salesforce.');
      return row;
    },
    switchAll: (on: boolean) => switchAll(asAdmin, on),
    advance: (ms: number) => org.clock.advance(ms),
    close: async () => {
      await org.close();
      await database.close();
    },
  };
}

export async function switchAll(asAdmin: Ctx, on: boolean, destination: Destination = 'salesforce'): Promise<void> {
  const kinds = salesActivityKinds.filter((kind) => isOffered(destination, kind));
  await switchDeliveries(asAdmin, { switches: kinds.map((kind) => ({ destination, kind, on })) });
}

async function tell(
  ctx: Ctx,
  seller: { userId: string },
  marketoId: number,
  kind: SalesActivityKind,
  payload: Record<string, unknown>,
): Promise<string> {
  const at = ctx.clock.now();
  const recorded = await ctx.db.transaction((tx) =>
    recordSalesActivity(tx, {
      ...({ kind, payload } as NewSalesActivityBody),
      person: { marketoId },
      userId: seller.userId,
      occurredAt: at,
      recordedAt: at,
      reporter: 'test',
      idempotencyKey: randomUUID(),
    }),
  );
  if (recorded.outcome !== 'recorded') throw new Error(`It is ${recorded.outcome}.`);
  return recorded.id;
}
