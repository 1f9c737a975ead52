/** Plain HTTP pieces shared by the simulators: listening, reading a body within a limit, answering. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';

export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;
export type Answer = { status: number; headers: Record<string, string>; body: Buffer | string };
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

/** Writes the answer, gzipped when the client takes gzip and the body is at least 1 KB. */
export function send(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  const plain = Buffer.isBuffer(answer.body) ? answer.body : Buffer.from(answer.body, 'utf8');
  const zip = plain.length >= gzipFromBytes && /\bgzip\b/i.test(String(request.headers['accept-encoding'] ?? ''));
  const body = zip ? gzipSync(plain, { level: 1 }) : plain;
  const headers: Record<string, string> = { ...answer.headers, 'content-length': String(body.length) };
  if (zip) headers['content-encoding'] = 'gzip';
  response.writeHead(answer.status, headers);
  response.end(request.method === 'HEAD' ? undefined : body);
}

export function textAnswer(status: number, text: string, type = 'text/plain;charset=UTF-8'): Answer {
  return { status, headers: { 'content-type': type }, body: text };
}

export function jsonAnswer(status: number, value: unknown): Answer {
  return { status, headers: { 'content-type': 'application/json;charset=UTF-8' }, body: JSON.stringify(value) };
}

function crash(response: ServerResponse, error: unknown): void {
  console.error('simulator bug:', error);
  if (response.headersSent) response.destroy();
  else response.writeHead(500, { 'content-type': 'text/plain' }).end(`simulator bug: ${String(error)}`);
}
