import { route } from '@/lib/http/route';
import { SalesActivityBatch, SalesActivityResults } from '@/lib/sales-activities/contract';
import { reportSalesActivities } from '@/lib/sales-activities/service';

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
