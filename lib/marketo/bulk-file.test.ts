import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { manualClock } from '@/lib/test/clock';
import { openLimiter } from '@/lib/test/open-limiter';
import { hangUp, json, type Reply, type ScriptedServer, scriptedServer, text } from '@/lib/test/scripted-server';
import type { WireLead } from './api-types';
import type { LeadExport } from './bulk-client';
import { downloadLeadExport, readBulkLeads, removeLeadExport } from './bulk-file';
import { createMarketoClient } from './client';
import { needsNewExport } from './errors';
import { createTransport } from './transport';

const filePath = '/bulk/v1/leads/export/export-1/file.json';
const rows = Array.from({ length: 400 }, (_, i) => `${i + 1},"Zoë ${i}, 漢"\n`).join('');
const file = Buffer.from(`id,lastName\n${rows}`);
const refuse = (code: string, message = `words of ${code}`) => json({ success: false, errors: [{ code, message }] });

let server: ScriptedServer;
let directory: string;

beforeEach(async () => {
  server = await scriptedServer();
  server.on('/identity/oauth/token', ...['token-1', 'token-2'].map(token));
  directory = await mkdtemp(path.join(tmpdir(), 'bulk-file-'));
});
afterEach(async () => {
  await server.close();
  await rm(directory, { recursive: true, force: true });
});

describe('a file', () => {
  test('is fetched once, proved by its checksum, and readable by nobody else', async () => {
    server.on(filePath, fileFrom({}));
    const { path: stored } = await download();
    expect(await readFile(stored)).toEqual(file);
    expect((await stat(stored)).mode & 0o077).toBe(0);
    expect(await download()).toEqual({ path: stored });
    expect(requests()).toHaveLength(1);
    expect(requests()[0]?.headers['accept-encoding']).toBe('identity');
  });

  test('that is cut off goes on at the byte it had, however often', async () => {
    const cut = fileFrom({ atMostBytes: 1500 });
    server.on(filePath, cut, cut, hangUp, cut, cut, cut, fileFrom({}));
    const { path: stored } = await download();
    expect(await readFile(stored)).toEqual(file);
    expect(requests().map((r) => r.headers.range ?? 'whole')).toEqual([
      'whole',
      'bytes=1500-',
      'bytes=3000-',
      'bytes=3000-',
      'bytes=4500-',
      'bytes=6000-',
      'bytes=7500-',
    ]);
  });

  test('goes on with a new token when the old one expires on the way', async () => {
    server.on(filePath, fileFrom({ atMostBytes: 1500 }), refuse('602'), fileFrom({}));
    const { path: stored } = await download();
    expect(await readFile(stored)).toEqual(file);
    expect(requests().map((r) => r.headers.authorization)).toEqual([
      'Bearer token-1',
      'Bearer token-1',
      'Bearer token-2',
    ]);
    expect(requests()[2]?.headers.range).toBe('bytes=1500-');
  });

  test('goes on in another process behind the part that is there', async () => {
    await writeFile(path.join(directory, 'export-1.csv.part'), file.subarray(0, 2000));
    server.on(filePath, fileFrom({}));
    const { path: stored } = await download();
    expect(await readFile(stored)).toEqual(file);
    expect(requests().map((r) => r.headers.range)).toEqual(['bytes=2000-']);
  });

  test('is right as well from a server that knows no ranges', async () => {
    server.on(filePath, fileFrom({ atMostBytes: 1500 }), fileFrom({ ignoreRange: true }));
    const { path: stored } = await download();
    expect(await readFile(stored)).toEqual(file);
  });

  test('another part than the one asked for is never used', async () => {
    const wrongPart: Reply = (_, response) => {
      response.writeHead(206, { 'content-type': 'text/csv', 'content-range': `bytes 0-9/${file.length}` });
      response.end(file.subarray(0, 10));
    };
    await writeFile(path.join(directory, 'export-1.csv.part'), file.subarray(0, 2000));
    server.on(filePath, wrongPart);
    await expect(download()).rejects.toMatchObject({ kind: 'unavailable' });
    expect(await readdir(directory)).toEqual(['export-1.csv.part']);
  });

  test('with a wrong checksum is dropped, and asks for a new export', async () => {
    const damaged = Buffer.from(file);
    damaged[damaged.length - 2] = 0x58;
    server.on(filePath, fileFrom({ content: damaged }));
    const failure = await download().catch((error) => error);
    expect(failure).toMatchObject({ kind: 'unavailable', remoteCode: 'wrong-checksum' });
    expect(needsNewExport(failure)).toBe(true);
    expect(await readdir(directory)).toEqual([]);
  });

  test('that Marketo calls complete and does not have asks for a new export at once', async () => {
    const failure = await download().catch((error) => error);
    expect(failure).toMatchObject({ kind: 'gone', remoteCode: 'file-gone' });
    expect(needsNewExport(failure)).toBe(true);
    expect(requests()).toHaveLength(1);
  });

  test.each([
    ['607', 'quota'],
    ['603', 'forbidden'],
    ['1003', 'rejected'],
  ])('refused with code %s is a fault of kind %s', async (code, kind) => {
    server.on(filePath, refuse(code));
    await expect(download()).rejects.toMatchObject({ kind, remoteCode: code });
    expect(needsNewExport(await download().catch((error) => error))).toBe(false);
  });

  test('a gateway page is tried again, and is no file', async () => {
    server.on(filePath, text('<html>502</html>', 502), fileFrom({}));
    expect(await readFile((await download()).path)).toEqual(file);
  });

  test('that keeps silent half-way ends as a fault; what came stays', async () => {
    const silent: Reply = (_, response) => {
      response.writeHead(200, { 'content-type': 'text/csv', 'content-length': file.length });
      response.write(file.subarray(0, 1000));
    };
    const mute: Reply = () => {};
    server.on(filePath, silent, mute);
    await expect(download({ otherMs: 60 })).rejects.toMatchObject({ kind: 'unavailable' });
    expect((await stat(path.join(directory, 'export-1.csv.part'))).size).toBe(1000);
  });

  test('stops when it is told to', async () => {
    const stop = new AbortController();
    const half: Reply = (_, response) => {
      response.writeHead(200, { 'content-type': 'text/csv', 'content-length': file.length });
      response.write(file.subarray(0, 1000), () => stop.abort(new Error('the turn is over')));
    };
    server.on(filePath, half);
    await expect(download({ signal: stop.signal })).rejects.toThrow('the turn is over');
    expect(requests()).toHaveLength(1);
  });

  test('of nobody is not asked for', async () => {
    const { path: stored } = await download({ leadExport: { numberOfRecords: 0, fileSizeBytes: 30 } });
    expect(await readBulkLeads({ path: stored, fromByte: 0, atMost: 5 })).toEqual({
      leads: [],
      nextByte: null,
      unreadable: 0,
    });
    expect(requests()).toEqual([]);
  });

  test('is removed with its part; an id that leads elsewhere is refused', async () => {
    server.on(filePath, fileFrom({}));
    await download();
    await writeFile(path.join(directory, 'export-1.csv.part'), 'x');
    await removeLeadExport({ directory, exportId: 'export-1' });
    expect(await readdir(directory)).toEqual([]);
    await expect(removeLeadExport({ directory, exportId: '../export-1' })).rejects.toThrow(RangeError);
  });
});

