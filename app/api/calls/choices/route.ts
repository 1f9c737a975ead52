import { readCallChoices } from '@/lib/calls/choices';
import { CallChoices } from '@/lib/calls/contract';
import { route } from '@/lib/http/route';

export const GET = route(
  { role: 'user', summary: 'Outcomes and reasons that can be said of a call', answer: CallChoices },
  (ctx) => readCallChoices(ctx.db),
);
