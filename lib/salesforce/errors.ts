/** What each failure of Salesforce means for us: one table, for whole calls and for single records. Codes decide, never texts. */
import { type FaultKind, ProviderFault } from '@/lib/provider-fault';
import { type WireError, WireErrors } from './api-types';
import { ruleOf } from './error-table';

type Details = { remoteCode?: string; retryAfterMs?: number; requestId?: string; cause?: unknown };

/** A ProviderFault of Salesforce. */
export class SalesforceFault extends ProviderFault {
  constructor({ kind, message }: { kind: FaultKind; message: string }, details: Details = {}) {
    super({ provider: 'salesforce', kind, message, ...details, remoteCode: details.remoteCode ?? null });
  }
}

/** What became of a whole call that Salesforce refused. `safe` calls can be sent again without harm. */
export function faultOfAnswer(
  answer: { status: number; body: string; retryAfterMs?: number },
  { safe, requestId, random }: { safe: boolean; requestId: string; random: () => number },
): SalesforceFault {
  const errors = WireErrors.safeParse(parsed(answer.body));
  if (!errors.success) return faultOfStatus(answer, { safe, requestId });
  const error = worst(errors.data);
  const failure = failureOf(error, 'call', random);
  // An error on Salesforce's side may have come after the change was made.
  const kind = answer.status >= 500 && !safe && failure.kind === 'unavailable' ? 'unknown' : failure.kind;
  const retryAfterMs = answer.retryAfterMs ?? failure.retryAfterMs;
  return new SalesforceFault({ kind, message: failure.message }, { remoteCode: failure.code, retryAfterMs, requestId });
}

/** Why one record of a call failed: its kind, Salesforce's code, and a sentence for admins. */
export type RecordFailure = { kind: FaultKind; code: string; message: string; detail: string; retryAfterMs?: number };

/** What the failure of a single record means. */
export function failureOfRecord(failed: { code: string; message: string; fields: string[] }): RecordFailure {
  return failureOf({ statusCode: failed.code, message: failed.message, fields: failed.fields }, 'record', () => 0);
}

function failureOf(error: WireError, scope: 'call' | 'record', random: () => number): RecordFailure {
  const code = codeOf(error);
  const text = plain(error.message ?? '');
  const rule = ruleOf(code, text, random);
  const detail =
    rule.differsBy === 'fields' ? (error.fields ?? []).join(', ') : rule.differsBy === 'message' ? text : '';
  const message = `${rule.says} (${text ? `${code}: ${text}` : code})`;
  return { kind: rule[scope], code, message, detail, retryAfterMs: rule.retryAfterMs };
}

/** Of several errors the one that needs a person rather than patience. */
function worst(errors: WireError[]): WireError {
  const rank = (error: WireError) => byUrgency.indexOf(ruleOf(codeOf(error), '', () => 0).call);
  return errors.toSorted((a, b) => rank(a) - rank(b))[0] ?? {};
}
const byUrgency: FaultKind[] = [
  'signed-out',
  'forbidden',
  'rejected',
  'gone',
  'quota',
  'unknown',
  'throttled',
  'unavailable',
];

const codeOf = (error: WireError) => error.statusCode ?? error.errorCode ?? 'UNKNOWN_EXCEPTION';

/** For an answer that is not Salesforce's own: a gateway's page, a redirect. */
function faultOfStatus(
  { status, retryAfterMs }: { status: number; retryAfterMs?: number },
  { safe, requestId }: { safe: boolean; requestId: string },
): SalesforceFault {
  const { kind, says } = statusRule(status, safe);
  return new SalesforceFault(
    { kind, message: `${says} (HTTP ${status})` },
    { retryAfterMs, requestId, remoteCode: `HTTP_${status}` },
  );
}

function statusRule(status: number, safe: boolean): { kind: FaultKind; says: string } {
  const known = statusRules[status];
  if (known) return known;
  if (status >= 500) return { kind: safe ? 'unavailable' : 'unknown', says: 'A page came instead of an answer.' };
  if (status < 400) return { kind: 'forbidden', says: 'The address of the org leads elsewhere; it was not followed.' };
  return { kind: 'forbidden', says: 'Something between this server and Salesforce refused the request.' };
}

const tooLong = { kind: 'rejected', says: 'Salesforce found the request too long.' } as const;
const statusRules: Record<number, { kind: FaultKind; says: string }> = {
  300: { kind: 'forbidden', says: 'The key fits more than one record: its field has to be unique.' },
  409: { kind: 'unavailable', says: 'Somebody else was changing the same.' },
  410: { kind: 'forbidden', says: 'Salesforce has retired the API version that was used. Connect again.' },
  413: tooLong,
  414: tooLong,
  420: { kind: 'forbidden', says: 'Salesforce no longer has this org, or it expired.' },
  429: { kind: 'throttled', says: 'Salesforce asks for a pause.' },
  431: tooLong,
};

/** One line of Salesforce's text; pages and line breaks are nobody's sentence. */
export function plain(text: string): string {
  if (/<html|<!doctype/i.test(text)) return '';
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}

/** Null where the text is no JSON. */
export function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
