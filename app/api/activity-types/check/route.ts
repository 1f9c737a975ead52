import { ActivityTypesView } from '@/lib/activity-types/contract';
import { checkActivityTypes } from '@/lib/activity-types/service';
import { route } from '@/lib/http/route';

export const POST = route(
  { role: 'admin', summary: 'Looks at the activity types in Marketo again', answer: ActivityTypesView },
  (ctx) => checkActivityTypes(ctx),
);
