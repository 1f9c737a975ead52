import { route } from '@/lib/http/route';
import { CronAnswer, JobParams } from '@/lib/sync/contract';
import { runJobNow } from '@/lib/sync/service';

// The longest a hosted function may run; a run stops between pages well before it.
export const maxDuration = 60;
const marginMs = 10_000;

export const GET = route(
  {
    role: 'cron',
    summary: 'Runs a job here until it is done or about 50 seconds have passed',
    params: JobParams,
    answer: CronAnswer,
  },
  (ctx, { params }) => runJobNow(ctx, params.job, new Date(ctx.clock.now().getTime() + maxDuration * 1000 - marginMs)),
);
export const POST = GET;
