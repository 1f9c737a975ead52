import { beforeEach, describe, expect, it } from 'vitest';
import { selectUnknownDeliveries } from '@/db/queries/deliveries';
import { upsertPeople } from '@/db/queries/people-sync';
import { testDatabase } from '@/db/test/database';
import type { Actor } from '../auth/model';
import type { DeliveryFailure } from '../deliveries/model';
import { settle } from '../sync/deliver';
import type { JobName } from '../sync/model';
import { aReading } from '../test/builders';
import { manualClock } from '../test/clock';
import { inlineQueue, testCtx } from '../test/context';
import { deliver, type Fate, recordOne, switchOn } from '../test/deliveries';
import { aSeller } from '../test/sellers';
import { DiagnosticsQuery, DiagnosticsView, ProblemPage, ProblemQuery } from './contract';
import { closedShownMs } from './model';
import { countProblems, readDiagnostics, readProblem, retryProblem } from './service';

const clock = manualClock('2026-03-01T12:00:00Z');
let database: Awaited<ReturnType<typeof testDatabase>>;
let admin: Actor;
let ann: Actor;
let bob: Actor;
let woken: JobName[] = [];

// Problems are everybody's, so each test has a world of its own.
beforeEach(async () => {
  database = await testDatabase();
  admin = await aSeller(database.db, { role: 'admin' });
  [ann, bob] = [await aSeller(database.db), await aSeller(database.db)];
  await upsertPeople(
    database.db,
    [1, 2, 3].map((marketoId) => aReading({ marketoId, firstName: `Person ${marketoId}` })),
  );
  await switchOn(as(admin), ['call']);
  clock.advance(1_000);
  woken = [];
  return () => database.close();
});

const as = (actor: Actor | null) => ({
  ...testCtx({ database, clock }),
  clock,
  actor,
  queue: { ...inlineQueue, send: async (job: JobName) => void woken.push(job) },
});
const diagnostics = async (actor: Actor, query: Record<string, unknown> = {}) => {
  const view = await readDiagnostics(as(actor), DiagnosticsQuery.parse(query));
  expect(DiagnosticsView.parse(view)).toEqual(view);
  return view;
};
const cases = async (actor: Actor, id: string, query: Record<string, unknown> = {}) => {
  const page = await readProblem(as(actor), id, ProblemQuery.parse(query));
  expect(ProblemPage.parse(page)).toEqual(page);
  return page;
};
const call = (actor: Actor, marketoId: number) => recordOne(as(admin), { userId: actor.userId, marketoId });

const rule = {
  kind: 'forbidden',
  code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
  message: 'Give a next step, =cmd() <img onerror=alert(1)>',
  detail: 'Next step',
} as const satisfies DeliveryFailure;
const locked = {
  kind: 'unavailable',
  code: 'UNABLE_TO_LOCK_ROW',
  message: 'unable to obtain exclusive access',
} as const;
const refused = (failure: DeliveryFailure): Fate => ({ to: 'rejected', failure });
const there: Fate = { to: 'confirmed', remoteId: '00T5g00000AbCdEAAV' };
const toSalesforce = (fate: Fate) => deliver(as(admin), 'salesforce', () => fate);

/** What the only problem is, as this actor sees it. */
async function onlyProblem(actor: Actor) {
  const { problems } = await diagnostics(actor);
  const [problem, another] = problems;
  if (!problem || another) throw new Error(`${problems.length} problems are open.`);
  return problem;
}

