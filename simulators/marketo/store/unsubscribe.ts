/** Unsubscribing is durable: it holds for everybody of the same address, and outlives the person. */
import type { Lead, LeadValue, WorldContext } from './state';

export function hasUnsubscribed({ state }: WorldContext, email: LeadValue | undefined): boolean {
  return email !== undefined && state.unsubscribed.has(addressOf(email));
}

/** What this person answers from now on counts for its address. */
export function rememberAnswer({ state }: WorldContext, { email, unsubscribed }: Lead['values']): void {
  if (email === undefined) return;
  if (unsubscribed === true) state.unsubscribed.add(addressOf(email));
  else state.unsubscribed.delete(addressOf(email));
}

export function othersAtAddress({ state }: WorldContext, lead: Lead): number[] {
  const { email } = lead.values;
  if (email === undefined) return [];
  const address = addressOf(email);
  const found: number[] = [];
  for (const other of state.leads.candidates('email', [address]))
    if (other.id !== lead.id && addressOf(other.values.email ?? '') === address) found.push(other.id);
  return found;
}

function addressOf(email: LeadValue): string {
  return String(email).toLowerCase();
}
