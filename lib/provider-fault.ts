export const providers = ['marketo', 'salesforce'] as const;
export type Provider = (typeof providers)[number];

/** What a provider's failure means for us; lib/sync/policy.ts says what each kind does to a row and to a job. */
export const faultKinds = [
  'throttled',
  'quota',
  'signed-out',
  'forbidden',
  'unavailable',
  'unknown',
  'rejected',
  'gone',
] as const;
export type FaultKind = (typeof faultKinds)[number];

type Details = {
  provider: Provider;
  kind: FaultKind;
  /** The provider's own code, e.g. "606" or "UNABLE_TO_LOCK_ROW"; null for a transport failure. */
  remoteCode: string | null;
  message: string;
  retryAfterMs?: number;
  /** The provider's request id, to quote to its support. */
  requestId?: string;
  cause?: unknown;
};

/** A provider did not do what was asked. Thrown by transports only; carries no secret and no request body. */
export class ProviderFault extends Error {
  override readonly name = 'ProviderFault';
  readonly provider: Provider;
  readonly kind: FaultKind;
  readonly remoteCode: string | null;
  readonly retryAfterMs?: number;
  readonly requestId?: string;

  // Next bundles this module more than once in a process; a fault of another copy is a fault all the same.
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === 'ProviderFault';
  }

  constructor(details: Details) {
    super(details.message, { cause: details.cause });
    this.provider = details.provider;
    this.kind = details.kind;
    this.remoteCode = details.remoteCode;
    this.retryAfterMs = details.retryAfterMs;
    this.requestId = details.requestId;
  }
}
