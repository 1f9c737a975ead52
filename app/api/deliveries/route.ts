import { DeliveriesQuery, DeliveriesView } from '@/lib/deliveries/contract';
import { listDeliveries } from '@/lib/deliveries/service';
import { route } from '@/lib/http/route';

export const GET = route(
  {
    role: 'user',
    summary: 'How the deliveries of up to 100 sales activities stand; sellers see their own',
    query: DeliveriesQuery,
    answer: DeliveriesView,
  },
  (ctx, { query }) => listDeliveries(ctx, query),
);
