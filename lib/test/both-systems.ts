/** Both simulated providers, connected as admins and sellers would, with everything switched on and people in each. */

import type { Db } from '@/db/client';
import { upsertPeople } from '@/db/queries/people-sync';
import { type MarketoSimulator, startMarketo } from '@/simulators/marketo/index';
import { type SalesforceSimulator, startSalesforce } from '@/simulators/salesforce/index';
import type { Actor } from '../auth/model';
import { systemClock } from '../clock';
import { describeOrg } from '../salesforce-connections/describe-org';
import { aReading } from './builders';
import { connectToSimulator, testCtx } from './context';
import { makeTypes } from './delivery-world';
import { switchAll } from './logging-world';
import { connectToSalesforce } from './salesforce';
import { aSeller } from './sellers';

/** Somebody in both systems, and known here under the ids of each. */
export type Known = { marketoId: number; record: string };

export type BothSystems = {
  marketo: MarketoSimulator;
  salesforce: SalesforceSimulator;
  people: Known[];
  admin: Actor;
  /** Two with a connection of their own, and one whom the integration user serves. */
  sellers: Actor[];
};

type Options = {
  /** The providers' clocks stand still there; without it they are the machine's. */
  startAt?: Date;
  people: number;
  /** Whether the org has a field for our key. */
  key: boolean;
  /** Real time that a call takes. */
  latencyMs?: number;
};

const unlimited = { callsPer20s: 1e6, concurrent: 100, dailyQuota: 1e9, scanBlock: 1000 };
const mostCalls = { callsPerWindow: 5_000, concurrent: 5 };

/** `db` is migrated and empty. */
export async function connectBothSystems(db: Db, options: Options): Promise<BothSystems> {
  const { startAt, latencyMs = 0, key } = options;
  const marketo = await startMarketo({ startAt, latencyMs, limits: unlimited, quirks: { dates: 'zoo' } });
  const salesforce = await startSalesforce({ startAt, latencyMs, fields: { key, salesActivity: true } });
  const clock = startAt ? { now: marketo.clock.now, sleep: async () => {} } : systemClock;
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
  const known = Array.from({ length: options.people }, (_, n) => aPerson({ marketo, salesforce }, n));
  const readAt = ctx.clock.now();
  await upsertPeople(
    db,
    known.map((one) => readingOf(one, readAt)),
  );
  return { marketo, salesforce, people: known, admin, sellers };
}

function aPerson({ marketo, salesforce }: Pick<BothSystems, 'marketo' | 'salesforce'>, n: number): Known {
  const isLead = n % 2 === 0;
  const names = { LastName: `Person ${n}`, Email: `person.${n}@example.com` };
  const record = salesforce.world.create(isLead ? 'Lead' : 'Contact', isLead ? { ...names, Company: 'C' } : names);
  const ids: Record<string, string> = isLead ? { sfdcLeadId: record } : { sfdcContactId: record };
  return { marketoId: marketo.world.createLead({ lastName: names.LastName, email: names.Email, ...ids }), record };
}

function readingOf({ marketoId, record }: Known, readAt: Date) {
  const isLead = record.startsWith('00Q');
  const ids = { sfdcLeadId: isLead ? record : null, sfdcContactId: isLead ? null : record };
  return aReading({ marketoId, ...ids, readAt });
}
