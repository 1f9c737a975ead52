export const errorStatus = {
  bad_request: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  rate_limited: 429,
  provider_rejected: 422,
  internal: 500,
  provider_unavailable: 502,
  not_configured: 503,
} as const;
export type ErrorCode = keyof typeof errorStatus;

/** A failure the user is told about in its own words. `fields` maps an input's name to what was expected. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly fields?: Record<string, string>;
  readonly retryAfterMs?: number;

  // Next bundles this module more than once in a process; an error of another copy is an AppError all the same.
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === 'AppError';
  }

  constructor(
    readonly code: ErrorCode,
    message: string,
    options: { fields?: Record<string, string>; retryAfterMs?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.fields = options.fields;
    this.retryAfterMs = options.retryAfterMs;
  }
}
