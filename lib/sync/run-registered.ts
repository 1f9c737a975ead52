import { updateMarketoHealth } from '@/db/queries/settings';
import type { Ctx } from '../context';
import { type RunOptions, type RunResult, runJob } from './engine';
import type { JobName } from './model';
import { registry } from './registry';
import { runContext } from './run-context';

/** Runs `name` to its end or deadline, notes how Marketo fared, then queues the jobs it made work for. */
export async function runRegistered(ctx: Ctx, name: JobName, options: RunOptions): Promise<RunResult> {
  const runCtx = runContext({ ...ctx, log: ctx.log.child({ job: name }) });
  const result = await runJob(registry[name].job, runCtx, options);
  if (result.apiCalls > 0) {
    const at = ctx.clock.now();
    const fault = result.outcome === 'failed' ? result.message : null;
    await updateMarketoHealth(ctx.db, {
      at,
      tokenIssuedAt: runCtx.tokenIssuedAt(),
      ...(fault ? { ok: false, fault } : { ok: true }),
    });
  }
  for (const next of result.wakes) await ctx.queue.send(next, 'chain');
  return result;
}
