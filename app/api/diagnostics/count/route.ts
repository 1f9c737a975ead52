import { OpenProblems } from '@/lib/diagnostics/contract';
import { countProblems } from '@/lib/diagnostics/service';
import { route } from '@/lib/http/route';

export const GET = route(
  { role: 'admin', summary: 'How many problems of deliveries are open', answer: OpenProblems },
  (ctx) => countProblems(ctx),
);
