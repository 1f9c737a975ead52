import { updateMarketoHealth } from '@/db/queries/settings';
import { type Ctx, forFeature } from '../context';
import { faultKinds, ProviderFault } from '../provider-fault';
import { rediscoverMarketo } from '../settings/connect';
import { inSpan } from '../tracing/span';
import { type RunOptions, type RunResult, runJob } from './engine';
import { feedsAreEarly, feedsRest } from './feed-pace';
import type { JobName } from './model';
import { registry } from './registry';
import { runContext } from './run-context';
import { wakeJob } from './wake-job';

/** Runs `name` to its end or deadline, notes how Marketo fared, then queues the jobs it made work for. */
export function runRegistered(ctx: Ctx, name: JobName, options: RunOptions): Promise<RunResult> {
  const attributes = { 'job.name': name, 'job.trigger': options.trigger };
  return inSpan({ name: `job ${name}`, attributes }, async ({ describe, fail }) => {
    const result = await run(ctx, name, options);
    const { outcome, apiCalls, counts } = result;
    describe({
      'job.outcome': outcome,
      'job.api_calls': apiCalls,
      'job.read': counts.read,
      'job.written': counts.written,
    });
    if (outcome === 'failed') fail(result.faultKind ?? 'unknown');
    return result;
  });
}

async function run(ctx: Ctx, name: JobName, options: RunOptions): Promise<RunResult> {
  if (name === 'follow-people' && (await feedsAreEarly(ctx, options))) return feedsRest;
  const runCtx = runContext(forFeature({ ...ctx, log: ctx.log.child({ job: name }) }, name));
  if (name === 'follow-people') await rediscover(runCtx);
  const { job, provider } = registry[name];
  const result = await runJob(job, runCtx, options);
  const health = provider === 'marketo' ? healthAfter(result) : null;
  const clockAheadMs = runCtx.clockAheadMs();
  if (clockAheadMs !== null && Math.abs(clockAheadMs) > farOffMs) {
    runCtx.log.warn({ clockAheadMs }, "this machine's clock and Marketo's are more than a minute apart");
  }
  if (health) {
    const tokenIssuedAt = runCtx.tokenIssuedAt();
    await updateMarketoHealth(ctx.db, { at: ctx.clock.now(), tokenIssuedAt, clockAheadMs, ...health });
  }
  for (const next of result.wakes) await wakeJob(ctx, next, 'chain');
  return result;
}

const farOffMs = 60_000;

// Once a day. What was known goes on to serve while Marketo does not answer.
async function rediscover(ctx: Ctx): Promise<void> {
  try {
    await rediscoverMarketo(ctx);
  } catch (error) {
    if (!(error instanceof ProviderFault)) throw error;
    ctx.log.warn({ reason: error.message }, 'the fields of the Marketo instance were not read again');
  }
}

/** What a run tells about the connection; null when Marketo was not asked, or the failure was not Marketo's. */
function healthAfter({ outcome, faultKind, message, apiCalls }: RunResult) {
  const isMarketos = faultKinds.some((kind) => kind === faultKind);
  if (outcome === 'failed') return isMarketos ? { ok: false as const, fault: message ?? 'No answer.' } : null;
  return apiCalls > 0 ? { ok: true as const } : null;
}
