import { route } from '@/lib/http/route';
import { ReconcileView } from '@/lib/reconcile/contract';
import { readReconcile, startReconcile } from '@/lib/reconcile/service';

export const POST = route(
  { role: 'admin', summary: 'Begins a full comparison, which changes nobody', answer: ReconcileView },
  async (ctx) => {
    await startReconcile(ctx);
    return readReconcile(ctx);
  },
);
