import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Clock } from '@/lib/clock';
import { openLimiter } from '@/lib/test/open-limiter';
import { type MarketoSimulator, startMarketo } from '@/simulators/marketo';
import type { MarketoSimulatorOptions } from '@/simulators/marketo/options';
import type { WireLead } from './api-types';
import { downloadLeadExport, readBulkLeads } from './bulk-file';
import { createMarketoClient, type MarketoClient } from './client';
import { needsNewExport } from './errors';
import { fieldMappingFromDescription, wireFieldsOf } from './field-mapping';
import { hasSalesOwner, personFromLead } from './map-people';
import { createTransport } from './transport';

const startAt = new Date('2026-11-23T12:00:00Z');
const minute = 60_000;
const thisMonth = { kind: 'created-at', from: new Date('2026-11-01T00:00:00.500Z'), to: startAt } as const;

let marketo: MarketoSimulator;
let client: MarketoClient;
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'bulk-client-'));
  await start();
});
afterEach(async () => {
  await marketo.close();
  await rm(directory, { recursive: true, force: true });
});

describe('an export', () => {
  test('brings the same people as REST, whatever happens on the way', async () => {
    marketo.world.seedPeople({ count: 800, seed: 5 });
    const mapping = fieldMappingFromDescription(await client.describeLeads());
    const fields = wireFieldsOf(mapping);
    for (const verb of ['create', 'enqueue', 'status']) {
      marketo.faults.add({ match: `${verb}.json`, nth: 1, effect: 'html-502' });
      marketo.faults.add({ match: `${verb}.json`, nth: 2, effect: 'expire-token' });
    }
    marketo.faults.add({ match: 'enqueue.json', nth: 3, effect: 'reset-after' });
    marketo.faults.add({ match: 'file.json', nth: 1, effect: 'truncate' });
    marketo.faults.add({ match: 'file.json', nth: 2, effect: 'expire-token' });

    const exportId = await client.createLeadExport({ fields, filter: { kind: 'smart-list', id: 1001 } });
    await client.enqueueLeadExport(exportId);
    const leadExport = await completed(exportId);
    const stored = await downloadLeadExport({ client, leadExport, directory });
    const leads = await everyLead(stored.path);
    expect(leads).toHaveLength(leadExport.numberOfRecords ?? -1);

    const people = (read: WireLead[]) =>
      read
        .map((lead) => personFromLead(lead, mapping, startAt))
        .filter((person) => hasSalesOwner(person, { mode: 'auto', contactsAlwaysOwned: true }).owned)
        .sort((a, b) => a.marketoId - b.marketoId);
    const ids = leads.map((lead) => lead.id);
    const rest: WireLead[] = [];
    for (let at = 0; at < ids.length; at += 300) {
      rest.push(...(await client.getLeadsById({ ids: ids.slice(at, at + 300), fields })));
    }
    expect(people(leads)).toEqual(people(rest));
    expect(people(leads).map((person) => person.marketoId)).toEqual(marketo.world.eligible().map((p) => p.marketoId));
    expect(marketo.unknownRequests).toEqual([]);
  });

  test('with a byte order mark, NUL bytes and quotes that nobody doubled holds the same texts', async () => {
    await marketo.close();
    await start({ quirks: { csvBom: true, csvNulBytes: true, csvStrayQuotes: true } });
    const names = ['Ada, "the first" programmer', 'Zoë', 'two\nlines', '漢字, \u2028', 'plain'];
    const ids = names.map((lastName) => marketo.world.createLead({ firstName: 'F', lastName }));
    const exportId = await client.createLeadExport({ fields: ['lastName', 'id'], filter: thisMonth });
    await client.enqueueLeadExport(exportId);
    const leadExport = await completed(exportId);
    const stored = await downloadLeadExport({ client, leadExport, directory });
    expect(await everyLead(stored.path)).toEqual(ids.map((id, i) => ({ id, lastName: names[i] })));
  });

  test('whose file is not what its checksum says is dropped', async () => {
    marketo.world.createLead({ lastName: 'Byron' });
    const exportId = await queued();
    marketo.bulk.spoil(exportId, 'wrong-checksum');
    const leadExport = await completed(exportId);
    const failure = await downloadLeadExport({ client, leadExport, directory }).catch((error) => error);
    expect(needsNewExport(failure)).toBe(true);
    expect(await readdir(directory)).toEqual([]);
  });

  test('is created, queued, processed and completed, with its size and checksum', async () => {
    marketo.world.createLead({ lastName: 'Byron' });
    const exportId = await client.createLeadExport({ fields: ['id', 'lastName'], filter: thisMonth });
    expect(await client.getLeadExport(exportId)).toMatchObject({ status: 'Created', checksum: null });
    await client.enqueueLeadExport(exportId);
    expect(await client.getLeadExport(exportId)).toMatchObject({ status: 'Queued', fileSizeBytes: null });
    marketo.clock.advance(minute);
    expect(await client.getLeadExport(exportId)).toMatchObject({ status: 'Processing', startedAt: expect.any(Date) });
    marketo.clock.advance(minute);
    expect(await client.getLeadExport(exportId)).toMatchObject({
      status: 'Completed',
      numberOfRecords: 1,
      fileSizeBytes: expect.any(Number),
      checksum: expect.stringMatching(/^[0-9a-f]{64}$/),
      finishedAt: expect.any(Date),
    });
  });

  test('that was queued before is no failure to queue', async () => {
    const exportId = await queued();
    await client.enqueueLeadExport(exportId);
    expect(await client.getLeadExport(exportId)).toMatchObject({ status: 'Queued' });
  });

  test('that failed says why, as an answer', async () => {
    const exportId = await queued();
    marketo.bulk.spoil(exportId, { failWith: 'Export exceeded its limits' });
    expect(await client.getLeadExport(exportId)).toMatchObject({
      status: 'Failed',
      errorMessage: 'Export exceeded its limits',
    });
  });

  test('that completed and lost its file asks for a new one', async () => {
    marketo.world.createLead({ lastName: 'Byron' });
    const exportId = await queued();
    const leadExport = await completed(exportId);
    marketo.bulk.spoil(exportId, 'lose-file');
    const failure = await downloadLeadExport({ client, leadExport, directory }).catch((error) => error);
    expect(needsNewExport(failure)).toBe(true);
  });

  test('is listed with the others and can be cancelled', async () => {
    const [first, second] = [await queued(), await queued()];
    await client.cancelLeadExport(first);
    const listed = await client.getLeadExports();
    expect(listed.map(({ exportId, status }) => [exportId, status])).toEqual([
      [first, 'Cancelled'],
      [second, 'Queued'],
    ]);
  });
});

