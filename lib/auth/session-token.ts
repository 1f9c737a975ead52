import { z } from 'zod';

/** A session ends after this long without a page request. */
export const idleSessionSeconds = 12 * 60 * 60;

/** However busy, a session ends this long after the sign-in. */
export const longestSessionMs = 7 * 24 * 60 * 60_000;

/** A token older than this is renewed by the next page request. */
export const renewAfterSeconds = 60 * 60;

// The role is deliberately absent: it is read from the users row on every request, so a change counts at once.
export const SessionClaims = z.object({
  userId: z.uuid(),
  sessionVersion: z.number().int(),
  /** Milliseconds since 1970. */
  signedInAt: z.number().int(),
});
export type SessionClaims = z.infer<typeof SessionClaims>;

/** The session cookie. Over https its `__Host-` prefix ties it to this very host. */
export function sessionCookie(appUrl: string) {
  const secure = appUrl.startsWith('https:');
  return {
    name: `${secure ? '__Host-' : ''}sales-actions.session`,
    options: { httpOnly: true, sameSite: 'lax' as const, path: '/', secure },
  };
}

declare module 'next-auth' {
  interface User {
    claims: SessionClaims;
  }
  interface Session {
    claims: SessionClaims;
  }
}

declare module 'next-auth/jwt' {
  interface JWT {
    claims: SessionClaims;
  }
}
