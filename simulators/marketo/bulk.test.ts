import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type MarketoSimulator, startMarketo } from './index';
import type { MarketoSimulatorOptions } from './options';
import { createTestClient, type TestClient, type Wire } from './test-client';

const startAt = new Date('2026-11-02T10:00:00Z');
const today = { startAt: '2026-11-02T00:00:00Z', endAt: '2026-11-02T23:59:59Z' };
const at = '/bulk/v1/leads/export';
let simulator: MarketoSimulator;
let client: TestClient;

async function start(options: MarketoSimulatorOptions = {}) {
  simulator = await startMarketo({
    startAt,
    bulk: { queuedForMs: 60_000, processingForMs: 60_000, statusEveryMs: 60_000 },
    ...options,
  });
  client = createTestClient(simulator);
}
beforeEach(() => start());
afterEach(() => simulator.close());

const create = (filter: unknown, more: Wire = {}) =>
  client.post(`${at}/create.json`, { fields: ['id', 'firstName', 'lastName'], format: 'CSV', filter, ...more });
const enqueue = (id: string) => client.send(`${at}/${id}/enqueue.json`, { method: 'POST' });
const status = async (id: string) => (await client.get(`${at}/${id}/status.json`)).result[0];
const codeOf = async (answer: Promise<Wire>) => (await answer).errors?.[0].code;

async function startedJob(more: Wire = {}): Promise<string> {
  const id: string = (await create({ createdAt: today }, more)).result[0].exportId;
  await enqueue(id);
  return id;
}

