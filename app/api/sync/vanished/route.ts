import { route } from '@/lib/http/route';
import { SyncView, VanishedVerdict } from '@/lib/sync/contract';
import { judgeVanished, readSync } from '@/lib/sync/service';

export const POST = route(
  {
    role: 'admin',
    summary: 'Says whether people whom Marketo no longer shows are gone',
    body: VanishedVerdict,
    answer: SyncView,
  },
  async (ctx, { body }) => {
    await judgeVanished(ctx, body);
    return readSync(ctx);
  },
);
