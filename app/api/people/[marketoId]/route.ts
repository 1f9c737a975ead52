import { methodNotAllowed, redirectTo, route } from '@/lib/http/route';
import { PersonDetail, PersonParams } from '@/lib/people/contract';
import { readOnly } from '@/lib/people/read-only';
import { readPerson } from '@/lib/people/service';

export const GET = route(
  {
    role: 'user',
    scope: 'people:read',
    summary: 'One person; 307 to the person a merged one became',
    answer: PersonDetail,
    params: PersonParams,
  },
  async (ctx, { params }) => {
    const person = await readPerson(ctx, params.marketoId);
    return 'mergedInto' in person ? redirectTo(`/api/people/${person.mergedInto}`) : person;
  },
);

export const POST = methodNotAllowed('GET', readOnly);
export const PUT = POST;
export const PATCH = POST;
export const DELETE = POST;
