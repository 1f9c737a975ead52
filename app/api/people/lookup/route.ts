import { methodNotAllowed, route } from '@/lib/http/route';
import { LookupQuery, LookupView } from '@/lib/lookup/contract';
import { lookUp } from '@/lib/lookup/service';
import { readOnly } from '@/lib/people/read-only';

export const GET = route(
  {
    role: 'user',
    summary: 'Why a person is not in the list, asked of Marketo',
    answer: LookupView,
    query: LookupQuery,
  },
  (ctx, { query }) => lookUp(ctx, query.of),
);

export const POST = methodNotAllowed('GET', readOnly);
export const PUT = POST;
export const PATCH = POST;
export const DELETE = POST;
