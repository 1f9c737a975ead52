import { route } from '@/lib/http/route';
import { ReconcileView } from '@/lib/reconcile/contract';
import { readReconcile, stopReconcile } from '@/lib/reconcile/service';

export const POST = route(
  { role: 'admin', summary: 'Ends the comparison that is under way', answer: ReconcileView },
  async (ctx) => {
    await stopReconcile(ctx);
    return readReconcile(ctx);
  },
);
