import { route } from '@/lib/http/route';
import { DeliverySwitchesInput, DeliverySwitchesView } from '@/lib/sales-activities/contract';
import { readDeliverySwitches, switchDeliveries } from '@/lib/sales-activities/switches';

export const GET = route(
  { role: 'admin', summary: 'Which sales activities go to which destination', answer: DeliverySwitchesView },
  (ctx) => readDeliverySwitches(ctx.db),
);
export const PUT = route(
  {
    role: 'admin',
    summary: 'Switches kinds of sales activities on or off for destinations',
    body: DeliverySwitchesInput,
    answer: DeliverySwitchesView,
  },
  (ctx, { body }) => switchDeliveries(ctx, body),
);
