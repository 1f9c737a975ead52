import { route } from '@/lib/http/route';
import { MarketoLoading, MarketoLoadingInput } from '@/lib/settings/contract';
import { readMarketoLoading, saveMarketoLoading } from '@/lib/settings/loading';

export const GET = route(
  { role: 'admin', summary: 'How the first load reads people, and why', answer: MarketoLoading },
  (ctx) => readMarketoLoading(ctx),
);
export const PUT = route(
  {
    role: 'admin',
    summary: 'Chooses how the first load reads people',
    answer: MarketoLoading,
    body: MarketoLoadingInput,
  },
  (ctx, { body }) => saveMarketoLoading(ctx, body),
);
