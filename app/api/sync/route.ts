import { route } from '@/lib/http/route';
import { SyncView } from '@/lib/sync/contract';
import { readSync } from '@/lib/sync/service';

export const GET = route(
  { role: 'admin', summary: 'Stages, jobs, the first load, freshness and call budget', answer: SyncView },
  (ctx) => readSync(ctx),
);
