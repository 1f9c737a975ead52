/** `fetch` for the loopback without its overhead: the whole body at once, over kept connections. */
import http from 'node:http';

export type Fetch = typeof globalThis.fetch;
export type LoopbackFetch = { fetch: Fetch; close(): void };

export function loopbackFetch(): LoopbackFetch {
  const agent = new http.Agent({ keepAlive: true });
  return {
    fetch: (input, init = {}) =>
      new Promise((resolve, reject) => {
        const body = init.body === undefined || init.body === null ? undefined : String(init.body);
        const form = init.body instanceof URLSearchParams;
        const headers = {
          ...(form ? { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' } : {}),
          ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
          ...Object.fromEntries(new Headers(init.headers)),
        };
        const failed = (cause: Error) => reject(new TypeError('fetch failed', { cause }));
        const request = http.request(String(input), { method: init.method ?? 'GET', headers, agent }, (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('error', failed);
          answer.on('end', () => {
            const text = Buffer.concat(chunks);
            resolve(new Response(text, { status: answer.statusCode, headers: plainHeaders(answer.headers) }));
          });
        });
        request.on('error', failed);
        request.end(body);
      }),
    close: () => agent.destroy(),
  };
}

function plainHeaders(headers: http.IncomingHttpHeaders): Record<string, string> {
  const plain = Object.entries(headers).filter((header): header is [string, string] => typeof header[1] === 'string');
  return Object.fromEntries(plain.filter(([name]) => !['content-length', 'connection', 'keep-alive'].includes(name)));
}
