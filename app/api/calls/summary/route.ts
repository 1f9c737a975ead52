import { CallsFilter, CallsSummary } from '@/lib/calls/contract';
import { summarizeCalls } from '@/lib/calls/service';
import { route } from '@/lib/http/route';

export const GET = route(
  { role: 'user', summary: 'How many calls were answered and how many not', query: CallsFilter, answer: CallsSummary },
  (ctx, { query }) => summarizeCalls(ctx, query),
);
