/** What all delivery seeds of one operating-system process share: both providers, connected, with people in each. */
import type postgres from 'postgres';
import { upsertPeople } from '@/db/queries/people-sync';
import { takeBaseline } from '@/db/test/baseline';
import { gatedDatabase } from '@/db/test/gated-database';
import { type MarketoSimulator, startMarketo } from '@/simulators/marketo/index';
import { type SalesforceSimulator, startSalesforce } from '@/simulators/salesforce/index';
import type { Actor } from '../../../auth/model';
import { describeOrg } from '../../../salesforce-connections/describe-org';
import { aReading } from '../../builders';
import { connectToSimulator, testCtx } from '../../context';
import { makeTypes } from '../../delivery-world';
import { switchAll } from '../../logging-world';
import { connectToSalesforce } from '../../salesforce';
import { aSeller } from '../../sellers';
import { openClient, startAt } from '../ground';
import { type LoopbackFetch, loopbackFetch } from '../loopback-fetch';

/** Somebody in both systems, and known here under the ids of each. */
export type Known = { marketoId: number; record: string };

export type DeliveryGround = {
  client: postgres.Sql;
  http: LoopbackFetch;
  /** With a field for our key, and without one. */
  orgs: { withKey: DeliveryOrg; withMarks: DeliveryOrg };
  close(): Promise<void>;
};

export type DeliveryOrg = {
  marketo: MarketoSimulator;
  salesforce: SalesforceSimulator;
  people: Known[];
  admin: Actor;
  sellers: Actor[];
  /** Everything as it was when all were connected. */
  restore(): Promise<void>;
};

const unlimited = { callsPer20s: 1e6, concurrent: 100, dailyQuota: 1e9, scanBlock: 1000 };
const people = 8;
const mostCalls = { callsPerWindow: 5_000, concurrent: 5 };

/** On the migrated, empty database of `databaseUrl`, which nobody else may use. */
export async function layDeliveryGround(databaseUrl: string): Promise<DeliveryGround> {
  const client = await openClient(databaseUrl);
  const empty = await takeBaseline(client);
  const orgs: DeliveryOrg[] = [];
  for (const key of [true, false]) {
    await empty.restore();
    orgs.push(await connectOrg(client, key));
  }
  const [withKey, withMarks] = orgs as [DeliveryOrg, DeliveryOrg];
  const http = loopbackFetch();
  return {
    client,
    http,
    orgs: { withKey, withMarks },
    close: async () => {
      http.close();
      for (const { marketo, salesforce } of orgs) {
        await marketo.close();
        await salesforce.close();
      }
      await client.end({ timeout: 5 });
    },
  };
}

async function connectOrg(client: postgres.Sql, key: boolean): Promise<DeliveryOrg> {
  const marketo = await startMarketo({ startAt, limits: unlimited, quirks: { dates: 'zoo' } });
  const salesforce = await startSalesforce({ startAt, fields: { key, salesActivity: true } });
  const db = gatedDatabase(client, { pass: (_, action) => action(), killed: new Promise(() => {}), opened: () => {} });
  const clock = { now: marketo.clock.now, sleep: async () => {} };
  const ctx = testCtx({ database: { db }, clock, salesforceUrl: salesforce.url });
  await connectToSimulator(ctx, marketo, mostCalls);
  await makeTypes(marketo, ctx);
  const admin = await aSeller(db, { role: 'admin' });
  const sellers = [await aSeller(db), await aSeller(db), await aSeller(db)];
  const [first, second] = sellers as [Actor, Actor, Actor];
  const [one, two, three] = salesforce.world.users().map(({ id }) => id);
  const connectionId = await connectToSalesforce(ctx, salesforce, { userId: first.userId, sfUserId: one });
  await connectToSalesforce(ctx, salesforce, { userId: second.userId, sfUserId: two });
  // The third has no connection: the integration's carries what he or she does.
  await connectToSalesforce(ctx, salesforce, { userId: admin.userId, sfUserId: three, purpose: 'integration' });
  await describeOrg(ctx, { orgId: salesforce.orgId, connectionId });
  for (const destination of ['marketo', 'salesforce'] as const)
    await switchAll({ ...ctx, actor: admin }, true, destination);
  const known = Array.from({ length: people }, (_, n) => aPerson({ marketo, salesforce }, n));
  await upsertPeople(db, known.map(readingOf));
  const before = { marketo: marketo.snapshot(), salesforce: salesforce.snapshot(), rows: await takeBaseline(client) };
  return {
    marketo,
    salesforce,
    people: known,
    admin,
    sellers,
    restore: async () => {
      await before.rows.restore();
      marketo.faults.clear();
      salesforce.faults.clear();
      marketo.restore(before.marketo);
      salesforce.restore(before.salesforce);
      for (const { clock, calls } of [marketo, salesforce]) {
        clock.set(startAt);
        calls.length = 0;
      }
    },
  };
}

function aPerson({ marketo, salesforce }: Pick<DeliveryOrg, 'marketo' | 'salesforce'>, n: number): Known {
  const isLead = n % 2 === 0;
  const names = { LastName: `Person ${n}`, Email: `person.${n}@example.com` };
  const record = salesforce.world.create(isLead ? 'Lead' : 'Contact', isLead ? { ...names, Company: 'C' } : names);
  const ids: Record<string, string> = isLead ? { sfdcLeadId: record } : { sfdcContactId: record };
  return { marketoId: marketo.world.createLead({ lastName: names.LastName, email: names.Email, ...ids }), record };
}

function readingOf({ marketoId, record }: Known) {
  const isLead = record.startsWith('00Q');
  const ids = { sfdcLeadId: isLead ? record : null, sfdcContactId: isLead ? null : record };
  return aReading({ marketoId, ...ids, readAt: startAt });
}
