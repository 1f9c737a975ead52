/**
 * jsforce's way to Salesforce, over our own exchange: its own waits half an hour, for ever when an answer is cut off in
 * the middle, repeats by itself, takes the session along to other hosts, and drops status and headers.
 */
import { randomUUID } from 'node:crypto';
import { PassThrough } from 'node:stream';
import type { HttpRequest, HttpRequestOptions, HttpResponse } from 'jsforce';
import { Transport } from 'jsforce/lib/transport.js';
import { StreamPromise } from 'jsforce/lib/util/promise.js';
import type { Clock } from '@/lib/clock';
import type { SalesforceLane } from '@/lib/salesforce-budget/model';
import type { SalesforceBudget } from './client';
import { faultOfAnswer, SalesforceFault } from './errors';
import { exchange, type Fetch, type HttpAnswer } from './exchange';

/** Hands every answer back as it is, errors included; nothing is sent twice. For the login endpoints. */
export class PlainTransport extends Transport {
  constructor(
    protected readonly fetch: Fetch,
    private readonly timeoutMs: number,
  ) {
    super();
  }

  override httpRequest(request: HttpRequest, options: HttpRequestOptions = {}): StreamPromise<HttpResponse> {
    // Nobody reads the stream; jsforce wants one all the same.
    return StreamPromise.create(() => ({ stream: new PassThrough(), promise: this.send(request, options) }));
  }

  protected async send(request: HttpRequest, _options: HttpRequestOptions): Promise<HttpResponse> {
    // A login request that got no answer is begun anew by whoever made it, so no outcome of one is unknown.
    return wire(await exchange(this.fetch, { ...plainly(request), timeoutMs: this.timeoutMs, safe: true }));
  }
}

type ApiDeps = {
  fetch: Fetch;
  clock: Clock;
  budget: SalesforceBudget;
  lane: SalesforceLane;
  random: () => number;
  /** Once per API call that is really sent. */
  onCall(): void;
};

/** A session that is refused so often within one call does not heal, whatever whoever renews it thinks. */
const mostRefusals = 4;
const mostRepeats = 2;
const patienceMs = 30_000;
// jsforce takes every 401 for an expired session; these are not, and refreshing would go on for ever.
const notExpired = /Connected app is not attached to Agent|This session is not valid for use with the REST API/;

/**
 * For API calls: pays each from the budget, repeats what `options.retry` allows, and throws SalesforceFault for every
 * answer that is not one, but a refused session, which jsforce renews.
 */
export class ApiTransport extends PlainTransport {
  private readonly refusals = new WeakMap<HttpRequest, number>();

  constructor(private readonly deps: ApiDeps) {
    super(deps.fetch, patienceMs);
  }

  protected override async send(request: HttpRequest, options: HttpRequestOptions): Promise<HttpResponse> {
    const safe = (options.retry?.maxRetries ?? 0) > 0;
    for (let repeats = 0; ; repeats++) {
      try {
        return await this.attempt(request, { safe, timeoutMs: options.timeout ?? patienceMs });
      } catch (error) {
        const again = safe && repeats < mostRepeats && error instanceof SalesforceFault && error.kind === 'unavailable';
        if (!again) throw error;
        await this.deps.clock.sleep(this.deps.random() * 500 * 2 ** (repeats + 1));
      }
    }
  }

  private async attempt(request: HttpRequest, { safe, timeoutMs }: { safe: boolean; timeoutMs: number }) {
    const { budget, lane, onCall, random } = this.deps;
    await (isAboutLimits(request) ? budget.count(lane) : budget.take(lane));
    onCall();
    const requestId = randomUUID();
    const sent = plainly(request);
    const headers = { ...sent.headers, 'x-sfdc-request-id': requestId };
    const answer = await exchange(this.fetch, { ...sent, headers, timeoutMs, safe });
    await this.listen(answer);
    if (answer.status === 401) return this.refused(request, answer, requestId);
    if (answer.status >= 300) {
      const retryAfterMs = retryAfterOf(answer);
      const fault = faultOfAnswer({ ...answer, retryAfterMs }, { safe, requestId, random });
      if (fault.kind === 'quota') await budget.exhausted(fault.message);
      throw fault;
    }
    return wire(answer);
  }

  /** Back to jsforce, which renews the session and sends the request again: a refused one was not executed. */
  private refused(request: HttpRequest, answer: HttpAnswer, requestId: string): HttpResponse {
    if (notExpired.test(answer.body)) {
      const message =
        "The org does not let this client app use its API; an admin of Salesforce checks the app's policies.";
      throw new SalesforceFault({ kind: 'forbidden', message }, { remoteCode: 'INVALID_SESSION_ID', requestId });
    }
    const refusals = (this.refusals.get(request) ?? 0) + 1;
    this.refusals.set(request, refusals);
    if (refusals <= mostRefusals) return wire(answer);
    const message = 'Salesforce keeps refusing sessions that it has just given.';
    throw new SalesforceFault({ kind: 'signed-out', message }, { remoteCode: 'INVALID_SESSION_ID', requestId });
  }

  private async listen({ headers }: HttpAnswer): Promise<void> {
    const usage = usageOf(headers['sforce-limit-info']);
    if (usage) await this.deps.budget.seen(usage);
  }
}

const isAboutLimits = ({ url }: HttpRequest) => url.endsWith('/limits');

/** What the org says of its own calls; what it says of our app's may stand before or after. */
export function usageOf(limitInfo: string | undefined): { used: number; limit: number } | null {
  const found = /(?:^|[;,]\s*)api-usage=(\d+)\/(\d+)/.exec(limitInfo ?? '');
  return found ? { used: Number(found[1]), limit: Number(found[2]) } : null;
}

function retryAfterOf({ headers }: HttpAnswer): number | undefined {
  const seconds = Number(headers['retry-after']);
  return seconds > 0 ? seconds * 1000 : undefined;
}

function plainly({ method, url, headers = {}, body }: HttpRequest) {
  // fetch works out the length itself, and refuses another one.
  const { 'content-length': _length, ...kept } = headers;
  return { method, url, headers: kept, body: typeof body === 'string' ? body : undefined };
}

const wire = ({ status, headers, body }: HttpAnswer): HttpResponse => ({ statusCode: status, headers, body });