describe('reading', () => {
  test.each([1, 7, 1000])('%i people at a time gives everybody once, from whatever byte it goes on', async (atMost) => {
    const stored = path.join(directory, 'export.csv');
    await writeFile(stored, file);
    const leads: WireLead[] = [];
    for (let fromByte: number | null = 0; fromByte !== null; ) {
      const part = await readBulkLeads({ path: stored, fromByte, atMost });
      expect(part.leads.length).toBeLessThanOrEqual(atMost);
      leads.push(...part.leads);
      fromByte = part.nextByte;
    }
    expect(leads).toEqual(Array.from({ length: 400 }, (_, i) => ({ id: i + 1, lastName: `Zoë ${i}, 漢` })));
  });

  test('a cell larger than a block is read, an open quote that swallows megabytes costs its line', async () => {
    const stored = path.join(directory, 'large.csv');
    const wide = 'x'.repeat(200_000);
    const tail = Array.from({ length: 300_000 }, (_, i) => `${i + 3},plain text without quotes\n`).join('');
    await writeFile(stored, `id,note\n1,"${wide}"\n2,"never closed\n${tail}`);
    const first = await readBulkLeads({ path: stored, fromByte: 0, atMost: 10 });
    expect(first.leads).toEqual([{ id: 1, note: wide }]);
    const second = await readBulkLeads({ path: stored, fromByte: first.nextByte ?? 0, atMost: 10 });
    expect(second).toMatchObject({ leads: [], unreadable: 1 });
    const third = await readBulkLeads({ path: stored, fromByte: second.nextByte ?? 0, atMost: 2 });
    expect(third.leads.map((lead) => lead.id)).toEqual([3, 4]);
  });

  test('a page of a gateway under the name of a file is refused', async () => {
    const stored = path.join(directory, 'page.csv');
    await writeFile(stored, '<html>\n<body>maintenance</body>\n');
    await expect(readBulkLeads({ path: stored, fromByte: 0, atMost: 5 })).rejects.toMatchObject({ kind: 'rejected' });
  });
});

function download(input: { leadExport?: Partial<LeadExport>; signal?: AbortSignal; otherMs?: number } = {}) {
  const { otherMs = 5_000, signal } = input;
  const transport = createTransport({
    baseUrl: server.url,
    clientId: 'client-1',
    clientSecret: 'secret',
    limiter: openLimiter(),
    clock: manualClock('2026-11-23T12:00:00Z'),
    timeouts: { otherMs },
  });
  const leadExport: LeadExport = {
    exportId: 'export-1',
    status: 'Completed',
    numberOfRecords: 400,
    fileSizeBytes: file.length,
    checksum: createHash('sha256').update(file).digest('hex'),
    errorMessage: null,
    createdAt: null,
    startedAt: null,
    finishedAt: null,
    ...input.leadExport,
  };
  return downloadLeadExport({
    client: createMarketoClient({ transport, lane: 'loads' }),
    leadExport,
    directory,
    signal,
  });
}

const requests = () => server.seen.filter((request) => request.path === filePath);

function token(value: string): Reply {
  return json({ access_token: value, token_type: 'bearer', expires_in: 3599 });
}

/** Sends the asked range, and cuts the connection after `atMostBytes`. */
function fileFrom(input: { content?: Buffer; atMostBytes?: number; ignoreRange?: boolean }): Reply {
  const { content = file, atMostBytes = content.length, ignoreRange = false } = input;
  return (request, response) => {
    const asked = ignoreRange ? null : /^bytes=(\d+)-$/.exec(request.headers.range ?? '');
    const from = Number(asked?.[1] ?? 0);
    const range = { 'content-range': `bytes ${from}-${content.length - 1}/${content.length}` };
    response.writeHead(asked ? 206 : 200, {
      'content-type': 'text/csv;charset=UTF-8',
      'content-length': content.length - from,
      ...(asked && range),
    });
    const bytes = content.subarray(from, from + atMostBytes);
    response.write(bytes, () => {
      if (from + bytes.length === content.length) response.end();
      else setImmediate(() => response.socket?.destroySoon());
    });
  };
}
