import { ProblemPage, ProblemParams, ProblemQuery } from '@/lib/diagnostics/contract';
import { readProblem } from '@/lib/diagnostics/service';
import { route } from '@/lib/http/route';

export const GET = route(
  {
    role: 'user',
    summary: 'One problem and the deliveries it stops; sellers see their own',
    params: ProblemParams,
    query: ProblemQuery,
    answer: ProblemPage,
  },
  (ctx, { params, query }) => readProblem(ctx, params.id, query),
);
