import { route } from '@/lib/http/route';
import { VanishedVerdict } from '@/lib/sync/contract';
import { judgeVanished, readSync } from '@/lib/sync/service';

export const POST = route({ role: 'admin', body: VanishedVerdict }, async (ctx, { body }) => {
  await judgeVanished(ctx, body);
  return readSync(ctx);
});
