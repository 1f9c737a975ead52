/** Logging in to Salesforce: where to send people, and what the token endpoints answer. Nothing of it is stored here. */
import { OAuth2 } from 'jsforce/lib/core.js';
import { z } from 'zod';
import { isInstanceUrl } from '@/lib/salesforce-connections/model';
import { WireTokens, WireUserInfo, WireVersions } from './api-types';
import { ruleOf } from './error-table';
import { faultOfAnswer, parsed, plain, SalesforceFault } from './errors';
import { exchange, type Fetch } from './exchange';
import type { Renewal } from './session';
import { to18 } from './soql';
import { PlainTransport } from './transport';

export type ClientApp = { clientId: string; clientSecret: string };
type Login = { app: ClientApp; loginUrl: string; redirectUri: string; verifier: string };

/** What a consent gives, and whose it is. */
export type Grant = Renewal & {
  refreshToken: string;
  scope: string;
  orgId: string;
  sfUserId: string;
  username: string;
  name: string;
  email: string | null;
  timeZone: string;
  apiVersion: string;
};

/** Everything but `authorizeUrl` asks Salesforce and throws ProviderFault, whose `remoteCode` says what was wrong. */
export type SalesforceOAuth = {
  /** Where a person logs in and consents. */
  authorizeUrl(login: Login & { state: string }): string;
  /** Gives the code for tokens, and asks whose they are and what the org speaks. */
  redeem(login: Login & { code: string }): Promise<Grant>;
  refresh(input: { app: ClientApp; loginUrl: string; refreshToken: string }): Promise<Renewal>;
  /** What Salesforce says by way of the browser when it sends somebody back without a code. */
  refusal(error: string, description: string): SalesforceFault;
  /** Ends a consent with all its tokens; one that is over already is fine. */
  revoke(input: { loginUrl: string; refreshToken: string }): Promise<void>;
};

/** The least that logging needs: records, staying connected, and whose it is. */
const scope = 'api refresh_token id';
const timeoutMs = 20_000;
/** The newest version whose answers were read for this code, and the oldest that has what is used. */
const newestVersion = 67;
const oldestVersion = 46;

export function createSalesforceOAuth({ fetch }: { fetch: Fetch }): SalesforceOAuth {
  const transport = new PlainTransport(fetch, timeoutMs);

  function oauth2({ app, loginUrl, ...login }: Partial<Login> & Pick<Login, 'loginUrl'>): OAuth2 {
    const { redirectUri, verifier } = login;
    const client = new OAuth2({ loginUrl, clientId: app?.clientId, clientSecret: app?.clientSecret, redirectUri });
    // jsforce would make a verifier that is longer than Salesforce takes. The transport's slot is private.
    return Object.assign(client, { codeVerifier: verifier, _transport: transport });
  }

  return {
    authorizeUrl: ({ state, ...login }) =>
      oauth2(login).getAuthorizationUrl({ scope, state, code_challenge_method: 'S256' }),
    async redeem({ code, ...login }) {
      const tokens = checked(WireTokens, await asked(oauth2(login).requestToken(code)));
      const { access_token: accessToken, refresh_token: refreshToken, scope: granted } = tokens;
      if (!refreshToken) throw noRefreshToken();
      try {
        const instanceUrl = originOf(tokens.instance_url, login.loginUrl);
        const known = await getKnown(fetch, instanceUrl, accessToken);
        return { accessToken, refreshToken, instanceUrl, scope: granted, ...known };
      } catch (error) {
        // Of no use to us, and one of the few that Salesforce keeps for each user.
        await revoke({ loginUrl: login.loginUrl, refreshToken }).catch(() => {});
        throw error;
      }
    },
    async refresh({ refreshToken, ...login }) {
      const tokens = checked(WireTokens, await asked(oauth2(login).refreshToken(refreshToken)));
      const instanceUrl = originOf(tokens.instance_url, login.loginUrl);
      return { accessToken: tokens.access_token, refreshToken: tokens.refresh_token ?? null, instanceUrl };
    },
    refusal,
    revoke,
  };

  async function revoke({ loginUrl, refreshToken }: { loginUrl: string; refreshToken: string }): Promise<void> {
    await asked(oauth2({ loginUrl }).revokeToken(refreshToken)).catch((error) => {
      if (!(error instanceof SalesforceFault && error.remoteCode === 'INVALID_TOKEN')) throw error;
    });
  }
}

/** Whose the tokens are, and which version to speak. The last call fails where the user may not use the API. */
async function getKnown(fetch: Fetch, instanceUrl: string, accessToken: string) {
  const get = <T>(path: string, shape: z.ZodType<T>) => read(fetch, `${instanceUrl}${path}`, accessToken, shape);
  const user = await get('/services/oauth2/userinfo', WireUserInfo);
  const apiVersion = versionFrom(await get('/services/data', WireVersions));
  await get(`/services/data/v${apiVersion}/`, z.looseObject({}));
  return {
    orgId: to18(user.organization_id),
    sfUserId: to18(user.user_id),
    username: user.preferred_username,
    name: user.name || user.preferred_username,
    email: user.email ?? null,
    timeZone: user.zoneinfo ?? 'UTC',
    apiVersion,
  };
}

