import { route } from '@/lib/http/route';
import { readSync } from '@/lib/sync/service';

export const GET = route({ role: 'admin' }, (ctx) => readSync(ctx));
