import { retryDeliveries } from '@/db/queries/deliveries';
import { deleteRetry, insertRetry } from '@/db/queries/delivery-retries';
import type { Ctx } from '../context';
import { wakeDeliveries } from '../sales-activities/wake-deliveries';

type Chosen = { key: string } | { problemId: string; userId?: string };

/** Lets deliveries of a problem go again in somebody's name, and wakes the jobs that carry them. Answers how many go. */
export async function letGoAgain(
  ctx: Ctx,
  { where, problemId, by }: { where: Chosen; problemId: string; by: string },
): Promise<number> {
  const at = ctx.clock.now();
  const going = await ctx.db.transaction(async (tx) => {
    const retryId = await insertRetry(tx, { problemId, userId: by, at });
    const moved = await retryDeliveries(tx, { where, retryId, at });
    if (moved.length === 0) await deleteRetry(tx, retryId);
    return moved;
  });
  await wakeDeliveries(ctx, going);
  return going.length;
}
