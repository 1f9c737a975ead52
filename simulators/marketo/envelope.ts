/** The answer every REST endpoint wraps its data in, and the error that becomes one. */
import { randomInt } from 'node:crypto';

export type Envelope = { requestId: string; success: boolean; [key: string]: unknown };

/** A business error: HTTP stays 200, the code says what happened. */
export class MarketoError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** `e42b#14272d07d78`: random hex, `#`, the time in milliseconds as hex. */
export function requestId(nowMs: number): string {
  return `${randomInt(0x10, 0xfffff).toString(16)}#${nowMs.toString(16)}`;
}

/** With the `warnings` quirk the person database adds a harmless one; the asset API brings its own. */
export function successEnvelope(
  { clock, settings }: { clock: { nowMs(): number }; settings: { quirks: { warnings: boolean } } },
  body: Record<string, unknown>,
): Envelope {
  const warnings = settings.quirks.warnings ? { warnings: [{ code: 1, message: 'This endpoint will change' }] } : {};
  return { requestId: requestId(clock.nowMs()), ...warnings, ...body, success: true };
}

/** Carries no `result`, as on the real API. */
export function errorEnvelope(nowMs: number, code: string, message: string): Envelope {
  return { requestId: requestId(nowMs), success: false, errors: [{ code, message }] };
}

/** Real wording where it is known; used when a fault names only the code. */
export const standardMessages: Record<string, string> = {
  '500': 'Internal server error',
  '502': 'Bad gateway',
  '601': 'Access token invalid',
  '602': 'Access token expired',
  '603': 'Access denied',
  '604': 'Request timed out',
  '605': "Request method 'POST' not supported",
  '606': "Max rate limit '100' exceeded with in '20' secs",
  '607': 'Daily quota reached',
  '608': 'API temporarily unavailable',
  '609': 'Invalid JSON',
  '610': 'Requested resource not found',
  '611': 'System error',
  '612': 'Invalid content type',
  '614': 'Invalid subscription',
  '615': "Concurrent access limit '10' reached",
  '702': 'No data found',
  '713': 'Transient error',
  '703': 'Feature not enabled',
  '1001': "Invalid value. Required of type 'String'",
  '1003': 'Invalid data',
  '1004': 'Lead not found',
  '1006': 'Field not found',
  '1013': 'Object not found',
  '1029': 'Too many jobs in queue',
  '1035': 'Unsupported filter type for target subscription',
};
