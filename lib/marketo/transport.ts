/** The one way to Marketo's REST API: token, permit, timeout, and the only retries of reads. Reads only. */
import type { z } from 'zod';
import { type CallLane, type CallLimiter, isUrgent } from '@/lib/call-budget/model';
import type { Clock } from '@/lib/clock';
import { type Answer, answerFrom } from './answer';
import { MarketoFault } from './errors';
import { exchange, type Fetch } from './exchange';
import { type Credentials, fetchToken } from './identity';
import { createTokenSource, type TokenSource } from './token';

export type Timeouts = {
  identityMs: number;
  leadsMs: number;
  activitiesMs: number;
  pagingTokenMs: number;
  otherMs: number;
  /** The most a person waits for one answer: caps the others in the urgent lanes. */
  urgentMs: number;
};

// A little longer than Marketo's own limits, so that its 604 arrives first.
const patientTimeouts: Timeouts = {
  identityMs: 15_000,
  leadsMs: 65_000,
  activitiesMs: 35_000,
  pagingTokenMs: 305_000,
  otherMs: 65_000,
  urgentMs: 10_000,
};

export type MarketoRequest<Row> = {
  /** Such as `/rest/v1/leads.json`. */
  path: string;
  query: Record<string, string>;
  row: z.ZodType<Row>;
  lane: CallLane;
  patience: Exclude<keyof Timeouts, 'identityMs' | 'urgentMs'>;
  /** Called once per REST call that is really sent, replays included. */
  onCall: () => void;
};

export type MarketoTransport = {
  /** Throws ProviderFault; a throttled or outdated answer was retried as far as `lane` has time. */
  request<Row>(input: MarketoRequest<Row>): Promise<Answer<Row>>;
  tokenStatus: TokenSource['status'];
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

type Tries = { tokens: number; pauses: number; failures: number };

const longestUrlBytes = 6_000;

/** A connection to one Marketo instance. Share it: the token and its single fetch live here. */
export function createTransport(deps: Deps): MarketoTransport {
  const { limiter, clock, fetch = globalThis.fetch, random = Math.random } = deps;
  const timeouts = { ...patientTimeouts, ...deps.timeouts };
  const origin = deps.baseUrl.replace(/\/+$/, '').replace(/\/(rest|identity)$/, '');
  const credentials = { clientId: deps.clientId, clientSecret: deps.clientSecret };
  const tokens = createTokenSource({
    fetchToken: () => fetchToken(fetch, { ...credentials, origin, timeoutMs: timeouts.identityMs }),
    clock,
  });
  return { request, tokenStatus: tokens.status };

  async function request<Row>(input: MarketoRequest<Row>): Promise<Answer<Row>> {
    const tries: Tries = { tokens: 0, pauses: 0, failures: 0 };
    for (;;) {
      try {
        return await attempt(input);
      } catch (error) {
        if (!(error instanceof MarketoFault) || !(await mayTryAgain(error, tries, input.lane))) throw error;
      }
    }
  }

  async function attempt<Row>(input: MarketoRequest<Row>): Promise<Answer<Row>> {
    const token = await tokens.current();
    const permit = await limiter.take({ lane: input.lane, maxWaitMs: longestWaitMs(input.lane) });
    try {
      input.onCall();
      const answer = await exchange(fetch, {
        ...address(origin, input),
        headers: { authorization: `Bearer ${token}` },
        timeoutMs: isUrgent(input.lane)
          ? Math.min(timeouts.urgentMs, timeouts[input.patience])
          : timeouts[input.patience],
      });
      return answerFrom(answer, { row: input.row, now: clock.now(), random });
    } catch (error) {
      if (error instanceof MarketoFault && error.retry === 'new-token') tokens.reject(token);
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
        await limiter.pause(pauseMs);
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
