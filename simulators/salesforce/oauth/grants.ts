/** What the org knows of codes, grants and tokens. A grant is one user's consent for one app: a family of tokens. */
import { randomBytes } from 'node:crypto';
import type { ClientApp, OAuthSettings } from '@/simulators/salesforce/options';

export class OAuthError extends Error {
  readonly error: string;
  constructor(error: string, description: string) {
    super(description);
    this.error = error;
  }
}

export type Grant = {
  clientId: string;
  userId: string;
  scope: string;
  refreshToken: string | null;
  /** Just replaced; null without rotation. */
  replaced: { token: string; atMs: number } | null;
  usedAtMs: number;
};

export type Code = {
  clientId: string;
  userId: string;
  redirectUri: string;
  scope: string;
  challenge: string | null;
  atMs: number;
};

export type Issued = { accessToken: string; refreshToken: string | null; grant: Grant };

export type Grants = {
  issueCode(code: Omit<Code, 'atMs'>): string;
  /** Codes are good once and for 15 minutes. */
  redeemCode(code: string): Code;
  open(input: { clientId: string; userId: string; scope: string; withRefresh: boolean }): Issued;
  refresh(app: ClientApp, token: string): Issued;
  /** False when nobody knows the token. */
  revoke(token: string): boolean;
  /** The user behind an access token that is good now. */
  userOf(accessToken: string): string | null;
  expireAccess(): void;
  /** Kills every family, as an admin who revokes all. */
  revokeAll(userId?: string): void;
  count(): number;
  /** Refresh tokens outlive the process; access tokens do not. */
  dump(): Grant[];
  load(grants: Grant[]): void;
  clear(): void;
};

type Input = { orgId: string; settings: OAuthSettings; nowMs(): number };

const codeMs = 15 * 60_000;
const deadToken = () => new OAuthError('invalid_grant', 'expired access/refresh token');

export function createGrants({ orgId, settings, nowMs }: Input): Grants {
  const codes = new Map<string, Code>();
  const access = new Map<string, { grant: Grant; untilMs: number }>();
  let families: Grant[] = [];
  /** Tokens that were replaced: to see one again is theft. */
  const retired = new Map<string, Grant>();

  const secret = () => randomBytes(24).toString('base64url');

  function kill(dead: Grant): void {
    families = families.filter((grant) => grant !== dead);
    for (const [token, entry] of access) if (entry.grant === dead) access.delete(token);
  }

  function issueAccess(grant: Grant): string {
    const token = `${orgId.slice(0, 15)}!${secret()}`;
    access.set(token, { grant, untilMs: nowMs() + settings.sessionMs });
    return token;
  }

  function evict({ clientId, userId }: Grant): void {
    const same = families.filter((grant) => grant.clientId === clientId && grant.userId === userId);
    for (const old of same.slice(0, Math.max(0, same.length - settings.grantsPerUser))) kill(old);
  }

  function familyOf(app: ClientApp, token: string): Grant {
    const grant = families.find((each) => each.refreshToken === token || each.replaced?.token === token);
    const thief = retired.get(token);
    const late =
      grant && grant.refreshToken !== token && nowMs() - (grant.replaced?.atMs ?? 0) >= settings.rotationGraceMs;
    if (thief && (late || !grant)) kill(thief);
    if (!grant || late || grant.clientId !== app.clientId) throw deadToken();
    if (nowMs() - grant.usedAtMs > settings.idleMs) {
      kill(grant);
      throw deadToken();
    }
    return grant;
  }

  return {
    issueCode: (code) => {
      const text = `aPrx${secret()}`;
      codes.set(text, { ...code, atMs: nowMs() });
      return text;
    },
    redeemCode: (text) => {
      const code = codes.get(text);
      codes.delete(text);
      if (!code || nowMs() - code.atMs > codeMs) throw new OAuthError('invalid_grant', 'expired authorization code');
      return code;
    },
    open: ({ clientId, userId, scope, withRefresh }) => {
      const refreshToken = withRefresh ? `5Aep${secret()}` : null;
      const grant: Grant = { clientId, userId, scope, refreshToken, replaced: null, usedAtMs: nowMs() };
      families.push(grant);
      evict(grant);
      return { accessToken: issueAccess(grant), refreshToken, grant };
    },
    refresh: (app, token) => {
      const grant = familyOf(app, token);
      grant.usedAtMs = nowMs();
      // Inside the grace period the lost answer is given again, with the token that is already new.
      if (settings.rotate && grant.refreshToken === token) {
        retired.set(token, grant);
        grant.replaced = { token, atMs: nowMs() };
        grant.refreshToken = `5Aep${secret()}`;
      }
      return { accessToken: issueAccess(grant), refreshToken: settings.rotate ? grant.refreshToken : null, grant };
    },
    revoke: (token) => {
      const family = families.find((grant) => grant.refreshToken === token);
      if (family) kill(family);
      return access.delete(token) || family !== undefined;
    },
    userOf: (token) => {
      const entry = access.get(token);
      return entry && !settings.neverHeal && nowMs() < entry.untilMs ? entry.grant.userId : null;
    },
    expireAccess: () => access.clear(),
    revokeAll: (userId) => {
      for (const grant of families.filter((each) => !userId || each.userId === userId)) kill(grant);
    },
    count: () => families.length,
    dump: () => families,
    load: (grants) => {
      families = grants;
      access.clear();
    },
    clear: () => {
      families = [];
      for (const map of [codes, access, retired]) map.clear();
    },
  };
}
