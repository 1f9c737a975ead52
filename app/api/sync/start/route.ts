import { route } from '@/lib/http/route';
import { SyncView } from '@/lib/sync/contract';
import { readSync, startSync } from '@/lib/sync/service';

export const POST = route(
  { role: 'admin', summary: 'Starts the people sync, or goes on with it', answer: SyncView },
  async (ctx) => {
    await startSync(ctx);
    return readSync(ctx);
  },
);
