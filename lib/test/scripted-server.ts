/** A tiny HTTP server whose answers a test writes down beforehand: for what no honest simulator would send. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type SeenRequest = {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: string;
};
export type Reply = (request: SeenRequest, response: ServerResponse) => void;

export type ScriptedServer = {
  url: string;
  seen: SeenRequest[];
  /** The replies to requests on `path`, in order; the last one is repeated. */
  on(path: string, ...replies: Reply[]): void;
  close(): Promise<void>;
};

/** Listens on a free port of the loopback. A path without a script answers 404 as plain text. */
export async function scriptedServer(): Promise<ScriptedServer> {
  const seen: SeenRequest[] = [];
  const scripts = new Map<string, Reply[]>();
  const server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const url = new URL(incoming.url ?? '/', 'http://loopback');
    const request = {
      method: incoming.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      headers: incoming.headers,
      body: Buffer.concat(chunks).toString(),
    };
    seen.push(request);
    const script = scripts.get(url.pathname) ?? [];
    const reply = script.length > 1 ? script.shift() : script[0];
    if (reply) reply(request, response);
    else response.writeHead(404, { 'content-type': 'text/plain' }).end('no script');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    on: (path, ...replies) => scripts.set(path, replies),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

export function json(body: unknown, status = 200): Reply {
  return (_, response) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

export function text(body: string, status: number): Reply {
  return (_, response) => response.writeHead(status, { 'content-type': 'text/html' }).end(body);
}

/** Cuts the connection without a word. */
export const hangUp: Reply = (_, response) => {
  response.socket?.destroy();
};

/** Promises more than it sends, then cuts the connection. */
export const breakOff: Reply = (_, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{"requestId":"1#2","success":true,"result":[{"id":', () => response.socket?.destroy());
};

/** Never answers. */
export const stayMute: Reply = () => {};
