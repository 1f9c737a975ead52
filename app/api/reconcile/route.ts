import { route } from '@/lib/http/route';
import { ReconcileView } from '@/lib/reconcile/contract';
import { readReconcile } from '@/lib/reconcile/service';

export const GET = route(
  {
    role: 'admin',
    summary: 'Comparisons of the list with Marketo, and what the last one found',
    answer: ReconcileView,
  },
  (ctx) => readReconcile(ctx),
);
