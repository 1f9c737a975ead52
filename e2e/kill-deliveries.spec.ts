/**
 * Must not matter: `kill -9` of two workers, ten times in all, while a thousand sales activities go to both systems,
 * which lose one answer in ten after they did what was asked, and refuse for a while whatever else can be refused.
 */
import type { ChildProcess } from 'node:child_process';
import { expect, test } from '@playwright/test';
import { connectToSalesforce, signIn } from '../scripts/as-user.mjs';
import { type OwnStack, openStack, server } from './own-stack.ts';

const kills = 10;
const activities = 1_000;
const batch = 50;
const seed = Number(process.env.KILL_SEED ?? 20_261_126);
const admin = { email: 'ada@kill.test', password: 'Sales-Actions-Kill-1' };
const seller = { email: 'sam@kill.test', password: 'Sales-Actions-Kill-2' };
const kinds = ['call', 'email-sent', 'call', 'email-replied', 'campaign-added', 'email-sent', 'call', 'email-opened'];

type Person = { id: number; record: string };
type Row = { destination: string; key: string; state: string; reason: string | null; remoteId: string; kind: string };
type Browser = Awaited<ReturnType<typeof signIn>>;

let stack: OwnStack;
let asAdmin: Browser;
let people: Person[];

test.beforeAll(async () => {
  test.setTimeout(240_000);
  stack = await openStack({ people: 120, latencyMs: 250, logLevel: 'debug' });
  // Without a field for our key nothing in Salesforce itself keeps a task from being made twice.
  await stack.salesforce('POST', 'world/removeField', { args: ['Task', 'SalesActions_Key__c'] });
  for (const [user, role] of [
    [admin, 'admin'],
    [seller, 'user'],
  ] as const) {
    const who = ['--email', user.email, '--name', role, '--role', role];
    await stack.runToEnd([...server, 'lib/auth/create-admin.ts', ...who], user.password);
  }
  await stack.runToEnd([...server, 'lib/sync/run.ts', '--once', 'load-people', '--start']);
  await stack.startApp();
  asAdmin = await signIn(stack.appUrl, admin);
  await connectToSalesforce(asAdmin, stack.salesforceUrl, 0);
  await connectToSalesforce(await signIn(stack.appUrl, seller), stack.salesforceUrl, 1);
  const { layout } = await asAdmin.get('/api/activity-types');
  await asAdmin.send('POST', '/api/activity-types/make', { layout });
  await stack.runToEnd([...server, 'lib/sync/run.ts', '--once', 'make-activity-types']);
  const { switches } = await asAdmin.get('/api/settings/deliveries');
  const offered = (switches as { destination: string; kind: string; offered: boolean }[]).filter((one) => one.offered);
  const on = offered.map(({ destination, kind }) => ({ destination, kind, on: true }));
  await asAdmin.send('PUT', '/api/settings/deliveries', { switches: on });
  people = await stack.sql<Person[]>`
    select marketo_id::int as id, coalesce(sfdc_contact_id, sfdc_lead_id) as record from people
    where state = 'active' order by marketo_id limit 40`;
  expect(people).toHaveLength(40);
});

test.afterAll(() => stack.close());

