/**
 * The one way to Marketo's REST API: token, permit, timeout, and the only retries. Reads and the making of exports may be
 * sent twice; a `write` only where Marketo did nothing.
 */
import { z } from 'zod';
import { type CallFeature, type CallLane, type CallLimiter, isUrgent } from '@/lib/call-budget/model';
import type { Clock } from '@/lib/clock';
import { type Answer, answerFrom } from './answer';
import { faultOfWrite, MarketoFault, turnCameTooLate, verdictOfStatus } from './errors';
import { exchange, type Fetch, type Post } from './exchange';
import { exchangeFile } from './file-exchange';
import { type Credentials, fetchToken } from './identity';
import { createServerClock, type ServerClock } from './server-clock';
import { createTokenSource, type TokenSource } from './token';

export type Timeouts = {
  identityMs: number;
  leadsMs: number;
  activitiesMs: number;
  pagingTokenMs: number;
  writesMs: number;
  otherMs: number;
  /** The most a person waits for one answer: caps the others in the urgent lanes. */
  urgentMs: number;
};

/** Marketo ends the adding of activities after 90 s. Later than this nothing of it can be under way. */
export const writeTimeoutMs = 95_000;

// A little longer than Marketo's own limits, so that its 604 arrives first.
const patientTimeouts: Timeouts = {
  identityMs: 15_000,
  leadsMs: 65_000,
  activitiesMs: 35_000,
  pagingTokenMs: 305_000,
  writesMs: writeTimeoutMs,
  otherMs: 65_000,
  urgentMs: 10_000,
};

export type MarketoRequest<Row> = {
  /** Such as `/rest/v1/leads.json`. */
  path: string;
  query: Record<string, string>;
  post?: Post;
  /** It changes something: never sent again while it may have happened, and not at all after `notAfter`. */
  write?: { notAfter: Date | null };
  row: z.ZodType<Row>;
  lane: CallLane;
  feature?: CallFeature;
  patience: Exclude<keyof Timeouts, 'identityMs' | 'urgentMs'>;
  /** Called once per REST call that is really sent, replays included. */
  onCall: () => void;
};

export type MarketoDownload = Pick<MarketoRequest<unknown>, 'path' | 'lane' | 'feature' | 'onCall'> & {
  fromByte: number;
  /** Null when Marketo did not tell; else an answer that ends before it was cut off. */
  fileSizeBytes: number | null;
  /** The next chunk is read when this one is dealt with. */
  onChunk(bytes: Uint8Array): Promise<void>;
  signal?: AbortSignal;
};

export type MarketoTransport = {
  /** Throws ProviderFault; a throttled or outdated answer was retried as far as `lane` has time. */
  request<Row>(input: MarketoRequest<Row>): Promise<Answer<Row>>;
  /** A file from `fromByte` to its end, never held as a whole. What fails on the way goes on at the byte it had. */
  download(input: MarketoDownload): Promise<void>;
  tokenStatus: TokenSource['status'];
  /** Marketo's time; signs in (a free call) when Marketo was not heard yet. Throws ProviderFault. */
  now(): Promise<Date>;
  clockAheadMs: ServerClock['aheadMs'];
};

type Deps = Credentials & {
  /** The REST endpoint as Marketo shows it, with or without `/rest`. */
  baseUrl: string;
  limiter: CallLimiter;
  clock: Clock;
  fetch?: Fetch;
  timeouts?: Partial<Timeouts>;
  random?: () => number;
};

type Payer = Pick<MarketoRequest<unknown>, 'lane' | 'feature' | 'onCall'>;
type Tries = { tokens: number; pauses: number; failures: number };
const noTries: Tries = { tokens: 0, pauses: 0, failures: 0 };

const longestUrlBytes = 6_000;

