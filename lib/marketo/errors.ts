/** What each failure of Marketo means for us: one table, after Adobe's list of error codes and what real clients retry. */
import { quotaReturnsAt } from '@/lib/call-budget/model';
import { type FaultKind, ProviderFault } from '@/lib/provider-fault';

export type WireError = { code: string; message: string };

/**
 * What the transport may do by itself. `new-token`: fetch one and replay, nothing was executed. `after-pause`: the
 * whole instance has to rest first, nothing was executed. `soon`: a read may simply be tried again.
 */
export type Retry = 'new-token' | 'after-pause' | 'soon' | 'never';

export type Verdict = {
  kind: FaultKind;
  retry: Retry;
  message: string;
  retryAfterMs?: number;
  /** Where Marketo gave no code itself, and ours says more than none. */
  remoteCode?: string;
  /** A request that writes may have been executed all the same. */
  mayHaveHappened?: true;
};

/** A ProviderFault of Marketo that also says whether the transport may try again. */
export class MarketoFault extends ProviderFault {
  readonly retry: Retry;
  readonly mayHaveHappened: boolean;

  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof ProviderFault && 'retry' in value;
  }

  constructor(verdict: Verdict, details: { remoteCode?: string; requestId?: string; cause?: unknown } = {}) {
    const remoteCode = details.remoteCode ?? verdict.remoteCode ?? null;
    super({ provider: 'marketo', ...verdict, ...details, remoteCode });
    this.retry = verdict.retry;
    this.mayHaveHappened = verdict.mayHaveHappened ?? false;
  }
}

/** What a failure means for a request that writes: where it may have happened, nobody may send it again unseen. */
export function faultOfWrite(error: unknown): unknown {
  if (!(error instanceof MarketoFault) || !error.mayHaveHappened) return error;
  const { remoteCode, requestId } = error;
  const message = `${error.message} It may have been done all the same.`;
  const details = { remoteCode: remoteCode ?? undefined, requestId, cause: error };
  return new MarketoFault({ kind: 'unknown', retry: 'never', message, mayHaveHappened: true }, details);
}

/** A write whose turn came when it might not be sent any more. Nothing was executed. */
export function turnCameTooLate(): MarketoFault {
  const message = 'The call had to wait for its turn for too long, and was not made.';
  return new MarketoFault({ kind: 'throttled', retry: 'never', message });
}

/**
 * Judges an error of the answer's envelope. Null means that it is no failure: there was nothing to find, or it was
 * done before. `random` (0 to 1) spreads the pauses of many processes.
 */
export function verdictOf(error: WireError, now: Date, random: () => number): Verdict | null {
  const { code } = error;
  if (harmless.has(code)) return null;
  if (code === '1029') return exportVerdict(error, now);
  if (code === '601' || code === '602')
    return { kind: 'signed-out', retry: 'new-token', message: sentence.token(code) };
  if (code === '603') return { kind: 'forbidden', retry: 'never', message: sentence.denied };
  if (code === '606') return pause(sentence.rate, 20_000 + random() * 1_000);
  if (code === '615') return pause(sentence.concurrency, 300 + random() * 2_700);
  if (code === '607') return quota(sentence.quota, now);
  const outage = outages[code];
  if (outage) {
    const { notExecuted, ...said } = outage;
    const message = `${outage.message} (Marketo code ${code}).`;
    return { kind: 'unavailable', retry: 'soon', ...said, message, ...(!notExecuted && { mayHaveHappened: true }) };
  }
  const explained = explanations[code] ?? 'Marketo refused the request';
  const kind = code === '1004' ? 'gone' : 'rejected';
  const message = `${explained}: ${error.message.replace(/\.$/, '')} (Marketo code ${code}).`;
  return { kind, retry: 'never', message, ...(!refusal.test(code) && { mayHaveHappened: true }) };
}

// Adobe's classes of requests that were not executed. What a code outside of them means, nobody can tell.
const refusal = /^(6|7|10)\d\d$/;

/** The verdict for an answer that is not Marketo's envelope at all: a gateway's page, a cut-off body, a wrong address. */
export function verdictOfStatus(status: number, retryAfterMs?: number): Verdict {
  if (status === 429) return pause(sentence.rate, retryAfterMs ?? 20_000);
  if (status >= 500) return unreachable(`Marketo's gateway answered with an error page (HTTP ${status}).`);
  if (status === 413 || status === 414) {
    const message = `Marketo found the request too long (HTTP ${status}).`;
    return { kind: 'rejected', retry: 'never', remoteCode: `${status}`, message };
  }
  if (status >= 300) {
    const message = `Marketo's address answered with HTTP ${status}: check that the base URL is the one of the REST API.`;
    return { kind: 'rejected', retry: 'never', remoteCode: notMarketo, message };
  }
  return unreachable('Marketo sent an answer that was cut off or is not JSON.');
}

