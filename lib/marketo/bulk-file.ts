/** The file of a bulk export on our disk: fetched in pieces, proved as a whole, then read a few thousand people a time. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { WireLead } from './api-types';
import type { BulkClient, LeadExport } from './bulk-client';
import { type BulkHeader, bulkHeaderFrom, leadsFromBulk } from './bulk-csv';
import { MarketoFault, wrongChecksum } from './errors';

/** What is known of a completed export: enough to fetch its file and to prove it. */
export type CompleteExport = Pick<LeadExport, 'exportId' | 'numberOfRecords' | 'fileSizeBytes' | 'checksum'>;

/**
 * Fetches a completed export into `<directory>/<exportId>.csv`. Under that name there is only ever a file whose
 * checksum was right; a part of it waits as `.part` and the next call goes on behind it. Throws ProviderFault:
 * `needsNewExport` tells those that no repetition will heal.
 */
export async function downloadLeadExport(input: {
  client: Pick<BulkClient, 'readLeadExportFile'>;
  leadExport: CompleteExport;
  directory: string;
  signal?: AbortSignal;
}): Promise<{ path: string }> {
  const { client, leadExport, directory, signal } = input;
  const file = fileOf(directory, leadExport.exportId);
  if ((await sizeOf(file)) !== null) return { path: file };
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const part = `${file}.part`;
  const handle = await open(part, 'a', 0o600);
  // Marketo keeps no file for an export of nobody.
  const isEmpty = leadExport.numberOfRecords === 0;
  try {
    if (!isEmpty) await fetchRest(client, { leadExport, handle, signal });
  } finally {
    await handle.close();
  }
  if (!isEmpty && !(await isWhole(part, leadExport))) {
    await rm(part, { force: true });
    throw wrongChecksum();
  }
  await rename(part, file);
  return { path: file };
}

/** Forgets what was fetched of an export; without a file it does nothing. */
export async function removeLeadExport(input: { directory: string; exportId: string }): Promise<void> {
  const file = fileOf(input.directory, input.exportId);
  for (const name of [file, `${file}.part`]) await rm(name, { force: true });
}

/**
 * The next people of a file, at most `atMost` and often fewer: go on at `nextByte` until it is null. `fromByte` is 0 or
 * an earlier `nextByte`. `unreadable` counts damaged records, which are left out. Memory does not grow with the file.
 */
export async function readBulkLeads(input: {
  path: string;
  fromByte: number;
  atMost: number;
}): Promise<{ leads: WireLead[]; nextByte: number | null; unreadable: number }> {
  const handle = await open(input.path, 'r');
  try {
    const { size } = await handle.stat();
    if (size === 0) return { leads: [], nextByte: null, unreadable: 0 };
    const { columns, endByte } = await readHeader(handle, size);
    const fromByte = Math.max(input.fromByte, endByte);
    for (let bytes = usualRecordBytes * input.atMost; ; bytes *= 2) {
      const block = await readBlock(handle, fromByte, Math.min(Math.max(bytes, smallestBlock), largestBlock));
      const isLast = fromByte + block.length >= size;
      const { leads, unreadable, usedBytes } = leadsFromBulk(block, { columns, isLast, atMost: input.atMost });
      const skipsBytes = usedBytes === 0 && block.length === largestBlock ? lineBytes(block) : 0;
      if (usedBytes + skipsBytes === 0 && !isLast) continue;
      const nextByte = fromByte + usedBytes + skipsBytes;
      return { leads, nextByte: nextByte < size ? nextByte : null, unreadable: unreadable + (skipsBytes ? 1 : 0) };
    }
  } finally {
    await handle.close();
  }
}

const usualRecordBytes = 512;
const smallestBlock = 64 * 1024;
/** No record is longer: one that seems to be has an open quote, and costs its line. */
const largestBlock = 8 * 1024 * 1024;

async function fetchRest(
  client: Pick<BulkClient, 'readLeadExportFile'>,
  input: { leadExport: CompleteExport; handle: FileHandle; signal?: AbortSignal },
): Promise<void> {
  const { exportId, fileSizeBytes } = input.leadExport;
  const fromByte = (await input.handle.stat()).size;
  if (fileSizeBytes !== null && fromByte >= fileSizeBytes) return;
  await client.readLeadExportFile({
    exportId,
    fromByte,
    fileSizeBytes,
    onChunk: (bytes) => input.handle.appendFile(bytes),
    signal: input.signal,
  });
}

async function isWhole(part: string, { checksum, fileSizeBytes }: CompleteExport): Promise<boolean> {
  if (fileSizeBytes !== null && (await sizeOf(part)) !== fileSizeBytes) return false;
  if (checksum === null) return true;
  const hash = createHash('sha256');
  await pipeline(createReadStream(part), hash);
  return hash.digest('hex') === checksum;
}

async function readHeader(handle: FileHandle, size: number): Promise<BulkHeader> {
  const block = await readBlock(handle, 0, smallestBlock);
  try {
    const header = bulkHeaderFrom(block, block.length === size);
    if (header) return header;
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
  }
  const message = 'The export file of Marketo does not begin with the names of its columns.';
  throw new MarketoFault({ kind: 'rejected', retry: 'never', message });
}

async function readBlock(handle: FileHandle, fromByte: number, length: number): Promise<Buffer> {
  const block = Buffer.allocUnsafe(length);
  let read = 0;
  while (read < length) {
    const { bytesRead } = await handle.read(block, read, length - read, fromByte + read);
    if (bytesRead === 0) break;
    read += bytesRead;
  }
  return block.subarray(0, read);
}

/** Up to and with the first line end; the whole block when it has none. */
function lineBytes(block: Buffer): number {
  return block.indexOf(0x0a) + 1 || block.length;
}

function fileOf(directory: string, exportId: string): string {
  if (!/^[\w-]+$/.test(exportId)) throw new RangeError('An export id has letters, digits and dashes only.');
  return path.join(directory, `${exportId}.csv`);
}

async function sizeOf(file: string): Promise<number | null> {
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  return found?.size ?? null;
}
