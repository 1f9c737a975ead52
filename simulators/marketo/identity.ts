/** Access tokens, one custom service after the other: the same token until it expires, then 602 once, 601 ever after. */
import { randomUUID } from 'node:crypto';
import { MarketoError } from './envelope';
import type { ApiUser } from './options';

export type TokenAnswer = { access_token: string; token_type: 'bearer'; expires_in: number; scope: string };
type Token = { value: string; endsAtMs: number };
type Service = { current: Token | null; ended: Set<string>; spent: Set<string> };
export type IdentityState = { clientId: string; current: Token | null; ended: string[]; spent: string[] }[];

export type Identity = {
  /** The service's current token with its remaining life, or a new one. Null when the credentials are wrong. */
  issue(credentials: { clientId: string | null; clientSecret: string | null }): TokenAnswer | null;
  /** Whose token it is. Throws 601, 602 or 603 when it is not good now. */
  check(token: string | null): ApiUser;
  /** Of every service. */
  expireCurrent(): void;
  setTtlSeconds(seconds: number): void;
  reset(): void;
  dump(): IdentityState;
  load(state: IdentityState): void;
};

const defaultTtlSeconds = 3600;

export function createIdentity(input: { users: ApiUser[]; nowMs: () => number }): Identity {
  let ttlSeconds = defaultTtlSeconds;
  const services = new Map(input.users.map((user) => [user.clientId, newService()]));

  function serviceOf(user: ApiUser): Service {
    const service = services.get(user.clientId) ?? newService();
    services.set(user.clientId, service);
    if (service.current && service.current.endsAtMs <= input.nowMs()) {
      service.ended.add(service.current.value);
      service.current = null;
    }
    return service;
  }

  return {
    issue: ({ clientId, clientSecret }) => {
      const user = input.users.find((known) => known.clientId === clientId && known.clientSecret === clientSecret);
      if (!user) return null;
      const service = serviceOf(user);
      service.current ??= { value: `${randomUUID()}:ab`, endsAtMs: input.nowMs() + ttlSeconds * 1000 };
      const remaining = Math.floor((service.current.endsAtMs - input.nowMs()) / 1000);
      return { access_token: service.current.value, token_type: 'bearer', expires_in: remaining, scope: user.email };
    },
    check: (token) => {
      if (!token) throw new MarketoError('603', 'Access denied');
      for (const user of input.users) {
        const service = serviceOf(user);
        if (service.current?.value === token) return user;
        if (!service.ended.has(token) || service.spent.has(token)) continue;
        service.spent.add(token);
        throw new MarketoError('602', 'Access token expired');
      }
      throw new MarketoError('601', 'Access token invalid');
    },
    expireCurrent: () => {
      for (const { current } of services.values()) if (current) current.endsAtMs = input.nowMs();
    },
    setTtlSeconds: (seconds) => {
      ttlSeconds = seconds;
    },
    reset: () => {
      ttlSeconds = defaultTtlSeconds;
      services.clear();
    },
    dump: () =>
      [...services].map(([clientId, { current, ended, spent }]) => ({
        clientId,
        current,
        ended: [...ended],
        spent: [...spent],
      })),
    load: (state) => {
      services.clear();
      for (const { clientId, current, ended, spent } of state)
        services.set(clientId, { current, ended: new Set(ended), spent: new Set(spent) });
    },
  };
}

function newService(): Service {
  return { current: null, ended: new Set(), spent: new Set() };
}
