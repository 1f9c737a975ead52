import { route } from '@/lib/http/route';
import { ReconcileView, RepairInput } from '@/lib/reconcile/contract';
import { readReconcile, repairReconcile } from '@/lib/reconcile/service';

export const POST = route(
  {
    role: 'admin',
    summary: 'Reads everybody again whom a comparison found different',
    body: RepairInput,
    answer: ReconcileView,
  },
  async (ctx, { body }) => {
    await repairReconcile(ctx, body);
    return readReconcile(ctx);
  },
);
