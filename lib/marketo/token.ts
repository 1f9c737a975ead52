/** The access token of one connection. Marketo never renews early: until a token expires it hands out the same one. */
import type { Clock } from '@/lib/clock';
import { MarketoFault } from './errors';

export type FreshToken = { value: string; expiresInSeconds: number };

export type TokenSource = {
  /** A token worth using. All callers share one fetch. Throws MarketoFault. */
  current(): Promise<string>;
  /** After a 601 or 602. A token that was replaced meanwhile is not given up. */
  reject(token: string): void;
  /** Null before the first token. */
  status(): { ageSeconds: number; expiresInSeconds: number } | null;
};

type Held = { value: string; receivedAtMs: number; expiresAtMs: number };

const tooShortMs = 2_000;
const pastExpiryMs = 250;
const retries = 2;

/** `fetchToken` asks Marketo's identity service; it throws MarketoFault. */
export function createTokenSource(deps: { fetchToken: () => Promise<FreshToken>; clock: Clock }): TokenSource {
  const { fetchToken, clock } = deps;
  let held: Held | null = null;
  let rejected: string | null = null;
  let pending: Promise<string> | null = null;
  const nowMs = () => clock.now().getTime();

  return {
    current() {
      if (held && held.expiresAtMs - nowMs() > tooShortMs) return Promise.resolve(held.value);
      pending ??= renew().finally(() => {
        pending = null;
      });
      return pending;
    },
    reject(token) {
      if (held?.value !== token) return;
      held = null;
      rejected = token;
    },
    status() {
      if (!held) return null;
      return {
        ageSeconds: Math.round((nowMs() - held.receivedAtMs) / 1000),
        expiresInSeconds: Math.max(0, Math.round((held.expiresAtMs - nowMs()) / 1000)),
      };
    },
  };

  async function renew(): Promise<string> {
    if (held) await clock.sleep(Math.max(0, held.expiresAtMs + pastExpiryMs - nowMs()));
    for (let tries = 0; ; tries += 1) {
      const fresh = await fetchToken();
      const waitMs = waitBeforeUse(fresh);
      if (waitMs === 0 || (tries === retries && fresh.value !== rejected)) return hold(fresh);
      if (tries === retries) throw brokenSignIn();
      await clock.sleep(waitMs);
    }
  }

  /** 0 when the token is good; else how long until Identity may hand out another one. */
  function waitBeforeUse({ value, expiresInSeconds }: FreshToken): number {
    if (value === rejected) return Math.min(expiresInSeconds + 1, 5) * 1000;
    return expiresInSeconds * 1000 <= tooShortMs ? expiresInSeconds * 1000 + pastExpiryMs : 0;
  }

  function hold({ value, expiresInSeconds }: FreshToken): string {
    held = { value, receivedAtMs: nowMs(), expiresAtMs: nowMs() + expiresInSeconds * 1000 };
    return value;
  }

  /** The next caller starts afresh: a passing disorder at Marketo must not outlive itself. */
  function brokenSignIn(): MarketoFault {
    rejected = null;
    const message =
      "Marketo keeps handing out an access token that it does not accept. Check the custom service in Marketo's LaunchPoint.";
    return new MarketoFault({ kind: 'signed-out', retry: 'never', message }, { remoteCode: '601' });
  }
}