describe('P0 7: bulk lead extract', () => {
  test('runs from Created to Completed by the clock and gives a file with its checksum', async () => {
    const id = simulator.world.createLead({ firstName: 'Zoë, "Z"', lastName: null });
    const created = (await create({ createdAt: today })).result[0];
    expect(created).toEqual({
      exportId: expect.any(String),
      format: 'CSV',
      status: 'Created',
      createdAt: '2026-11-02T10:00:00Z',
    });
    expect((await enqueue(created.exportId)).json.result[0]).toMatchObject({
      status: 'Queued',
      queuedAt: expect.any(String),
    });
    const early = await client.send(`${at}/${created.exportId}/file.json`);
    expect([early.status, early.headers.get('content-type')]).toEqual([404, 'text/plain']);

    simulator.clock.advance(60_000);
    expect(await status(created.exportId)).toMatchObject({ status: 'Processing', startedAt: '2026-11-02T10:01:00Z' });
    simulator.clock.advance(60_000);
    const done = await status(created.exportId);
    expect(done).toMatchObject({ status: 'Completed', numberOfRecords: 1 });
    const file = await client.send(`${at}/${created.exportId}/file.json`);
    expect(file.text).toBe(`id,firstName,lastName\n${id},"Zoë, ""Z""",null\n`);
    expect(file.headers.get('content-type')).toContain('text/csv');
    expect(done.fileChecksum).toBe(`sha256:${createHash('sha256').update(file.text).digest('hex')}`);
    expect(done.fileSize).toBe(Buffer.byteLength(file.text));
  });

  test('a range of the file is HTTP 206 with its place', async () => {
    simulator.world.createLead({ firstName: 'Ada', lastName: 'Byron' });
    const id = await startedJob();
    simulator.clock.advance(180_000);
    const whole = (await client.send(`${at}/${id}/file.json`)).text;
    const part = await client.send(`${at}/${id}/file.json`, { headers: { range: 'bytes=3-11' } });
    expect([part.status, part.text]).toEqual([206, whole.slice(3, 12)]);
    expect(part.headers.get('content-range')).toBe(`bytes 3-11/${whole.length}`);
    expect((await client.send(`${at}/${id}/file.json`, { headers: { range: 'bytes=9999-' } })).status).toBe(416);
  });

  test('an empty extract says zero records', async () => {
    const id = await startedJob();
    simulator.clock.advance(180_000);
    expect(await status(id)).toMatchObject({ status: 'Completed', numberOfRecords: 0 });
  });

  test('two jobs are processed at a time, ten wait in line, the eleventh is 1029', async () => {
    const ids = [];
    for (let i = 0; i < 10; i++) ids.push(await startedJob());
    const extra = (await create({ createdAt: today })).result[0].exportId;
    expect((await enqueue(extra)).json.errors).toEqual([{ code: '1029', message: 'Too many jobs in queue' }]);
    simulator.clock.advance(60_000);
    const { result } = await client.get(`${at}.json?status=Processing,Queued`);
    expect(result.filter((job: Wire) => job.status === 'Processing')).toHaveLength(2);
    expect(result).toHaveLength(10);
    expect((await enqueue(ids[9] ?? '')).json.errors).toEqual([{ code: '1029', message: 'Job already queued' }]);
  });

  test('the byte quota of the day stops new jobs', async () => {
    await simulator.close();
    await start({
      limits: { bulkQuotaBytes: 10 },
      bulk: { queuedForMs: 1000, processingForMs: 1000, statusEveryMs: 1000 },
    });
    await startedJob();
    simulator.clock.advance(5000);
    const next = (await create({ createdAt: today })).result[0].exportId;
    expect((await enqueue(next)).json.errors[0]).toMatchObject({
      code: '1029',
      message: expect.stringContaining('Export daily quota'),
    });
  });

  test('one filter only, at most 31 days, no milliseconds, both ends inside', async () => {
    expect(await codeOf(create({}))).toBe('1003');
    expect(await codeOf(create({ createdAt: today, updatedAt: today }))).toBe('1003');
    expect(
      await codeOf(create({ createdAt: { startAt: '2026-10-01T00:00:00Z', endAt: '2026-11-02T00:00:00Z' } })),
    ).toBe('1003');
    expect(await codeOf(create({ createdAt: { ...today, startAt: '2026-11-02T00:00:00.000Z' } }))).toBe('1003');
    expect(await codeOf(create({ createdAt: today }, { fields: ['nope'] }))).toBe('1003');
    simulator.world.createLead({ lastName: 'Edge' });
    const instant = { startAt: '2026-11-02T10:00:00Z', endAt: '2026-11-02T10:00:00Z' };
    const id = (await create({ createdAt: instant })).result[0].exportId;
    await enqueue(id);
    simulator.clock.advance(180_000);
    expect(await status(id)).toMatchObject({ numberOfRecords: 1 });
  });

  test('filters this instance cannot do are 1035', async () => {
    await simulator.close();
    await start({ capabilities: { updatedAtFilter: false, smartLists: false } });
    expect(await codeOf(create({ updatedAt: today }))).toBe('1035');
    expect(await codeOf(create({ smartListId: 1001 }))).toBe('1035');
    expect(await codeOf(create({ staticListId: 1 }))).toBe('1013');
  });

  test('the smart list of owned people holds just these', async () => {
    const { world } = simulator;
    world.createLead({ lastName: 'Nobody’s' });
    const owned = world.createLead({ sfdcLeadId: '00Q5f00000000ABEAA', sfdcLeadOwnerId: '0055f000000001XAAQ' });
    const id = (await create({ smartListId: 1001 }, { fields: ['id'] })).result[0].exportId;
    await enqueue(id);
    simulator.clock.advance(180_000);
    await status(id);
    expect((await client.send(`${at}/${id}/file.json`)).text).toBe(`id\n${owned}\n`);
  });

  test('a job can fail with its reason, and a completed one can lose its file', async () => {
    const failed = await startedJob();
    simulator.bulk.spoil(failed, { failWith: 'System error' });
    expect(await status(failed)).toMatchObject({ status: 'Failed', errorMsg: 'System error' });
    const lost = await startedJob();
    simulator.clock.advance(180_000);
    expect(await status(lost)).toMatchObject({ status: 'Completed' });
    simulator.bulk.spoil(lost, 'lose-file');
    expect(await status(lost)).toMatchObject({ status: 'Completed' });
    expect((await client.send(`${at}/${lost}/file.json`)).status).toBe(404);
  });

  test('a queued job can be cancelled, a finished one not', async () => {
    const id = await startedJob();
    expect((await client.send(`${at}/${id}/cancel.json`, { method: 'POST' })).json.result[0].status).toBe('Cancelled');
    const finished = await startedJob();
    simulator.clock.advance(180_000);
    expect((await client.send(`${at}/${finished}/cancel.json`, { method: 'POST' })).json.errors[0].code).toBe('1003');
  });
});
