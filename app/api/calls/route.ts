import { CallsPage, CallsQuery, CallView, LogCallInput } from '@/lib/calls/contract';
import { logCall } from '@/lib/calls/log';
import { listCalls } from '@/lib/calls/service';
import { route } from '@/lib/http/route';

export const GET = route(
  {
    role: 'user',
    summary: "The caller's calls, newest first; everybody's for an admin",
    query: CallsQuery,
    answer: CallsPage,
  },
  (ctx, { query }) => listCalls(ctx, query),
);
export const POST = route(
  {
    role: 'user',
    scope: 'sales-activities:write',
    summary: 'Logs a call of the caller, once per key',
    body: LogCallInput,
    // Notes of 32,000 characters, each of them up to six bytes in JSON.
    longestBodyBytes: 250_000,
    answer: CallView,
  },
  (ctx, { body }) => logCall(ctx, body),
);
