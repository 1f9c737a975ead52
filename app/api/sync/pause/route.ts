import { route } from '@/lib/http/route';
import { pauseSync, readSync } from '@/lib/sync/service';

export const POST = route({ role: 'admin' }, async (ctx) => {
  await pauseSync(ctx);
  return readSync(ctx);
});
