/** One call through jsforce: how long it may take, what may be repeated, and whether the answer is what was asked for. */
import type { HttpRequest } from 'jsforce';
import type { z } from 'zod';
import { SalesforceFault } from './errors';
import { InstanceMoved, openConnection, type SessionConnection, type SharedSession } from './session';
import type { ApiTransport } from './transport';

export type Patience = 'read' | 'query' | 'write';
export type Timeouts = Record<Patience, number>;

const patientMs: Timeouts = { read: 30_000, query: 120_000, write: 60_000 };

export type Call<T> = {
  method: 'GET' | 'POST' | 'PATCH';
  /** Behind the version, or from `/services` on. */
  path: string;
  body?: unknown;
  /** Whatever is no `write` may be sent again. */
  patience: Patience;
  answer: z.ZodType<T>;
};

// An update must neither hand a lead on to somebody else, nor be held up by a mere warning of duplicates.
const writeHeaders = { 'Sforce-Auto-Assign': 'FALSE', 'Sforce-Duplicate-Rule-Header': 'allowSave=true' };

/** How often an org may move on during one call. */
const mostMoves = 2;

/** Makes calls with the session, and again where the org has moved meanwhile. They throw ProviderFault. */
export function createCaller(session: SharedSession, transport: ApiTransport, timeouts: Partial<Timeouts> = {}) {
  const timeoutsMs = { ...patientMs, ...timeouts };
  let opened: SessionConnection | null = null;

  function connection(): SessionConnection {
    if (opened?.session().version !== session.current().version) opened = openConnection(session, transport);
    return opened;
  }

  return async function call<T>(input: Call<T>): Promise<T> {
    for (let moves = 0; ; moves++) {
      const at = connection();
      try {
        const body = await at.connection.request(requestOf(input), optionsOf(input, timeoutsMs));
        const answer = shaped(input, body);
        await session.used();
        return answer;
      } catch (error) {
        const cause = causeOf(error, at);
        if (!(cause instanceof InstanceMoved)) throw cause;
        // The request was refused at the old address, so not even a write was executed.
        if (moves === mostMoves) throw new SalesforceFault({ kind: 'unavailable', message: 'The org is moving.' });
      }
    }
  };
}

function requestOf({ method, path, body, patience }: Call<unknown>): HttpRequest {
  const headers = {
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(patience === 'write' ? writeHeaders : {}),
  };
  return { method, url: path, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
}

function optionsOf({ patience }: Call<unknown>, timeoutsMs: Timeouts) {
  return { timeout: timeoutsMs[patience], retry: { maxRetries: patience === 'write' ? 0 : 2 } };
}

/** jsforce hands on a text where the JSON is broken, and believes every shape. */
function shaped<T>({ answer, patience }: Call<T>, body: unknown): T {
  const parsed = answer.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const why = typeof body === 'string' ? 'it is cut off or no JSON' : `${issue?.path.join('.')}: ${issue?.message}`;
  const kind = patience === 'write' ? 'unknown' : 'unavailable';
  const message = `Salesforce's answer cannot be read (${why}).`;
  throw new SalesforceFault({ kind, message }, { remoteCode: 'UNREADABLE' });
}

/** jsforce wraps why a session could not be renewed into an error that tells only its text. */
function causeOf(error: unknown, { problem }: SessionConnection): unknown {
  const isWrapped = error instanceof Error && error.message.startsWith('Unable to refresh session due to');
  return isWrapped ? (problem() ?? error) : error;
}
