import { methodNotAllowed, route } from '@/lib/http/route';
import { PeoplePage, PeopleQuery } from '@/lib/people/contract';
import { readOnly } from '@/lib/people/read-only';
import { listPeople } from '@/lib/people/service';

export const GET = route(
  {
    role: 'user',
    scope: 'people:read',
    summary: 'People who have a sales owner',
    answer: PeoplePage,
    query: PeopleQuery,
  },
  (ctx, { query }) => listPeople(ctx, query),
);

export const POST = methodNotAllowed('GET', readOnly);
export const PUT = POST;
export const PATCH = POST;
export const DELETE = POST;
