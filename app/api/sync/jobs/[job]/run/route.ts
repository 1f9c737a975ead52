import { route } from '@/lib/http/route';
import { JobParams, JobQueued } from '@/lib/sync/contract';
import { runJobSoon } from '@/lib/sync/service';

export const POST = route(
  { role: 'admin', summary: 'Gives a job to the next free worker', params: JobParams, answer: JobQueued, status: 202 },
  async (ctx, { params }) => {
    const job = await runJobSoon(ctx, params.job);
    return Response.json({ job, queued: true }, { status: 202 });
  },
);
