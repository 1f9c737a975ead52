import { route } from '@/lib/http/route';
import { PeopleFilters } from '@/lib/people/contract';
import { listPeopleFilters } from '@/lib/people/service';

export const GET = route(
  { role: 'user', summary: 'Owners, sources and companies there are, most people first', answer: PeopleFilters },
  (ctx) => listPeopleFilters(ctx),
);
