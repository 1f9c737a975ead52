/** Plain HTTP pieces shared by the simulators: listening, reading a body within a limit, answering. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';

export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;
/** A body that is read from where it lies as the client takes it, and is never compressed. */
export type StreamBody = { lengthBytes: number; read(fromByte: number, toByte: number): Readable };
export type Answer = { status: number; headers: Record<string, string>; body: Buffer | string | StreamBody };
/** What happens to an answer on its way: see the faults of the same names. */
export type Damage = 'truncate' | 'gzip-cut' | 'reset-body' | { stallMs: number } | null;
export type Listening = { url: string; port: number; close(): Promise<void> };

const gzipFromBytes = 1024;

/** Listens on `host:port` (0 chooses a free port). Rejects when the port is taken. */
export async function listen(input: { host: string; port: number; handler: Handler }): Promise<Listening> {
  const server = createServer((request, response) => {
    input.handler(request, response).catch((error: unknown) => {
      const clientLeft = request.destroyed && !request.complete;
      if (!clientLeft) crash(response, error);
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(input.port, input.host, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    url: `http://${input.host}:${address.port}`,
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The whole body, or `too-large` as soon as it passes `limitBytes` (the rest is read and dropped). */
export async function readBody(request: IncomingMessage, limitBytes: number): Promise<Buffer | 'too-large'> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= limitBytes) chunks.push(chunk);
  }
  return size > limitBytes ? 'too-large' : Buffer.concat(chunks);
}

/** The body of a request as text, or the answer to one that is too long. */
export async function readRequest(
  request: IncomingMessage,
  { maxUrlBytes, maxBodyBytes }: { maxUrlBytes: number; maxBodyBytes: number },
): Promise<string | Answer> {
  if ((request.url ?? '').length > maxUrlBytes) return textAnswer(414, 'URI Too Long');
  const bytes = await readBody(request, maxBodyBytes);
  return bytes === 'too-large' ? textAnswer(413, 'Request Entity Too Large') : bytes.toString('utf8');
}

/** Writes the answer, gzipped when the client takes gzip and the body is at least 1 KB. */
export function send(request: IncomingMessage, response: ServerResponse, answer: Answer, damage: Damage = null): void {
  const { body } = answer;
  if (typeof body === 'object' && 'read' in body) {
    sendStream(response, { ...answer, body }, damage);
    return;
  }
  const whole = Buffer.isBuffer(body) ? body : Buffer.from(body, 'utf8');
  const plain = damage === 'truncate' ? whole.subarray(0, Math.floor(whole.length / 2)) : whole;
  const taken = /\bgzip\b/i.test(String(request.headers['accept-encoding'] ?? ''));
  const zip = taken && (plain.length >= gzipFromBytes || damage === 'gzip-cut');
  const zipped = zip ? gzipSync(plain, { level: 1 }) : plain;
  const bytes = damage === 'gzip-cut' ? zipped.subarray(0, Math.floor(zipped.length / 2)) : zipped;
  const headers: Record<string, string> = { ...answer.headers, 'content-length': String(bytes.length) };
  if (zip) headers['content-encoding'] = 'gzip';
  response.writeHead(answer.status, headers);
  if (request.method === 'HEAD') response.end();
  else finish(response, bytes, damage);
}

export function textAnswer(status: number, text: string, type = 'text/plain;charset=UTF-8'): Answer {
  return { status, headers: { 'content-type': type }, body: text };
}

export function jsonAnswer(status: number, value: unknown): Answer {
  return { status, headers: { 'content-type': 'application/json;charset=UTF-8' }, body: JSON.stringify(value) };
}

function finish(response: ServerResponse, bytes: Buffer, damage: Damage): void {
  const half = Math.floor(bytes.length / 2);
  if (damage === 'reset-body') {
    response.write(bytes.subarray(0, half));
    breakOff(response);
  } else if (damage !== null && typeof damage === 'object') {
    response.write(bytes.subarray(0, half));
    setTimeout(() => response.end(bytes.subarray(half)), damage.stallMs).unref();
  } else response.end(bytes);
}

function sendStream(response: ServerResponse, answer: Answer & { body: StreamBody }, damage: Damage): void {
  const { lengthBytes, read } = answer.body;
  const half = Math.floor(lengthBytes / 2);
  const announced = damage === 'truncate' || damage === 'gzip-cut' ? half : lengthBytes;
  response.writeHead(answer.status, { ...answer.headers, 'content-length': String(announced) });
  const upTo = damage === null ? lengthBytes : half;
  const rest = () => {
    if (damage === 'reset-body') breakOff(response);
    else if (announced === upTo) response.end();
    else setTimeout(() => pour(read(upTo, announced - 1), response, () => response.end()), stallOf(damage)).unref();
  };
  if (upTo === 0) rest();
  else pour(read(0, upTo - 1), response, rest);
}

/** With back-pressure; a source that breaks breaks the connection too. */
function pour(source: Readable, response: ServerResponse, done: () => void): void {
  source.on('error', () => response.destroy());
  source.on('end', done);
  response.on('close', () => source.destroy());
  source.pipe(response, { end: false });
}

/** What was written still arrives. */
function breakOff(response: ServerResponse): void {
  response.flushHeaders();
  response.socket?.destroySoon();
}

function stallOf(damage: Damage): number {
  return damage !== null && typeof damage === 'object' ? damage.stallMs : 0;
}

function crash(response: ServerResponse, error: unknown): void {
  console.error('simulator bug:', error);
  if (response.headersSent) response.destroy();
  else response.writeHead(500, { 'content-type': 'text/plain' }).end(`simulator bug: ${String(error)}`);
}
