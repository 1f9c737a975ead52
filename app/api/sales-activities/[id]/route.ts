import { SalesActivityDetail, SalesActivityParams } from '@/lib/deliveries/contract';
import { readSalesActivity } from '@/lib/deliveries/service';
import { route } from '@/lib/http/route';

export const GET = route(
  {
    role: 'user',
    summary: 'One sales activity: what became of it at each destination, why, and what happens next',
    params: SalesActivityParams,
    answer: SalesActivityDetail,
  },
  (ctx, { params }) => readSalesActivity(ctx, params.id),
);