describe('why deliveries fail', () => {
  it('is nothing where nothing failed', async () => {
    await call(ann, 1);
    expect(await diagnostics(admin)).toEqual({
      asOf: clock.now().toISOString(),
      problems: [],
      totals: [],
      retries: [],
    });
    expect(await countProblems(as(admin))).toEqual({ open: 0 });
  });

  it('is told once for each cause, with what it stops', async () => {
    await call(ann, 1);
    await call(ann, 2);
    await call(bob, 2);
    const since = clock.now();
    await toSalesforce(refused(rule));
    const problem = await onlyProblem(admin);
    expect(problem).toMatchObject({
      destination: 'salesforce',
      code: rule.code,
      detail: 'Next step',
      message: rule.message,
      cause: { title: 'A validation rule of the org refuses the task', category: 'access', solver: 'salesforce-admin' },
      closedAt: null,
      deliveries: 3,
      people: 2,
      sellers: 2,
      stopped: 3,
      nextAt: null,
      next: 'All wait for a person: try again once the cause is removed.',
    });
    expect(Date.parse(problem.since)).toBeGreaterThan(since.getTime());
    expect(await countProblems(as(admin))).toEqual({ open: 1 });
  });

  it('is told apart by code and detail, and says which are tried again by themselves and when', async () => {
    await call(ann, 1);
    await toSalesforce(refused(rule));
    await call(ann, 2);
    await toSalesforce(refused({ ...rule, detail: 'Budget' }));
    await call(ann, 3);
    await call(ann, 3);
    await toSalesforce({ to: 'queued', failure: locked });
    const { problems, totals } = await diagnostics(admin);
    expect(problems.map(({ code, detail, deliveries, stopped }) => [code, detail, deliveries, stopped])).toEqual([
      [locked.code, '', 2, 0],
      [rule.code, 'Next step', 1, 1],
      [rule.code, 'Budget', 1, 1],
    ]);
    expect(problems[0]).toMatchObject({
      nextAt: new Date(clock.now().getTime() + 60_000).toISOString(),
      next: 'All are tried again by themselves.',
    });
    expect(problems[0]?.cause.solver).toBe('nobody');
    expect(totals).toEqual([
      { category: 'access', destination: 'salesforce', problems: 2, deliveries: 2 },
      { category: 'intermittent', destination: 'salesforce', problems: 1, deliveries: 2 },
    ]);
    const intermittent = await diagnostics(admin, { category: 'intermittent' });
    expect(intermittent.problems.map(({ code }) => code)).toEqual([locked.code]);
    expect(intermittent.totals).toEqual(totals);
    expect((await diagnostics(admin, { destination: 'marketo' })).problems).toEqual([]);
  });
});

it('is somebody’s job once what should have passed was given up', async () => {
  await call(ann, 1);
  await toSalesforce(refused(locked));
  expect(await onlyProblem(admin)).toMatchObject({
    stopped: 1,
    cause: { category: 'intermittent', solver: 'admin', remedy: expect.stringContaining('again and again in vain') },
  });
});

describe('a seller', () => {
  it('sees what stops own deliveries, with own counts and own words only', async () => {
    await call(ann, 1);
    await toSalesforce(refused({ ...rule, message: 'about Ann’s' }));
    await call(bob, 2);
    await call(bob, 3);
    await toSalesforce(refused({ ...rule, message: 'about Bob’s' }));
    await call(bob, 3);
    await toSalesforce(refused({ ...rule, detail: 'Bob’s alone' }));
    expect(await onlyProblem(ann)).toMatchObject({ deliveries: 1, people: 1, sellers: 1, message: 'about Ann’s' });
    const { problems } = await diagnostics(bob);
    expect(problems.map(({ detail, deliveries, message }) => [detail, deliveries, message])).toEqual([
      ['Next step', 2, 'about Bob’s'],
      ['Bob’s alone', 1, rule.message],
    ]);
    expect((await diagnostics(admin)).problems.map(({ deliveries }) => deliveries)).toEqual([3, 1]);
    expect((await diagnostics(admin, { seller: ann.userId })).problems.map(({ deliveries }) => deliveries)).toEqual([
      1,
    ]);
    const bobs = problems.find(({ detail }) => detail === 'Bob’s alone');
    await expect(readProblem(as(ann), bobs?.id ?? '', ProblemQuery.parse({}))).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(retryProblem(as(ann), bobs?.id ?? '', {})).rejects.toMatchObject({ code: 'not_found' });
  });

  it('cannot ask for what is somebody else’s, or closed', async () => {
    await expect(readDiagnostics(as(ann), DiagnosticsQuery.parse({ seller: bob.userId }))).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(readDiagnostics(as(ann), DiagnosticsQuery.parse({ state: 'closed' }))).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(readDiagnostics(as(null), DiagnosticsQuery.parse({}))).rejects.toMatchObject({
      code: 'unauthenticated',
    });
  });

  it('is not shown pages that only admins may open', async () => {
    await call(ann, 1);
    await deliver(as(admin), 'marketo', () => refused({ kind: 'forbidden', code: '603', message: 'Access denied' }));
    expect((await onlyProblem(ann)).cause.settings).toBeNull();
    expect((await onlyProblem(admin)).cause.settings).toEqual({
      href: '/settings/marketo',
      title: 'Settings › Marketo',
    });
  });
});

