import { methodNotAllowed, route } from '@/lib/http/route';
import { PassportQuery } from '@/lib/passport/contract';
import { readPassport } from '@/lib/passport/service';
import { PersonParams } from '@/lib/people/contract';
import { readOnly } from '@/lib/people/read-only';

export const GET = route({ role: 'user', params: PersonParams, query: PassportQuery }, (ctx, { params, query }) =>
  readPassport(ctx, params.marketoId, query),
);

export const POST = methodNotAllowed('GET', readOnly);
export const PUT = POST;
export const PATCH = POST;
export const DELETE = POST;