test(`${kills} kills lose nothing, double nothing, and what is there is what the ledger says (KILL_SEED=${seed})`, async () => {
  test.setTimeout(900_000);
  await letThingsGoWrong();
  const workers = [startWorker(), startWorker()];
  let random = seed;
  let told = 0;
  let struck = 0;
  for (let kill = 0; kill < kills; kill++) {
    let toldAt = new Date();
    for (let n = 0; n < activities / batch / kills; n++) {
      toldAt = new Date();
      told = await tell(told);
      // Many calls rather than few large ones: each may be refused, and each answer may get lost.
      await expect.poll(() => takenSince(toldAt), { timeout: 120_000, intervals: [20] }).toBeGreaterThan(0);
    }
    random = (Math.imul(random, 1_103_515_245) + 12_345) >>> 0;
    await new Promise((resolve) => setTimeout(resolve, random % 200)); // the moment of death is the experiment
    const victim = kill % workers.length;
    await stack.kill(workers[victim] as ChildProcess);
    struck += await onTheirWaySince(toldAt);
    workers[victim] = startWorker();
  }
  await stack.marketo('DELETE', 'faults');
  await stack.salesforce('DELETE', 'faults');
  await expect.poll(letGoAgain, { timeout: 600_000, intervals: [2_000] }).toBe(0);

  const rows = await stack.sql<Row[]>`
    select d.destination, d.key, d.state, d.reason, d.remote_id as "remoteId", a.kind
    from deliveries d join sales_activities a on a.id = d.sales_activity_id`;
  expect(rows.filter(({ destination }) => destination === 'marketo')).toHaveLength(activities);
  const isWanted = ({ destination, kind }: Row) => destination === 'marketo' || kind !== 'campaign-added';
  const notThere = rows.filter((row) => row.state !== (isWanted(row) ? 'confirmed' : 'skipped'));
  expect(notThere.map(({ destination, kind, state, reason }) => [destination, kind, state, reason])).toEqual([]);
  await expectTheSameIn('marketo', rows, await inMarketo());
  const tasks = rows.filter((row) => isWanted(row) && row.kind !== 'email-opened');
  await expectTheSameIn('salesforce', tasks, await inSalesforce());
  // Else nothing was at stake.
  expect(struck, 'deliveries that were on their way when a worker died').toBeGreaterThan(0);
  expect(await answersLost(), 'answers that got lost').toBeGreaterThan(3);
  expectNoSecrets(stack.logs());
});

function startWorker() {
  return stack.start([...server, 'lib/sync/run.ts']);
}

/** Answers get lost after the fact; calls and rows are refused. Each with a chance of its own, from its own seed. */
async function letThingsGoWrong() {
  const writes = { marketo: 'activities/external.json', salesforce: '/composite/sobjects' };
  // What failed goes together with what came meanwhile: there are but some 30 calls to each.
  const often = { probability: 0.25, seed };
  const seldom = (n: number) => ({ probability: 0.03, seed: seed + n });
  const faults = {
    marketo: [
      { match: writes.marketo, ...often, effect: 'reset-after' },
      ...['601', '606', '611'].map((code, n) => ({ match: writes.marketo, ...seldom(n), effect: { code } })),
      { match: writes.marketo, ...seldom(4), effect: { status: 503 } },
      { match: writes.marketo, ...seldom(5), effect: { status: 403 } },
    ],
    salesforce: [
      { match: writes.salesforce, ...often, seed: seed + 2, effect: 'reset-after' },
      { ...seldom(1), effect: { code: 'INVALID_SESSION_ID' } },
      { ...seldom(2), effect: { status: 503 } },
      { ...seldom(3), effect: { status: 403 } },
      {
        match: writes.salesforce,
        probability: 0.1,
        seed: seed + 4,
        effect: { rowCode: 'UNABLE_TO_LOCK_ROW', chance: 0.2 },
      },
    ],
  };
  for (const fault of faults.marketo) await stack.marketo('POST', 'faults', fault);
  for (const fault of faults.salesforce) await stack.salesforce('POST', 'faults', fault);
}

/** Reports the next batch of activities, half of them for the seller, as a mail plug-in would. Answers how many by now. */
async function tell(from: number): Promise<number> {
  const rows = Array.from({ length: batch }, (_, n) => activity(from + n));
  const { results } = await asAdmin.send('POST', '/api/sales-activities', { activities: rows });
  expect(results.map(({ outcome }: { outcome: string }) => outcome)).toEqual(rows.map(() => 'recorded'));
  return from + batch;
}

function activity(n: number) {
  const kind = kinds[n % kinds.length];
  // What happens to a mail happens to the one that was sent two or six rows before, with the same person and seller.
  const mail = { 'email-replied': n - 2, 'email-opened': n - 2 }[kind ?? ''] ?? n;
  const subject = { emailId: `mail ${mail}`, emailSubject: `Subject ${mail}` };
  const payloads: Record<string, object> = {
    call: { status: 'completed', outcome: null, notes: `Call ${n}` },
    'campaign-added': { campaignId: 'c1', campaignName: 'Spring' },
  };
  return {
    kind,
    key: `told-${n}`,
    person: { marketoId: people[mail % people.length]?.id },
    occurredAt: new Date().toISOString(),
    seller: mail % 2 === 0 ? admin.email : seller.email,
    payload: payloads[kind ?? ''] ?? subject,
  };
}

