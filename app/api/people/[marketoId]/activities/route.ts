import { ActivitiesPage, ActivitiesQuery } from '@/lib/activity-grid/contract';
import { loadActivities } from '@/lib/activity-grid/service';
import { route } from '@/lib/http/route';
import { PersonParams } from '@/lib/people/contract';

export const GET = route(
  {
    role: 'user',
    summary: 'Activities of a person, newest first, read from Marketo',
    answer: ActivitiesPage,
    params: PersonParams,
    query: ActivitiesQuery,
  },
  (ctx, { params, query }) => loadActivities(ctx, params.marketoId, query),
);
