import { z } from 'zod';
import { apiScopes } from './model';
import { unmetPasswordRules, unmetRulesSentence } from './password-policy';

const Email = z
  .string('Expected an e-mail address')
  .trim()
  .toLowerCase()
  .pipe(z.email('Expected an e-mail address').max(254, 'Expected an e-mail address'));

/** A password that may be set; the message names every rule it breaks. */
export const NewPassword = z.string('Expected a password').superRefine((password, context) => {
  const unmet = unmetPasswordRules(password);
  if (unmet.length > 0) context.addIssue({ code: 'custom', message: unmetRulesSentence(unmet) });
});

/** What the sign-in form sends. The policy is not applied: it may have changed since the password was set. */
export const Credentials = z.object({ email: Email, password: z.string().min(1).max(1024) });
export type Credentials = z.infer<typeof Credentials>;

export const NewAdmin = z.object({
  email: Email,
  name: z.string('Expected a name').trim().min(1, 'Expected a name').max(200, 'Expected at most 200 characters'),
  password: NewPassword,
});
export type NewAdmin = z.infer<typeof NewAdmin>;

/** POST /api/setup: the first admin, made with the token of the one-time link. */
export const SetupInput = NewAdmin.extend({ token: z.string().min(1).max(200) });
export type SetupInput = z.infer<typeof SetupInput>;

export const SetupDone = z.object({ email: z.string() });
export type SetupDone = z.infer<typeof SetupDone>;

/** Why a sign-in failed, as carried in next-auth's `error` parameter. */
export type SignInFailure = { kind: 'wrong' } | { kind: 'locked'; retryAfterSeconds: number } | { kind: 'failed' };

/** The word for a lock-out in next-auth's `error` parameter. */
export function lockedError(retryAfterMs: number): string {
  return `locked:${Math.ceil(retryAfterMs / 1000)}`;
}

/** Reads next-auth's `error` parameter; whatever it does not know is `failed`. */
export function signInFailureFrom(error: string): SignInFailure {
  if (error === 'CredentialsSignin') return { kind: 'wrong' };
  const locked = /^locked:(\d{1,6})$/.exec(error);
  return locked ? { kind: 'locked', retryAfterSeconds: Number(locked[1]) } : { kind: 'failed' };
}

export const ApiToken = z.object({
  id: z.uuid(),
  name: z.string(),
  /** The last characters of the secret. */
  ending: z.string(),
  scopes: z.array(z.enum(apiScopes)),
  createdAt: z.iso.datetime(),
  /** Null when it never expires. */
  expiresAt: z.iso.datetime().nullable(),
  expired: z.boolean(),
  /** To the minute; null when it never was. */
  lastUsedAt: z.iso.datetime().nullable(),
});
export type ApiToken = z.infer<typeof ApiToken>;

/** Newest first; revoked ones are left out. */
export const ApiTokens = z.object({ tokens: z.array(ApiToken) });
export type ApiTokens = z.infer<typeof ApiTokens>;

export const NewApiToken = z.object({
  name: z
    .string('Expected a name')
    .trim()
    .min(1, 'Expected a name')
    .max(100, 'Expected at most 100 characters')
    .refine((name) => !name.includes('\0') && name.isWellFormed(), 'Expected plain text'),
  scopes: z.array(z.enum(apiScopes)).min(1, 'Choose at least one'),
  /** Null for a token that never expires. */
  expiresInDays: z.int().min(1).max(365).nullable(),
});
export type NewApiToken = z.infer<typeof NewApiToken>;

/** The one time that the secret is shown. */
export const ApiTokenMade = z.object({ token: ApiToken, secret: z.string() });
export type ApiTokenMade = z.infer<typeof ApiTokenMade>;

export const ApiTokenParams = z.object({ id: z.uuid('Expected the id of a token') });