describe('Marketo refuses', () => {
  test('an eleventh export in the queue: later, in a minute', async () => {
    for (let n = 0; n < 10; n++) await queued();
    await expect(queued()).rejects.toMatchObject({ kind: 'throttled', remoteCode: '1029', retryAfterMs: minute });
  });

  test('more bytes than the day has: at midnight US Central Time', async () => {
    await marketo.close();
    await start({ limits: { bulkQuotaBytes: 1 } });
    marketo.world.createLead({ lastName: 'Byron' });
    await completed(await queued());
    await expect(queued()).rejects.toMatchObject({
      kind: 'quota',
      remoteCode: '1029',
      retryAfterMs: new Date('2026-11-24T06:00:00Z').getTime() - marketo.clock.now().getTime(),
    });
  });

  test.each([
    { kind: 'smart-list', id: 1001 },
    { kind: 'updated-at', from: startAt, to: startAt },
  ] as const)('a filter this instance does not have: $kind', async (filter) => {
    await marketo.close();
    await start({ capabilities: { smartLists: false, updatedAtFilter: false } });
    await expect(client.createLeadExport({ fields: ['id'], filter })).rejects.toMatchObject({
      kind: 'rejected',
      remoteCode: '1035',
    });
  });

  test('a list, a field or an export it does not know', async () => {
    const unknown = { kind: 'static-list', id: 4711 } as const;
    await expect(client.createLeadExport({ fields: ['id'], filter: unknown })).rejects.toMatchObject({
      kind: 'rejected',
    });
    await expect(client.createLeadExport({ fields: ['id', 'nope'], filter: thisMonth })).rejects.toMatchObject({
      kind: 'rejected',
      remoteCode: '1003',
      message: expect.stringContaining('nope'),
    });
    await expect(client.getLeadExport('no-such-export')).rejects.toMatchObject({ kind: 'rejected' });
  });

  test('every call once the quota of calls is out', async () => {
    marketo.faults.add({ match: '/bulk/', times: 9, effect: { code: '607' } });
    await expect(client.createLeadExport({ fields: ['id'], filter: thisMonth })).rejects.toMatchObject({
      kind: 'quota',
      remoteCode: '607',
    });
  });
});

async function start(options: MarketoSimulatorOptions = {}) {
  const bulk = { queuedForMs: minute, processingForMs: minute, statusEveryMs: minute };
  marketo = await startMarketo({ startAt, bulk, ...options });
  const clock: Clock = { now: marketo.clock.now, sleep: async (ms) => marketo.clock.advance(ms) };
  const { url: baseUrl, clientId, clientSecret } = marketo;
  const transport = createTransport({ baseUrl, clientId, clientSecret, limiter: openLimiter(), clock });
  client = createMarketoClient({ transport, lane: 'loads' });
}

async function queued(): Promise<string> {
  const exportId = await client.createLeadExport({ fields: ['id', 'lastName'], filter: thisMonth });
  await client.enqueueLeadExport(exportId);
  return exportId;
}

async function completed(exportId: string) {
  for (let polls = 0; polls < 10; polls++) {
    const leadExport = await client.getLeadExport(exportId);
    if (leadExport.status === 'Completed') return leadExport;
    marketo.clock.advance(minute);
  }
  throw new Error('the export did not complete');
}

async function everyLead(file: string): Promise<WireLead[]> {
  const leads: WireLead[] = [];
  for (let fromByte: number | null = 0; fromByte !== null; ) {
    const part = await readBulkLeads({ path: file, fromByte, atMost: 77 });
    expect(part.unreadable).toBe(0);
    leads.push(...part.leads);
    fromByte = part.nextByte;
  }
  return leads;
}