/** A connection to one Marketo instance. Share it: the token and its single fetch live here. */
export function createTransport(deps: Deps): MarketoTransport {
  const { limiter, clock, random = Math.random } = deps;
  const serverClock = createServerClock(clock);
  const fetch = serverClock.listening(deps.fetch ?? globalThis.fetch);
  const timeouts = { ...patientTimeouts, ...deps.timeouts };
  const origin = deps.baseUrl.replace(/\/+$/, '').replace(/\/(rest|identity)$/, '');
  const credentials = { clientId: deps.clientId, clientSecret: deps.clientSecret };
  const tokens = createTokenSource({
    fetchToken: () => fetchToken(fetch, { ...credentials, origin, timeoutMs: timeouts.identityMs }),
    clock,
  });
  return { request, download, tokenStatus: tokens.status, now, clockAheadMs: serverClock.aheadMs };

  async function now(): Promise<Date> {
    if (serverClock.aheadMs() === null) await tokens.current();
    return serverClock.now();
  }

  function request<Row>(input: MarketoRequest<Row>): Promise<Answer<Row>> {
    const longestMs = timeouts[input.patience];
    const timeoutMs = isUrgent(input.lane) ? Math.min(timeouts.urgentMs, longestMs) : longestMs;
    return untilAnswered(input, async (headers) => {
      if (input.write?.notAfter && clock.now() > input.write.notAfter) throw turnCameTooLate();
      try {
        const answer = await exchange(fetch, { ...address(origin, input), post: input.post, headers, timeoutMs });
        return answerFrom(answer, { row: input.row, now: clock.now(), random });
      } catch (error) {
        throw input.write ? faultOfWrite(error) : error;
      }
    });
  }

  function download(input: MarketoDownload): Promise<void> {
    let fromByte = input.fromByte;
    return untilAnswered(input, async (headers, tries) => {
      const onChunk = async (bytes: Uint8Array) => {
        await input.onChunk(bytes);
        fromByte += bytes.length;
        Object.assign(tries, noTries);
      };
      const idleMs = timeouts.otherMs;
      const url = `${origin}${input.path}`;
      const refusal = await exchangeFile(fetch, { ...input, url, headers, idleMs, fromByte, onChunk });
      if (!refusal) return;
      answerFrom(refusal, { row: z.unknown(), now: clock.now(), random });
      throw new MarketoFault(verdictOfStatus(refusal.status));
    });
  }

  async function untilAnswered<T>(
    input: Payer,
    call: (headers: Record<string, string>, tries: Tries) => Promise<T>,
  ): Promise<T> {
    const tries = { ...noTries };
    for (;;) {
      try {
        return await attempt(input, (headers) => call(headers, tries));
      } catch (error) {
        if (!(error instanceof MarketoFault) || !(await mayTryAgain(error, tries, input.lane))) throw error;
      }
    }
  }

  async function attempt<T>(
    { lane, feature, onCall }: Payer,
    call: (headers: Record<string, string>) => Promise<T>,
  ): Promise<T> {
    const token = await tokens.current();
    const permit = await limiter.take({ lane, feature, maxWaitMs: longestWaitMs(lane) });
    try {
      onCall();
      return await call({ authorization: `Bearer ${token}` });
    } catch (error) {
      if (error instanceof MarketoFault && error.retry === 'new-token') tokens.reject(token);
      if (error instanceof MarketoFault && error.remoteCode === '607')
        await limiter.quotaSpent(error.retryAfterMs ?? 0);
      throw error;
    } finally {
      await permit.release();
    }
  }

  /** Waits as the fault asks for. A pause is waited out in the limiter, together with everybody else. */
  async function mayTryAgain(fault: MarketoFault, tries: Tries, lane: CallLane): Promise<boolean> {
    switch (fault.retry) {
      case 'never':
        return false;
      case 'new-token':
        tries.tokens += 1;
        return tries.tokens <= 1;
      case 'after-pause': {
        const pauseMs = fault.retryAfterMs ?? 0;
        await limiter.pause(pauseMs, fault.remoteCode === '615' ? 'at-once' : 'calls');
        tries.pauses += 1;
        return tries.pauses <= 1 && pauseMs <= longestWaitMs(lane);
      }
      case 'soon':
        tries.failures += 1;
        if (tries.failures > 2) return false;
        await clock.sleep(random() * 500 * 2 ** tries.failures);
        return true;
    }
  }
}

/** How long a call may wait for its turn: nobody looks at a background job, somebody looks at a grid. */
function longestWaitMs(lane: CallLane): number {
  return isUrgent(lane) ? 2_000 : 60_000;
}

/** A read whose address would be too long goes as a form; `_method` tells Marketo that it is still a read. */
function address(origin: string, { path, query }: { path: string; query: Record<string, string> }) {
  const form = new URLSearchParams(query);
  const url = form.size > 0 ? `${origin}${path}?${form}` : `${origin}${path}`;
  return url.length <= longestUrlBytes ? { url } : { url: `${origin}${path}?_method=GET`, form };
}
