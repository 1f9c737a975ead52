/** Who a task belongs to when somebody else's connection makes it: the seller, found in Salesforce by the address. */
import { z } from 'zod';
import { selectUsers } from '@/db/queries/users';
import type { SalesforceClient } from '@/lib/salesforce/client';
import { findOwners } from '@/lib/salesforce/find-owners';
import type { SyncCtx } from '../engine';
import type { Wanted } from './choose-records';
import type { Sender } from './senders';

/** Known owners by org and seller; null where the org has no such user. Kept in the job's checkpoint. */
export const KnownOwners = z.record(
  z.string(),
  z.object({ sfUserId: z.string().nullable(), askedAt: z.coerce.date() }),
);
export type KnownOwners = z.infer<typeof KnownOwners>;

export type Owners = {
  /** `wanted` with their owners: null leaves the task to the connected user. Throws ProviderFault. */
  named(ctx: SyncCtx, turn: { client: SalesforceClient; sender: Sender }, wanted: Wanted[]): Promise<Wanted[]>;
  known(): KnownOwners;
};

const dayMs = 24 * 3_600_000;

/** Asks for each seller at most once a day. */
export function createOwners(before: KnownOwners): Owners {
  let known = before;
  return {
    known: () => known,
    async named(ctx, { client, sender }, wanted) {
      // Whoever is connected owns what he or she does.
      if (sender.purpose === 'seller') return wanted;
      const now = ctx.clock.now();
      const id = (sellerId: string) => `${sender.org.orgId} ${sellerId}`;
      const sellers = [...new Set(wanted.map(({ due }) => due.delivery.userId))];
      const asked = sellers.filter((seller) => {
        const one = known[id(seller)];
        return !one || now.getTime() - one.askedAt.getTime() > dayMs;
      });
      if (asked.length > 0) {
        const users = await selectUsers(ctx.db, asked);
        const found = await findOwners(
          client,
          users.map(({ email }) => email),
        );
        const fresh = users.map((user) => {
          const sfUserId = found.get(user.email.toLowerCase()) ?? null;
          return [id(user.id), { sfUserId, askedAt: now }] as const;
        });
        known = { ...known, ...Object.fromEntries(fresh) };
      }
      return wanted.map((one) => ({ ...one, ownerId: known[id(one.due.delivery.userId)]?.sfUserId ?? null }));
    },
  };
}
