import type { FaultKind } from '../provider-fault';

/** Why Marketo could not be asked about a person, to be followed by what is known here. */
export const faultWords: Record<FaultKind, string> = {
  throttled: 'Marketo is busy',
  quota: "Today's Marketo API calls are used up",
  'signed-out': 'Marketo no longer accepts the connection',
  forbidden: 'Marketo does not allow the connection to read people',
  unavailable: 'Marketo does not answer',
  unknown: 'Marketo does not answer',
  rejected: 'Marketo refused the question',
  gone: 'Marketo refused the question',
};
