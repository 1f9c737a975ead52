import { route } from '@/lib/http/route';
import { SyncView } from '@/lib/sync/contract';
import { readSync } from '@/lib/sync/service';

export const GET = route(
  { role: 'admin', summary: 'Jobs, runs, progress, freshness and call budget', answer: SyncView },
  (ctx) => readSync(ctx),
);