describe('one problem', () => {
  it('has its deliveries page by page, each once, the newest first', async () => {
    const ids: string[] = [];
    for (const [actor, person] of [
      [ann, 1],
      [bob, 2],
      [ann, 3],
      [ann, 1],
    ] as const) {
      ids.push(await call(actor, person));
    }
    await toSalesforce(refused(rule));
    const { id } = await onlyProblem(admin);
    const first = await cases(admin, id, { limit: 3 });
    const second = await cases(admin, id, { limit: 3, cursor: first.nextCursor });
    expect([first.items.length, second.items.length, second.nextCursor]).toEqual([3, 1, null]);
    const all = [...first.items, ...second.items];
    expect(all.map((one) => one.salesActivityId).sort()).toEqual(ids.sort());
    expect(all.find((one) => one.person.marketoId === 2)).toMatchObject({
      person: { name: 'Person 2 Lovelace' },
      seller: { id: bob.userId, name: bob.name },
      kind: 'call',
      state: 'rejected',
      mayRetry: true,
      record: null,
      next: expect.stringContaining('waits for a person'),
    });
    expect((await cases(ann, id)).items).toHaveLength(3);
    expect((await cases(admin, id, { seller: bob.userId })).items).toHaveLength(1);
  });
});

describe('a retry', () => {
  it('lets everything of the problem go again, once each, and wakes the job', async () => {
    await call(ann, 1);
    await call(bob, 2);
    await toSalesforce(refused(rule));
    await call(ann, 3);
    await toSalesforce({ to: 'queued', failure: rule });
    const { id } = await onlyProblem(admin);
    expect(await retryProblem(as(admin), id, {})).toEqual({ deliveries: 3 });
    expect(woken).toEqual(['deliver-to-salesforce']);
    expect(await onlyProblem(admin)).toMatchObject({ deliveries: 3, stopped: 0, nextAt: clock.now().toISOString() });
    expect(await toSalesforce(there)).toHaveLength(3);
  });

  it('tells how many went through, were refused again or wait, and who did it', async () => {
    await call(ann, 1);
    await call(ann, 2);
    await call(bob, 3);
    await toSalesforce(refused(rule));
    const { id } = await onlyProblem(admin);
    await retryProblem(as(admin), id, {});
    const progress = async (actor: Actor) => (await diagnostics(actor)).retries;
    const begun = { through: 0, failedAgain: 0, notWanted: 0 };
    expect(await progress(admin)).toMatchObject([{ ...begun, problemId: id, by: admin.name, total: 3, waiting: 3 }]);
    expect(await progress(bob)).toMatchObject([{ ...begun, total: 1, waiting: 1 }]);
    await deliver(as(admin), 'salesforce', ({ activity }) => (activity.marketoId === 2 ? refused(rule) : there));
    expect(await progress(admin)).toMatchObject([{ total: 3, through: 2, failedAgain: 1, waiting: 0 }]);
    expect(await onlyProblem(admin)).toMatchObject({ deliveries: 1, stopped: 1 });
    clock.advance(11 * 60_000);
    expect(await progress(admin)).toEqual([]);
  });

  it('of a seller leaves those of others alone', async () => {
    await call(ann, 1);
    await call(bob, 2);
    await toSalesforce(refused(rule));
    const { id } = await onlyProblem(ann);
    expect(await retryProblem(as(ann), id, {})).toEqual({ deliveries: 1 });
    const states = (await cases(admin, id)).items.map((one) => [one.seller.name, one.state]);
    expect(states.sort()).toEqual([
      [ann.name, 'queued'],
      [bob.name, 'rejected'],
    ]);
    await expect(retryProblem(as(ann), id, { seller: bob.userId })).rejects.toMatchObject({ code: 'forbidden' });
    expect(await retryProblem(as(admin), id, { seller: bob.userId })).toEqual({ deliveries: 1 });
  });

  it('looks for what was looked for in vain before anything is sent again', async () => {
    await call(ann, 1);
    await toSalesforce({ to: 'unknown', failure: { kind: 'unknown', code: 'ECONNRESET', message: 'reset' } });
    clock.advance(120_000);
    const lost = { kind: 'unknown', code: 'LOOKED_IN_VAIN', message: 'not found' } as const;
    const due = { destination: 'salesforce', now: clock.now(), limit: 10 } as const;
    await database.db.transaction(async (tx) => {
      const found = await selectUnknownDeliveries(tx, due);
      const settlements = found.map(
        ({ delivery: { key, claims } }) => ({ key, claims, from: 'unknown', to: 'stuck', failure: lost }) as const,
      );
      await settle(tx, { destination: 'salesforce', settlements, at: clock.now() });
    });
    const { id } = await onlyProblem(ann);
    expect((await cases(ann, id)).items).toMatchObject([{ state: 'stuck', mayRetry: true }]);
    expect(await retryProblem(as(ann), id, {})).toEqual({ deliveries: 1 });
    expect(woken).toEqual(['deliver-to-salesforce']);
    expect((await cases(ann, id)).items).toMatchObject([{ state: 'unknown' }]);
  });

  it('is refused where nothing is left, and leaves no trace', async () => {
    await call(ann, 1);
    await toSalesforce(refused(rule));
    const { id } = await onlyProblem(admin);
    await retryProblem(as(admin), id, {});
    await toSalesforce(there);
    clock.advance(11 * 60_000);
    await expect(retryProblem(as(admin), id, {})).rejects.toMatchObject({ code: 'conflict' });
    expect((await diagnostics(admin)).retries).toEqual([]);
  });
});

