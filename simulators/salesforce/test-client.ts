/** A bare client for the simulator's own tests: sends exactly what it is told and shows exactly what came back. */
import type { SalesforceSimulator } from './index';

// biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the wire holds.
export type Wire = any;
export type WireAnswer = { status: number; headers: Headers; text: string; json: Wire };
type Sending = { body?: unknown; headers?: Record<string, string>; token?: string | null };

export type TestClient = ReturnType<typeof createTestClient>;

/** Speaks for one user, whose consent it takes at its first call. */
export function createTestClient(simulator: SalesforceSimulator, userId?: string) {
  let token: string | undefined;

  async function send(method: string, path: string, sending: Sending = {}): Promise<WireAnswer> {
    token ??= simulator.tokens.grant(userId).accessToken;
    const bearer = sending.token === undefined ? token : sending.token;
    const url = path.startsWith('/services') ? path : `/services/data/v67.0${path}`;
    const response = await fetch(simulator.url + url, {
      method,
      redirect: 'manual',
      headers: {
        ...(bearer ? { authorization: `Bearer ${bearer}` } : {}),
        ...(sending.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...sending.headers,
      },
      ...(sending.body === undefined ? {} : { body: JSON.stringify(sending.body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: parsed(text) };
  }

  const records = (type: string, rows: object[]) => rows.map((row) => ({ attributes: { type }, ...row }));
  return {
    send,
    get: async (path: string): Promise<Wire> => (await send('GET', path)).json,
    query: async (soql: string, all = false): Promise<Wire> =>
      (await send('GET', `/${all ? 'queryAll' : 'query'}?q=${encodeURIComponent(soql)}`)).json,
    create: async (type: string, rows: object[], allOrNone = false, headers = {}): Promise<Wire> =>
      (await send('POST', '/composite/sobjects', { body: { allOrNone, records: records(type, rows) }, headers })).json,
    update: async (type: string, rows: object[], headers = {}): Promise<Wire> =>
      (await send('PATCH', '/composite/sobjects', { body: { records: records(type, rows) }, headers })).json,
    upsert: async (rows: object[], key = 'SalesActions_Key__c'): Promise<Wire> =>
      (await send('PATCH', `/composite/sobjects/Task/${key}`, { body: { records: records('Task', rows) } })).json,
    /** Each call with the next token. */
    renew: () => {
      token = undefined;
    },
  };
}

function parsed(text: string): Wire {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
