import { orderChoices } from '@/lib/calls/choices';
import { CallChoices, ChoiceListParams, ChoiceOrder } from '@/lib/calls/contract';
import { route } from '@/lib/http/route';

export const PUT = route(
  {
    role: 'admin',
    summary: 'Orders the outcomes or the reasons',
    params: ChoiceListParams,
    body: ChoiceOrder,
    answer: CallChoices,
  },
  (ctx, { params, body }) => orderChoices(ctx, params.list, body),
);
