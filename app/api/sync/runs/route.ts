import { route } from '@/lib/http/route';
import { RunsQuery } from '@/lib/sync/contract';
import { listRuns } from '@/lib/sync/service';

export const GET = route({ role: 'admin', query: RunsQuery }, (ctx, { query }) => listRuns(ctx, query));