describe('a problem', () => {
  it('closes by itself with its last delivery, and is shown to admins for seven days', async () => {
    await call(ann, 1);
    await toSalesforce(refused(rule));
    const { id } = await onlyProblem(admin);
    await retryProblem(as(admin), id, {});
    await toSalesforce(there);
    const closedAt = clock.now().toISOString();
    expect((await diagnostics(admin)).problems).toEqual([]);
    expect((await diagnostics(admin, { state: 'closed' })).problems).toMatchObject([
      { id, closedAt, deliveries: 0, message: rule.message },
    ]);
    expect((await cases(admin, id)).items).toEqual([]);
    await expect(readProblem(as(ann), id, ProblemQuery.parse({}))).rejects.toMatchObject({ code: 'not_found' });
    clock.advance(closedShownMs + 1);
    expect((await diagnostics(admin, { state: 'closed' })).problems).toEqual([]);
  });

  it('that comes back is a new one', async () => {
    await call(ann, 1);
    await toSalesforce({ to: 'queued', failure: locked });
    const before = await onlyProblem(admin);
    clock.advance(60_000);
    await toSalesforce(there);
    await call(ann, 2);
    await toSalesforce({ to: 'queued', failure: locked });
    expect((await onlyProblem(admin)).id).not.toBe(before.id);
    await expect(
      readDiagnostics(as(admin), DiagnosticsQuery.parse({ state: 'closed', seller: ann.userId })),
    ).rejects.toMatchObject({ code: 'bad_request', fields: { seller: expect.any(String) } });
  });
});
