import { route } from '@/lib/http/route';
import { checkMarketoLoading } from '@/lib/settings/loading';

export const POST = route({ role: 'admin' }, (ctx) => checkMarketoLoading(ctx));
