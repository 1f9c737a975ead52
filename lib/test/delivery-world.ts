/** For integration tests of deliveries to Marketo: people, activity types, switches, and what arrived. */
import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { upsertPeople } from '@/db/queries/people-sync';
import type { DeliveryRow } from '@/db/queries/sales-activities';
import { updateSalesActivityTypes } from '@/db/queries/settings';
import { deliveries } from '@/db/schema';
import { testDatabase } from '@/db/test/database';
import { type MarketoSimulator, startMarketo } from '@/simulators/marketo/index';
import { lookAtTypes } from '../activity-types/look-at-types';
import { wantedTypes } from '../activity-types/model';
import type { Ctx } from '../context';
import { salesActivityKinds as everyKind, type NewSalesActivityBody } from '../sales-activities/model';
import { aReading } from './builders';
import { connectToSimulator, testCtx } from './context';
import { recordOne, switchOn } from './deliveries';
import { aSeller } from './sellers';
import { clockOf, runOnce } from './sync-driver';

export type DeliveryWorld = Awaited<ReturnType<typeof startDeliveryWorld>>;

const minuteMs = 60_000;
export const startAt = new Date('2026-03-02T09:00:00Z');
export const plenty = { callsPer20s: 1e6, concurrent: 50, dailyQuota: 1e7, scanBlock: 1000 };

/** With `people` people who are listed. `typed: false` leaves the activity types to the test. */
export async function startDeliveryWorld(given: { people: number; typed?: boolean }) {
  const database = await testDatabase();
  const marketo = await startMarketo({ startAt, limits: plenty });
  const ctx = testCtx({ database, clock: clockOf(marketo.clock) });
  await connectToSimulator(ctx, marketo);
  if (given.typed !== false) await makeTypes(marketo, ctx);
  const people = await makePeople(marketo, ctx, given.people);
  const seller = await aSeller(database.db, { role: 'admin' });
  await switchOn({ ...ctx, actor: seller }, [...everyKind], ['marketo']);
  return {
    database,
    marketo,
    ctx,
    people,
    seller,
    wait: (ms = minuteMs) => marketo.clock.advance(ms),
    record: (marketoId: number, more: More = {}) => recordSome(ctx, seller, marketoId, more),
    /** One run of the job, as the queue would begin it. */
    deliver: (as = ctx) => runOnce(as, 'deliver-to-marketo'),
    rows: () => ledger(ctx),
    written: () => writtenActivities(marketo),
    posts: (from = 0) => marketo.calls.slice(from).filter(({ path }) => path.endsWith('/external.json')),
    close: async () => {
      await marketo.close();
      await database.close();
    },
  };
}

/** The eight types, approved in the instance and known here. */
export async function makeTypes(marketo: MarketoSimulator, ctx: Ctx, layout: 'eight' | 'compact' = 'eight') {
  for (const { apiName, ...text } of wantedTypes[layout]) {
    marketo.customTypes.approve(marketo.customTypes.create(apiName, text));
  }
  const client = await ctx.marketo('deliveries');
  await updateSalesActivityTypes(ctx.db, await lookAtTypes({ client, now: ctx.clock.now(), mayMake: true }));
}

/** People of the simulated instance, and the same in the list. */
export async function makePeople(marketo: MarketoSimulator, ctx: Ctx, count: number): Promise<number[]> {
  const ids = Array.from({ length: count }, (_, n) =>
    marketo.world.createLead({
      lastName: `Person ${n}`,
      sfdcLeadId: `00Q5g00000AbC${String(n).padStart(4, '0')}`.slice(0, 18),
    }),
  );
  await ctx.db.transaction((tx) =>
    upsertPeople(
      tx,
      ids.map((marketoId) => aReading({ marketoId })),
    ),
  );
  return ids;
}

type More = { subject?: string; occurredAt?: Date; kind?: 'email-sent' | 'call' | 'campaign-added'; link?: string };

/** Records one sales activity of a seller; answers its id. */
export function recordSome(
  ctx: Ctx,
  { userId, email }: { userId: string; email: string },
  marketoId: number,
  more: More = {},
): Promise<string> {
  const { kind = 'email-sent', subject = 'Spring offer', link, ...told } = more;
  const bodies = {
    'email-sent': { kind, payload: { sentBy: email, emailId: randomUUID(), emailSubject: subject } },
    call: {
      kind,
      payload: { madeBy: email, status: 'completed', outcome: subject, recordingUrl: link, campaignUrl: link },
    },
    'campaign-added': { kind, payload: { sentBy: email, campaignId: 'c-1', campaignName: subject } },
  };
  return recordOne(ctx, { userId, marketoId, body: bodies[kind] as NewSalesActivityBody, ...told });
}

/** Every delivery to Marketo, by its key. */
export async function ledger(ctx: Ctx): Promise<DeliveryRow[]> {
  return ctx.db.select().from(deliveries).where(sql`destination = 'marketo'`).orderBy(deliveries.key);
}

export type Written = { guid: string; leadId: number; typeId: number; key: string; subject: string | undefined };

/** Every custom activity of the instance, also of people who were deleted. */
export function writtenActivities(marketo: MarketoSimulator): Written[] {
  return marketo.world
    .activities()
    .filter(({ typeId }) => typeId > 100_000)
    .map(({ seq, leadId, typeId, detail }) => ({
      guid: String(seq),
      leadId,
      typeId,
      key: String(detail.attributes.find(([name]) => name === 'External Activity ID')?.[1]),
      subject: detail.primaryAttributeValue,
    }));
}

/** What is wrong between the ledger and the instance: each delivery there once, on the right person; empty when all is well. */
export function wrongDeliveries(
  rows: DeliveryRow[],
  written: Written[],
  personOf: (row: DeliveryRow) => number,
): string[] {
  const byKey = new Map<string, Written[]>();
  for (const one of written) byKey.set(one.key, [...(byKey.get(one.key) ?? []), one]);
  const wrong = rows.flatMap((row) => {
    const there = byKey.get(row.key) ?? [];
    const [one] = there;
    if (row.state !== 'confirmed') return [`${row.key} is ${row.state}: ${row.message}; ${there.length} in Marketo`];
    if (there.length !== 1 || !one) return [`${row.key} is in Marketo ${there.length} times`];
    if (one.guid !== row.remoteId) return [`${row.key} is known as ${row.remoteId}, and is ${one.guid}`];
    return one.leadId === personOf(row) ? [] : [`${row.key} is with ${one.leadId} instead of ${personOf(row)}`];
  });
  const known = new Set(rows.map(({ key }) => key));
  return [...wrong, ...written.filter(({ key }) => !known.has(key)).map(({ key }) => `nobody knows ${key}`)];
}
