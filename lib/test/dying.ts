/** A process that ends, or stands still, in the middle of a delivery. */
import { sql } from 'drizzle-orm';
import { deliveries } from '@/db/schema';
import type { Ctx } from '../context';

/**
 * `ctx` whose process dies around the call that sends: nothing it would do afterwards happens. With `until` it only
 * stands still that long, and then goes on as if nothing had happened.
 */
export function killedAt(ctx: Ctx, when: 'before the call' | 'after the call', until?: Promise<void>): Ctx {
  const end = async () => {
    if (!until) throw new Error('The process is dead');
    await until;
  };
  return {
    ...ctx,
    marketo: async (lane, feature) => {
      const client = await ctx.marketo(lane, feature);
      return {
        ...client,
        addCustomActivities: async (input) => {
          if (when === 'before the call') await end();
          const answer = await client.addCustomActivities(input);
          if (when === 'after the call') await end();
          return answer;
        },
      };
    },
  };
}

/** As if their time were over. */
export async function expireLeasesNow(ctx: Ctx): Promise<void> {
  await ctx.db.update(deliveries).set({ leasedUntil: ctx.clock.now() }).where(sql`state = 'sending'`);
}
