import { CallBudgetInput, CallBudgetView } from '@/lib/call-budget/contract';
import { readCallBudget, saveCallBudget } from '@/lib/call-budget/service';
import { route } from '@/lib/http/route';

export const GET = route(
  { role: 'admin', summary: "What was used of Marketo's limits, by whom, and what is to come", answer: CallBudgetView },
  (ctx) => readCallBudget(ctx),
);
export const PUT = route(
  {
    role: 'admin',
    summary: 'Chooses how often the feeds are asked, and when loads rest',
    answer: CallBudgetView,
    body: CallBudgetInput,
  },
  (ctx, { body }) => saveCallBudget(ctx, body),
);
