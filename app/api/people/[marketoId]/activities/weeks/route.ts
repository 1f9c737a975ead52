import { ActivityWeeks } from '@/lib/activity-grid/contract';
import { loadWeeks } from '@/lib/activity-grid/service';
import { route } from '@/lib/http/route';
import { PersonParams } from '@/lib/people/contract';

export const GET = route(
  {
    role: 'user',
    summary: 'Activities per kind in each of the last 13 weeks',
    answer: ActivityWeeks,
    params: PersonParams,
  },
  (ctx, { params }) => loadWeeks(ctx, params.marketoId),
);
