import { expect, it } from 'vitest';
import { z } from 'zod';
import { jsonBody } from './json-body';

const Name = z.object({ name: z.string() });
const request = (body: string | ReadableStream, type = 'application/json') =>
  new Request('http://loopback/', {
    method: 'POST',
    body,
    headers: { 'content-type': type },
    duplex: 'half',
  } as RequestInit);

it('reads a body, whatever it is split into', async () => {
  const bytes = new TextEncoder().encode('{"name":"Zoë 🚀"}');
  const stream = new ReadableStream({
    start(controller) {
      for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
      controller.close();
    },
  });
  expect(await jsonBody(request(stream), Name)).toEqual({ name: 'Zoë 🚀' });
});

it.each([
  ['another type', request('{"name":"x"}', 'text/plain')],
  ['broken JSON', request('{"name":')],
  ['nothing', new Request('http://loopback/', { method: 'POST', headers: { 'content-type': 'application/json' } })],
  ['too much', request(JSON.stringify({ name: 'x'.repeat(100_000) }))],
])('refuses %s, naming the body', async (_, given) => {
  await expect(jsonBody(given, Name)).rejects.toMatchObject({
    code: 'bad_request',
    fields: { body: expect.stringMatching(/^expected/) },
  });
});

it('reads no further than the limit, however long the body claims to be', async () => {
  let pulled = 0;
  const endless = new ReadableStream({
    pull(controller) {
      pulled += 1;
      controller.enqueue(new Uint8Array(10_000));
    },
  });
  await expect(jsonBody(request(endless), Name)).rejects.toMatchObject({ code: 'bad_request' });
  expect(pulled).toBeLessThan(20);
});
