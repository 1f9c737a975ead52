/** Whose deliveries go through which connection. Pure. */
import type { Carrier } from '@/db/queries/salesforce-senders';
import { carrierOf, type OrgCapabilities } from '@/lib/salesforce-connections/model';

/** A connection that works, to an org that has told what it offers. */
export type Sender = Carrier & {
  org: Carrier['org'] & { capabilities: OrgCapabilities };
  /** The sellers whose activities it carries. */
  sellerIds: string[];
};

/** The connections that can take something now of these sellers. */
export function sendersFor(connections: readonly Carrier[], sellerIds: readonly string[]): Sender[] {
  return connections.flatMap((connection) => {
    const { org, state } = connection;
    const carried = sellerIds.filter((sellerId) => carrierOf(connections, sellerId) === connection);
    if (state !== 'active' || !org.capabilities || carried.length === 0) return [];
    return [{ ...connection, org: { ...org, capabilities: org.capabilities }, sellerIds: carried }];
  });
}
