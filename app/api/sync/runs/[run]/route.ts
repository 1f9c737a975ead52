import { route } from '@/lib/http/route';
import { RunParams, RunView } from '@/lib/sync/contract';
import { readRun } from '@/lib/sync/service';

export const GET = route({ role: 'admin', summary: 'One run', answer: RunView, params: RunParams }, (ctx, { params }) =>
  readRun(ctx, params.run),
);
