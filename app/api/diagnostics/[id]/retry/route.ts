import { ProblemParams, RetryQuery, RetryStarted } from '@/lib/diagnostics/contract';
import { retryProblem } from '@/lib/diagnostics/service';
import { route } from '@/lib/http/route';

export const POST = route(
  {
    role: 'user',
    summary: 'Lets all deliveries of a problem go again; sellers their own',
    params: ProblemParams,
    query: RetryQuery,
    answer: RetryStarted,
  },
  (ctx, { params, query }) => retryProblem(ctx, params.id, query),
);
