/** Access tokens of one custom service: the same token until it expires, then 602 once and 601 ever after. */
import { randomUUID } from 'node:crypto';
import { MarketoError } from './envelope';

export type TokenAnswer = { access_token: string; token_type: 'bearer'; expires_in: number; scope: string };
type Token = { value: string; endsAtMs: number };
export type IdentityState = { current: Token | null; ended: string[]; spent: string[] };

export type Identity = {
  /** The current token with its remaining life, or a new one. Null when the credentials are wrong. */
  issue(credentials: { clientId: string | null; clientSecret: string | null }): TokenAnswer | null;
  /** Throws 601, 602 or 603 when the token is not good now. */
  check(token: string | null): void;
  expireCurrent(): void;
  setTtlSeconds(seconds: number): void;
  reset(): void;
  dump(): IdentityState;
  load(state: IdentityState): void;
};

const defaultTtlSeconds = 3600;

export function createIdentity(input: { clientId: string; clientSecret: string; nowMs: () => number }): Identity {
  let ttlSeconds = defaultTtlSeconds;
  let current: Token | null = null;
  let ended = new Set<string>();
  let spent = new Set<string>();

  function retireIfOver(): void {
    if (!current || current.endsAtMs > input.nowMs()) return;
    ended.add(current.value);
    current = null;
  }

  return {
    issue: (credentials) => {
      if (credentials.clientId !== input.clientId || credentials.clientSecret !== input.clientSecret) return null;
      retireIfOver();
      current ??= { value: `${randomUUID()}:ab`, endsAtMs: input.nowMs() + ttlSeconds * 1000 };
      const remaining = Math.floor((current.endsAtMs - input.nowMs()) / 1000);
      return { access_token: current.value, token_type: 'bearer', expires_in: remaining, scope: 'api@demo.example' };
    },
    check: (token) => {
      if (!token) throw new MarketoError('603', 'Access denied');
      retireIfOver();
      if (current?.value === token) return;
      if (!ended.has(token) || spent.has(token)) throw new MarketoError('601', 'Access token invalid');
      spent.add(token);
      throw new MarketoError('602', 'Access token expired');
    },
    expireCurrent: () => {
      if (current) current.endsAtMs = input.nowMs();
    },
    setTtlSeconds: (seconds) => {
      ttlSeconds = seconds;
    },
    reset: () => {
      ttlSeconds = defaultTtlSeconds;
      current = null;
      ended = new Set();
      spent = new Set();
    },
    dump: () => ({ current, ended: [...ended], spent: [...spent] }),
    load: (state) => {
      current = state.current;
      ended = new Set(state.ended);
      spent = new Set(state.spent);
    },
  };
}
