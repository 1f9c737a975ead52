/** A bare client for the simulator's own tests: sends exactly what it is told and shows exactly what came back. */
import type { MarketoSimulator } from './index';

export type WireAnswer = { status: number; headers: Headers; text: string; json: Wire };
// biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the wire holds.
export type Wire = any;
type Sending = { method?: string; headers?: Record<string, string>; body?: string };

export type TestClient = {
  token(): Promise<Wire>;
  /** Takes a token first if there is none yet. */
  send(path: string, sending?: Sending): Promise<WireAnswer>;
  get(path: string): Promise<Wire>;
  post(path: string, body: unknown): Promise<Wire>;
  useToken(token: string | null): void;
};

export function createTestClient(simulator: Pick<MarketoSimulator, 'url' | 'clientId' | 'clientSecret'>): TestClient {
  let token: string | null | undefined;

  async function fetchToken(): Promise<Wire> {
    const query = `grant_type=client_credentials&client_id=${simulator.clientId}&client_secret=${simulator.clientSecret}`;
    const response = await fetch(`${simulator.url}/identity/oauth/token?${query}`);
    return response.json();
  }

  async function send(path: string, sending: Sending = {}): Promise<WireAnswer> {
    if (token === undefined) token = String((await fetchToken()).access_token);
    const response = await fetch(simulator.url + path, {
      ...sending,
      headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), ...sending.headers },
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: parsed(text) };
  }

  return {
    token: async () => {
      const answer = await fetchToken();
      token = String(answer.access_token);
      return answer;
    },
    send,
    get: async (path) => (await send(path)).json,
    post: async (path, body) => {
      const headers = { 'content-type': 'application/json' };
      return (await send(path, { method: 'POST', headers, body: JSON.stringify(body) })).json;
    },
    useToken: (value) => {
      token = value;
    },
  };
}

/** Follows a feed to its end; the answers of every call, in order. */
export async function readToEnd(client: TestClient, path: string, token: string): Promise<Wire[]> {
  const pages: Wire[] = [];
  let next = token;
  for (;;) {
    const page = await client.get(`${path}${path.includes('?') ? '&' : '?'}nextPageToken=${encodeURIComponent(next)}`);
    if (!page.success) throw new Error(JSON.stringify(page.errors));
    pages.push(page);
    next = page.nextPageToken;
    if (!page.moreResult) return pages;
  }
}

export async function mintToken(client: TestClient, since: Date): Promise<string> {
  const text = encodeURIComponent(since.toISOString().replace(/\.\d+Z$/, 'Z'));
  return (await client.get(`/rest/v1/activities/pagingtoken.json?sinceDatetime=${text}`)).nextPageToken;
}

function parsed(text: string): Wire {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
