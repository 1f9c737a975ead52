import { z } from 'zod';
import { ActivitiesQuery } from '@/lib/activity-grid/contract';
import { loadActivities } from '@/lib/activity-grid/service';
import { route } from '@/lib/http/route';

const Params = z.object({ marketoId: z.coerce.number().int().positive() });

export const GET = route({ role: 'user', params: Params, query: ActivitiesQuery }, (ctx, { params, query }) =>
  loadActivities(ctx, params.marketoId, query),
);