/** jsforce tells what an endpoint refused as an error whose name is OAuth's word. */
async function asked<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof Error) || error instanceof SalesforceFault) throw error;
    throw refusal(error.name, error.message);
  }
}

/** What Salesforce refused, by OAuth's words for it. */
function refusal(error: string, description: string): SalesforceFault {
  const status = Number(/^ERROR_HTTP_(\d+)$/.exec(error)?.[1]);
  if (status > 0) {
    const kind = status >= 500 || status === 429 ? 'unavailable' : 'forbidden';
    const message = `A page came instead of an answer of Salesforce's login (HTTP ${status}).`;
    return new SalesforceFault({ kind, message });
  }
  const code = codeOf(error, description);
  const { call: kind, says } = ruleOf(code, description, () => 0);
  const text = plain(description);
  return new SalesforceFault(
    { kind, message: `${says} (${text ? `${error}: ${text}` : error})` },
    { remoteCode: code },
  );
}

/** One word of OAuth stands for many things; only the description tells them apart. */
function codeOf(error: string, description: string): string {
  const told = meanings.find((meaning) => meaning.errors.test(error) && meaning.says.test(description));
  return told?.code ?? error.toUpperCase();
}

const meanings = [
  { errors: /^invalid_grant$/, says: /expired access\/refresh token/i, code: 'EXPIRED_ACCESS' },
  { errors: /^invalid_grant$/, says: /authorization code/i, code: 'EXPIRED_CODE' },
  { errors: /^invalid_grant$/, says: /code verifier/i, code: 'INVALID_VERIFIER' },
  { errors: /^invalid_grant$/, says: /authentication failure/i, code: 'AUTHENTICATION_FAILURE' },
  { errors: /^invalid_grant$/, says: /inactive user/i, code: 'INACTIVE_USER' },
  { errors: /^invalid_grant$/, says: /inactive org/i, code: 'INACTIVE_ORGANIZATION' },
  { errors: /^invalid_grant$/, says: /ip restricted/i, code: 'IP_RESTRICTED' },
  { errors: /^(invalid_client|OAUTH_APPROVAL_ERROR_GENERIC)/, says: /installed|approval/i, code: 'APP_NOT_INSTALLED' },
  { errors: /^OAUTH_APPROVAL_ERROR/, says: /./s, code: 'APP_NOT_INSTALLED' },
  { errors: /^invalid_client(_id|_credentials)?$/, says: /^/, code: 'INVALID_CLIENT' },
];

/** With a bearer token, outside of jsforce: who somebody is, and what the org speaks. Not an API call of ours yet. */
async function read<T>(fetch: Fetch, url: string, accessToken: string, shape: z.ZodType<T>): Promise<T> {
  const headers = { authorization: `Bearer ${accessToken}` };
  const answer = await exchange(fetch, { method: 'GET', url, headers, timeoutMs, safe: true });
  if (answer.status >= 300) throw faultOfAnswer(answer, { safe: true, requestId: '', random: () => 0 });
  return checked(shape, parsed(answer.body));
}

function checked<T>(shape: z.ZodType<T>, value: unknown): T {
  const result = shape.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const message = `Salesforce's answer to the login cannot be read (${issue?.path.join('.')}: ${issue?.message}).`;
  throw new SalesforceFault({ kind: 'unavailable', message }, { remoteCode: 'UNREADABLE' });
}

function noRefreshToken(): SalesforceFault {
  const message = 'Salesforce gave no refresh token: the client app lacks the scope for it.';
  return new SalesforceFault({ kind: 'forbidden', message }, { remoteCode: 'NO_REFRESH_TOKEN' });
}

/** The org's own address; tokens are sent nowhere else. */
function originOf(instanceUrl: string, loginUrl: string): string {
  if (isInstanceUrl(instanceUrl, loginUrl)) return new URL(instanceUrl).origin;
  const message = `Salesforce named an address that is not its own (${new URL(instanceUrl).hostname}); nothing was sent there.`;
  throw new SalesforceFault({ kind: 'forbidden', message }, { remoteCode: 'FOREIGN_INSTANCE' });
}

function versionFrom(offered: z.infer<typeof WireVersions>): string {
  const newest = Math.max(...offered.map(({ version }) => Number(version)).filter((version) => version > 0));
  if (newest >= oldestVersion) return `${Math.min(newestVersion, newest)}.0`;
  const message = `The org speaks API version ${newest} at most; version ${oldestVersion} or newer is needed.`;
  throw new SalesforceFault({ kind: 'forbidden', message }, { remoteCode: 'OLD_VERSION' });
}
