import { type NextRequest, NextResponse } from 'next/server';
import { encode, getToken, type JWT } from 'next-auth/jwt';
import { idleSessionSeconds, renewAfterSeconds, sessionCookie } from '@/lib/auth/session-token';
import { env } from '@/lib/env';

/**
 * Sends signed-out visitors of a page to the sign-in page, and keeps the session of the others alive. A convenience
 * only: every page and route asks lib/auth/session itself.
 */
export async function proxy(request: NextRequest) {
  const { APP_URL, AUTH_SECRET: secret } = env();
  const cookie = sessionCookie(APP_URL);
  const token = await getToken({ req: request, secret, cookieName: cookie.name });
  if (!token) return NextResponse.redirect(signInUrl(request));

  const response = NextResponse.next();
  if (isDueForRenewal(token)) {
    const value = await encode({ token, secret, maxAge: idleSessionSeconds });
    response.cookies.set(cookie.name, value, { ...cookie.options, maxAge: idleSessionSeconds });
  }
  return response;
}

// Everything but the API, the pages for signed-out visitors, Next's own files and files with an extension.
export const config = { matcher: ['/((?!api/|_next/|sign-in|setup/|.*\\.[a-z0-9]+$).*)'] };

function signInUrl(request: NextRequest): URL {
  const url = request.nextUrl.clone();
  const { pathname, search } = url;
  url.pathname = '/sign-in';
  url.search = new URLSearchParams({ callbackUrl: `${pathname}${search}` }).toString();
  return url;
}

function isDueForRenewal(token: JWT): boolean {
  return typeof token.iat === 'number' && Date.now() / 1000 - token.iat > renewAfterSeconds;
}
