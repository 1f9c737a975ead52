import { methodNotAllowed, route } from '@/lib/http/route';
import { PassportPage, PassportQuery } from '@/lib/passport/contract';
import { readPassport } from '@/lib/passport/service';
import { PersonParams } from '@/lib/people/contract';
import { readOnly } from '@/lib/people/read-only';

export const GET = route(
  {
    role: 'user',
    summary: 'What happened to a person here, newest first, and why he or she is in the list or not',
    answer: PassportPage,
    params: PersonParams,
    query: PassportQuery,
  },
  (ctx, { params, query }) => readPassport(ctx, params.marketoId, query),
);

export const POST = methodNotAllowed('GET', readOnly);
export const PUT = POST;
export const PATCH = POST;
export const DELETE = POST;
