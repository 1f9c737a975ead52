import 'server-only';
import type { AuthOptions, User } from 'next-auth';
import CredentialsProvider from 'next-auth/providers/credentials';
import { env } from '../env';
import { AppError } from '../errors';
import { wiring } from '../wiring';
import { clientAddress } from './address';
import { sameOriginUrl } from './callback-url';
import { Credentials, lockedError } from './contract';
import { idleSessionSeconds, sessionCookie } from './session-token';
import { signIn } from './sign-in';

/** How next-auth is used here: e-mail and password, the session in an encrypted cookie, our own pages. */
export function authOptions(): AuthOptions {
  const { APP_URL, AUTH_SECRET } = env();
  // next-auth takes its own address from this variable and from no option; APP_URL stays the one setting.
  process.env.NEXTAUTH_URL = APP_URL;
  return {
    secret: AUTH_SECRET,
    providers: [
      CredentialsProvider({
        name: 'E-mail and password',
        credentials: { email: { type: 'email' }, password: { type: 'password' } },
        authorize: (given, request) => authorize(given, clientAddress(request.headers?.['x-forwarded-for'])),
      }),
    ],
    session: { strategy: 'jwt', maxAge: idleSessionSeconds },
    cookies: { sessionToken: sessionCookie(APP_URL) },
    pages: { signIn: '/sign-in', signOut: '/sign-in', error: '/sign-in' },
    callbacks: {
      redirect: ({ url, baseUrl }) => sameOriginUrl(url, baseUrl),
      jwt: ({ token, user }) => (user ? { ...token, claims: user.claims } : token),
      session: ({ session, token }) => ({ ...session, claims: token.claims }),
    },
    logger: nextAuthLogger(),
  };
}

/** Null becomes next-auth's `CredentialsSignin`; a thrown message goes into the address bar, so it is a plain word. */
async function authorize(given: unknown, address: string): Promise<User | null> {
  const { db, clock, log } = authParts();
  const parsed = Credentials.safeParse(given);
  if (!parsed.success) return null;
  try {
    const { actor, sessionVersion } = await signIn({ db, clock }, { ...parsed.data, address });
    const { userId, email, name } = actor;
    return { id: userId, email, name, claims: { userId, sessionVersion, signedInAt: clock.now().getTime() } };
  } catch (error) {
    if (error instanceof AppError && error.code === 'unauthenticated') {
      log.warn({ address }, 'a sign-in was refused');
      return null;
    }
    if (error instanceof AppError && error.code === 'rate_limited') {
      log.warn({ address, retryAfterMs: error.retryAfterMs }, 'a sign-in was held back');
      throw new Error(lockedError(error.retryAfterMs ?? 0));
    }
    log.error({ err: error }, 'a sign-in could not be checked');
    throw new Error('failed');
  }
}

function authParts() {
  const { database, clock, log } = wiring();
  return { db: database.db, clock, log };
}

// A cookie that no longer opens (an old secret, a forged value) only means "not signed in", so nothing is an error.
function nextAuthLogger(): AuthOptions['logger'] {
  const { log } = wiring();
  return {
    error: (code, metadata) =>
      log.warn({ code, err: metadata instanceof Error ? metadata : metadata.error }, 'next-auth'),
    warn: (code) => log.warn({ code }, 'next-auth'),
    debug: () => {},
  };
}
