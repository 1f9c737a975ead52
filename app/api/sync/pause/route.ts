import { route } from '@/lib/http/route';
import { SyncView } from '@/lib/sync/contract';
import { pauseSync, readSync } from '@/lib/sync/service';

export const POST = route(
  { role: 'admin', summary: 'Pauses every people job after the page it reads', answer: SyncView },
  async (ctx) => {
    await pauseSync(ctx);
    return readSync(ctx);
  },
);