async function takenSince(moment: Date): Promise<number> {
  const [row] = await stack.sql`select count(*)::int as n from deliveries where sent_at >= ${moment}`;
  return row?.n;
}

async function onTheirWaySince(moment: Date): Promise<number> {
  const [row] = await stack.sql`
    select count(*)::int as n from deliveries where state = 'sending' and sent_at >= ${moment}`;
  return row?.n;
}

async function answersLost(): Promise<number> {
  type Call = { code: string | null };
  const calls = [...(await stack.marketo<Call[]>('GET', 'calls')), ...(await stack.salesforce<Call[]>('GET', 'calls'))];
  return calls.filter(({ code }) => code === 'reset-after').length;
}

/** How many are not settled; an admin looks at Diagnostics, lets everything go again, and waits for no pause. */
async function letGoAgain(): Promise<number> {
  const { problems } = await asAdmin.get('/api/diagnostics');
  for (const { id } of problems)
    await asAdmin.send('POST', `/api/diagnostics/${id}/retry`, undefined).catch((error: Error) => {
      // It may have closed by itself meanwhile.
      if (!error.message.includes('409')) throw error;
    });
  for (const destination of ['marketo', 'salesforce'])
    await asAdmin.send('POST', `/api/sync/jobs/deliver-to-${destination}/run`, undefined);
  const [row] = await stack.sql`select count(*)::int as n from deliveries where state not in ('confirmed', 'skipped')`;
  return row?.n;
}

type There = { id: string; key: string | undefined; person: string };

async function inMarketo(): Promise<There[]> {
  type Activity = { seq: number; leadId: number; typeId: number; detail: { attributes: [string, string][] } };
  const rows = await stack.marketo<Activity[]>('POST', 'world/activities', { args: [] });
  return rows
    .filter(({ typeId }) => typeId > 100_000)
    .map(({ seq, leadId, detail }) => ({
      id: `${seq}`,
      key: detail.attributes.find(([name]) => name === 'External Activity ID')?.[1],
      person: `${leadId}`,
    }));
}

async function inSalesforce(): Promise<There[]> {
  type Task = { Id: string; WhoId: string; Description: string };
  const rows = await stack.salesforce<Task[]>('POST', 'world/records', { args: ['Task'] });
  return rows
    .map(({ Id, WhoId, Description }) => ({ id: Id, key: /\[sa:([^\]]+)\]/.exec(Description)?.[1], person: WhoId }))
    .filter(({ key }) => key !== undefined);
}

/** Each delivery there once, under the id that the ledger knows, with its person; and nothing else. */
async function expectTheSameIn(destination: 'marketo' | 'salesforce', rows: Row[], there: There[]) {
  const persons = await stack.sql<{ key: string; id: number }[]>`
    select d.key, a.marketo_id::int as id from deliveries d join sales_activities a on a.id = d.sales_activity_id`;
  const recordOf = new Map(people.map(({ id, record }) => [id, destination === 'marketo' ? `${id}` : record]));
  const personOf = new Map(persons.map(({ key, id }) => [key, recordOf.get(id)]));
  const wanted = rows
    .filter((row) => row.destination === destination)
    .map(({ key, remoteId }) => ({ id: remoteId, key, person: personOf.get(key) }));
  const byKey = (one: { key?: string }, other: { key?: string }) => (one.key ?? '').localeCompare(other.key ?? '');
  expect(there.toSorted(byKey)).toEqual(wanted.toSorted(byKey));
}

/** Neither what we were given to keep nor what the providers handed out. */
function expectNoSecrets(logs: string) {
  const { AUTH_SECRET, CRON_SECRET, ENCRYPTION_KEY, MARKETO_CLIENT_SECRET, SALESFORCE_CLIENT_SECRET } = stack.env;
  const given = [AUTH_SECRET, CRON_SECRET, ENCRYPTION_KEY, MARKETO_CLIENT_SECRET, SALESFORCE_CLIENT_SECRET];
  for (const secret of [...given, admin.password, seller.password]) expect(logs).not.toContain(secret);
  const tokens = [/00D\w{12}!\S+/, /5Aep\S+/, /[0-9a-f-]{36}:\w{2}\b/, /Bearer \S+/, /access_token["=:]+[^*"\s]{8}/];
  for (const token of tokens) expect(logs).not.toMatch(token);
  expect(logs.split('\n').length).toBeGreaterThan(500);
}
