import { AppError } from '@/lib/errors';
import { type FaultKind, ProviderFault } from '@/lib/provider-fault';

const reasons: Record<FaultKind, string> = {
  throttled: 'Marketo is busy',
  quota: "Today's Marketo API calls are used up",
  'signed-out': 'Marketo no longer accepts the connection',
  forbidden: 'Marketo does not allow the connection to read activities',
  unavailable: 'Marketo does not answer',
  unknown: 'Marketo does not answer',
  rejected: 'Marketo refused the question',
  gone: 'Marketo no longer has this person',
};

/** Why the newest rows are missing, in one sentence. Null for a failure that is not Marketo's and must be thrown. */
export function noticeOf(fault: unknown, rowsKnown: boolean): string | null {
  if (fault instanceof ProviderFault) return sentence(reasons[fault.kind], rowsKnown);
  if (fault instanceof AppError && fault.code === 'not_configured') {
    return sentence('Marketo is not connected', rowsKnown);
  }
  return null;
}

/** The sentence for an answer that did not come in time; reading goes on meanwhile. */
export function slowNotice(rowsKnown: boolean): string {
  return sentence('Marketo is slow to answer', rowsKnown);
}

function sentence(reason: string, rowsKnown: boolean): string {
  return `${reason}; ${rowsKnown ? 'these are the last known activities' : 'no activities could be read'}.`;
}
