import { DeliveryParams, RetryView } from '@/lib/deliveries/contract';
import { retryDelivery } from '@/lib/deliveries/service';
import { route } from '@/lib/http/route';

export const POST = route(
  {
    role: 'user',
    summary: 'Lets one delivery that failed go again; sellers their own',
    params: DeliveryParams,
    answer: RetryView,
  },
  (ctx, { params }) => retryDelivery(ctx, params.key),
);
