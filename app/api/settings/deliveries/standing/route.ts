import { route } from '@/lib/http/route';
import { StandingView } from '@/lib/sales-activities/contract';
import { readStanding } from '@/lib/sales-activities/standing';

export const GET = route(
  {
    role: 'admin',
    summary: 'What waits for delivery, went out and failed, per destination, and why nothing goes out',
    answer: StandingView,
  },
  (ctx) => readStanding(ctx),
);
