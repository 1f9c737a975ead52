import { route } from '@/lib/http/route';
import { RunsPage, RunsQuery } from '@/lib/sync/contract';
import { listRuns } from '@/lib/sync/service';

export const GET = route(
  { role: 'admin', summary: 'Runs of the last 30 days, newest first', answer: RunsPage, query: RunsQuery },
  (ctx, { query }) => listRuns(ctx, query),
);
