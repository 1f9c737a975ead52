import { route } from '@/lib/http/route';
import { listPeopleFilters } from '@/lib/people/service';

export const GET = route({ role: 'user' }, (ctx) => listPeopleFilters(ctx));
