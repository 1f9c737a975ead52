import { ActivityTypesView, MakeTypesInput } from '@/lib/activity-types/contract';
import { makeActivityTypes } from '@/lib/activity-types/service';
import { route } from '@/lib/http/route';

export const POST = route(
  {
    role: 'admin',
    summary: 'Has a job make the activity types that are missing in Marketo',
    body: MakeTypesInput,
    answer: ActivityTypesView,
  },
  (ctx, { body }) => makeActivityTypes(ctx, body),
);
