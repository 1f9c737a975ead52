import { route } from '@/lib/http/route';
import { JobParams } from '@/lib/sync/contract';
import { runJobSoon } from '@/lib/sync/service';

export const POST = route({ role: 'admin', params: JobParams }, async (ctx, { params }) => {
  const job = await runJobSoon(ctx, params.job);
  return Response.json({ job, queued: true }, { status: 202 });
});
