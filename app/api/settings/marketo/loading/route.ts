import { route } from '@/lib/http/route';
import { MarketoLoadingInput } from '@/lib/settings/contract';
import { readMarketoLoading, saveMarketoLoading } from '@/lib/settings/loading';

export const GET = route({ role: 'admin' }, (ctx) => readMarketoLoading(ctx));
export const PUT = route({ role: 'admin', body: MarketoLoadingInput }, (ctx, { body }) =>
  saveMarketoLoading(ctx, body),
);
