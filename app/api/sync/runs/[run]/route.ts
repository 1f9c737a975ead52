import { route } from '@/lib/http/route';
import { RunParams } from '@/lib/sync/contract';
import { readRun } from '@/lib/sync/service';

export const GET = route({ role: 'admin', params: RunParams }, (ctx, { params }) => readRun(ctx, params.run));
