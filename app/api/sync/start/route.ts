import { route } from '@/lib/http/route';
import { readSync, startSync } from '@/lib/sync/service';

export const POST = route({ role: 'admin' }, async (ctx) => {
  await startSync(ctx);
  return readSync(ctx);
});
