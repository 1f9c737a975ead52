import { route } from '@/lib/http/route';
import { testMarketo } from '@/lib/settings/test-connection';

export const POST = route({ role: 'admin' }, (ctx) => testMarketo(ctx));
