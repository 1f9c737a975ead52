import { ActivityTypesView } from '@/lib/activity-types/contract';
import { readActivityTypes } from '@/lib/activity-types/service';
import { route } from '@/lib/http/route';

export const GET = route(
  {
    role: 'admin',
    summary: 'The custom activity types that deliveries to Marketo need, as they stand there',
    answer: ActivityTypesView,
  },
  (ctx) => readActivityTypes(ctx),
);