/** As `remoteCode`: what answered is a gateway or another site, and nothing came to Marketo. */
export const notMarketo = 'NOT_MARKETO';

/** What Marketo never says itself about an export file, as `remoteCode`: both ask for a new export. */
export const exportFaults = { fileGone: 'file-gone', wrongChecksum: 'wrong-checksum' } as const;

/** Whether the export is lost for good: its file is gone, or is not what Marketo promised. */
export function needsNewExport(error: unknown): boolean {
  const lost: (string | null)[] = Object.values(exportFaults);
  return error instanceof ProviderFault && lost.includes(error.remoteCode);
}

/** A file that Marketo calls complete and does not have: it was never kept, or is older than a week. */
export function fileGone(): MarketoFault {
  const message = 'Marketo no longer has the file of this export; it has to be made again.';
  return new MarketoFault({ kind: 'gone', retry: 'never', message }, { remoteCode: exportFaults.fileGone });
}

/** A file that differs from the checksum Marketo gave. */
export function wrongChecksum(): MarketoFault {
  const message = 'The export file does not match the checksum Marketo gave; nothing of it was used.';
  return new MarketoFault({ kind: 'unavailable', retry: 'never', message }, { remoteCode: exportFaults.wrongChecksum });
}

/** The verdict for a call that got no usable answer. */
export function unreachable(message: string): Verdict {
  return { kind: 'unavailable', retry: 'soon', message, mayHaveHappened: true };
}

/** The verdict for a call that never left: there was nobody to send it to. */
export function neverSent(message: string): Verdict {
  return { kind: 'unavailable', retry: 'soon', message };
}

// 702 no data found, 1015 not in the list, 1017 exists already.
const harmless = new Set(['702', '1015', '1017']);

// By Adobe's words nothing with a code from 600 on was executed. 604 and 611 were seen otherwise, and what is said of
// codes outside of the 600s is not precise enough to send a write again.
const outages: Record<string, { message: string; retry?: Retry; retryAfterMs?: number; notExecuted?: true }> = {
  500: { message: 'Marketo had an internal error' },
  502: { message: "Marketo's gateway failed" },
  604: { message: 'Marketo took too long to answer' },
  608: { message: "Marketo's API is temporarily unavailable", retryAfterMs: 5_000, notExecuted: true },
  611: { message: 'Marketo had a system error' },
  614: {
    message: 'Marketo cannot reach this subscription at the moment',
    retry: 'never',
    retryAfterMs: 60_000,
    notExecuted: true,
  },
  713: { message: 'Marketo had a passing error' },
  714: { message: 'Marketo could not complete the call' },
  719: { message: 'Marketo waited too long for a lock' },
};

const explanations: Record<string, string> = {
  610: 'Marketo does not know this address, or the feature is not switched on in this subscription',
  703: 'This feature is not switched on in this Marketo subscription',
  1004: 'Marketo does not know this person (any more)',
  1006: 'A field that is read no longer exists in Marketo; check the fields in the Marketo settings',
  1011: 'Marketo cannot search by this field',
  1013: 'Marketo does not have this list or export (any more)',
  1027: 'This Marketo instance has as many custom activity types as it may have',
  1028: 'A custom activity type has as many attributes as it may have',
  1035: 'This Marketo subscription does not offer this filter',
};

const sentence = {
  token: (code: string) =>
    `Marketo does not accept the access token it has just issued (Marketo code ${code}). Check the custom service in Marketo's LaunchPoint.`,
  denied:
    "Marketo denied access (Marketo code 603): the API role lacks a permission, or this server's address is not on Marketo's allow list.",
  rate: "Marketo's limit of calls in 20 seconds, shared by all its integrations, is reached.",
  concurrency: 'Marketo is already answering as many calls at once as it allows.',
  exportQuota: "Marketo's daily quota of bulk exports is used up. It starts anew at midnight US Central Time.",
  quota: "Marketo's daily quota of API calls is used up. It starts anew at midnight US Central Time.",
};

function pause(message: string, retryAfterMs: number): Verdict {
  return { kind: 'throttled', retry: 'after-pause', message, retryAfterMs: Math.round(retryAfterMs) };
}

function quota(message: string, now: Date): Verdict {
  const retryAfterMs = quotaReturnsAt(now).getTime() - now.getTime();
  return { kind: 'quota', retry: 'never', message, retryAfterMs };
}

/** One code, three meanings: the export quota of the day is spent, the job is queued already, or the queue is full. */
function exportVerdict({ message }: WireError, now: Date): Verdict | null {
  if (/quota/i.test(message)) return quota(sentence.exportQuota, now);
  if (/already/i.test(message)) return null;
  const text = "Marketo's queue of bulk exports is full (Marketo code 1029).";
  return { kind: 'throttled', retry: 'never', message: text, retryAfterMs: 60_000 };
}
