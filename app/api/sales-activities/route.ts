import { SalesActivityPage, SalesActivityQuery } from '@/lib/deliveries/contract';
import { listSalesActivities } from '@/lib/deliveries/service';
import { route } from '@/lib/http/route';
import { SalesActivityBatch, SalesActivityResults } from '@/lib/sales-activities/contract';
import { reportSalesActivities } from '@/lib/sales-activities/service';

export const GET = route(
  {
    role: 'user',
    summary: 'Sales activities and where each was delivered, newest first; sellers see their own',
    query: SalesActivityQuery,
    answer: SalesActivityPage,
  },
  (ctx, { query }) => listSalesActivities(ctx, query),
);

export const POST = route(
  {
    role: 'user',
    scope: 'sales-activities:write',
    summary: 'Records what sellers did, up to 100 rows with an outcome each',
    body: SalesActivityBatch,
    // A hundred rows, some with the text of a mail.
    longestBodyBytes: 1_000_000,
    answer: SalesActivityResults,
  },
  (ctx, { body }) => reportSalesActivities(ctx, body),
);
