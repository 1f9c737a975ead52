import { createHash } from 'node:crypto';
import { type PersonReference, type SalesActivityBody, sellerAttributes } from './model';

type Told = { body: SalesActivityBody; person: PersonReference; userId: string; occurredAt: Date };

/**
 * A digest of what a reporter told, the same however it was written down. It has the person as named, not as found, so
 * that a merge in between makes no difference.
 */
export function fingerprintOf({ body, person, userId, occurredAt }: Told): string {
  const { [sellerAttributes[body.kind]]: _, ...payload } = body.payload as Record<string, unknown>;
  const email = person.marketoId === undefined ? person.email?.toLowerCase() : undefined;
  const told = {
    kind: body.kind,
    person: { marketoId: person.marketoId, email },
    userId,
    occurredAt: occurredAt.toISOString(),
    payload,
  };
  return createHash('sha256').update(canonical(told)).digest('hex');
}

// What is not known is left out, so that an attribute that a later version adds makes no other digest.
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const known = Object.entries(value).filter(([, one]) => one !== null && one !== undefined);
  return `{${known
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, one]) => `${JSON.stringify(name)}:${canonical(one)}`)
    .join(',')}}`;
}
