/** Whose deliveries go through which connection. Pure. */
import type { ActiveConnection } from '@/db/queries/salesforce-senders';

export type Sender = ActiveConnection & {
  /** The sellers whose activities it carries. */
  sellerIds: string[];
};

/** A seller's own connection carries his or her activities; the integration's those of everybody without one. */
export function sendersFor(connections: readonly ActiveConnection[], sellerIds: readonly string[]): Sender[] {
  const integration = connections.find(({ purpose }) => purpose === 'integration');
  const ofSeller = (sellerId: string) =>
    connections.find(({ purpose, userId }) => purpose === 'seller' && userId === sellerId) ?? integration;
  return connections.flatMap((connection) => {
    const carried = sellerIds.filter((sellerId) => ofSeller(sellerId) === connection);
    return carried.length > 0 ? [{ ...connection, sellerIds: carried }] : [];
  });
}
