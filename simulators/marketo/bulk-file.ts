/** A bulk file on disk without a name: written piece by piece, read from any byte, gone when it is closed. */
import { createHash, randomUUID } from 'node:crypto';
import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { setImmediate as othersTurn } from 'node:timers/promises';
import type { StreamBody } from '@/simulators/core/http';

/** Some rows of the file and how many records they are. */
export type BulkPiece = { text: string; records: number };
export type BulkFile = { lengthBytes: number; records: number; checksum: string; content: StreamBody; close(): void };

const blockBytes = 64 * 1024;

/** Other requests are served between the pieces, so that a large file stops nobody. */
export async function writeBulkFile(pieces: Iterable<BulkPiece>): Promise<BulkFile> {
  const place = path.join(tmpdir(), `marketo-bulk-${randomUUID()}`);
  const fd = openSync(place, 'wx+');
  unlinkSync(place);
  const hash = createHash('sha256');
  let lengthBytes = 0;
  let records = 0;
  for (const piece of pieces) {
    if (records > 0) await othersTurn();
    const bytes = Buffer.from(piece.text, 'utf8');
    writeSync(fd, bytes, 0, bytes.length, lengthBytes);
    hash.update(bytes);
    lengthBytes += bytes.length;
    records += piece.records;
  }
  const open: Open = { fd };
  return {
    lengthBytes,
    records,
    checksum: `sha256:${hash.digest('hex')}`,
    content: { lengthBytes, read: (from, to) => Readable.from(blocks(open, from, to)) },
    close: () => {
      if (open.fd !== null) closeSync(open.fd);
      open.fd = null;
    },
  };
}

/** Null once the file is gone: a number that was closed may soon belong to another file. */
type Open = { fd: number | null };

function* blocks(open: Open, from: number, to: number): Generator<Buffer> {
  for (let at = from; at <= to; ) {
    if (open.fd === null) throw new Error('the bulk file is gone');
    const block = Buffer.allocUnsafe(Math.min(blockBytes, to - at + 1));
    at += readSync(open.fd, block, 0, block.length, at);
    yield block;
  }
}
