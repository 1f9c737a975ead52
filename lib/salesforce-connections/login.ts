/** Connecting: a login that begins here, is continued at Salesforce, and comes back once, to whoever began it. */
import { randomBytes, randomUUID } from 'node:crypto';
import { insertSalesforceLogin, type SalesforceLogin, takeSalesforceLogin } from '@/db/queries/salesforce-apps';
import { lockSalesforceConnectionOf, upsertSalesforceConnection } from '@/db/queries/salesforce-connections';
import { selectSalesforceOrg, upsertSalesforceOrg } from '@/db/queries/salesforce-orgs';
import type { Actor } from '../auth/model';
import { hashOfToken, newSecretToken } from '../auth/secret-token';
import type { Ctx } from '../context';
import { AppError } from '../errors';
import { ProviderFault } from '../provider-fault';
import type { Grant } from '../salesforce/oauth';
import { sealContexts } from '../seal-contexts';
import { wakeJob } from '../sync/wake-job';
import { requireActor } from './access';
import { requireApp } from './app';
import type { LoginAnswer, LoginInput } from './contract';
import { describeOrg } from './describe-org';
import { type ConnectionPurpose, isOutdated, type LoginResult, loginHosts, loginUrlOf } from './model';
import { revokeQuietly } from './revoke';

const loginMs = 10 * 60_000;

/** Where the browser of whoever asks goes to log in. Throws AppError naming the field of an address that is none. */
export async function startLogin(ctx: Ctx, input: LoginInput): Promise<{ authorizeUrl: string }> {
  const actor = requireActor(ctx);
  const purpose = input.purpose ?? 'seller';
  if (purpose === 'integration' && actor.role !== 'admin') {
    throw new AppError('forbidden', 'Only an admin may connect the integration user.');
  }
  const app = await requireApp(ctx);
  const loginUrl = input.login === 'custom' ? customUrl(ctx, input.address ?? '') : loginHosts[input.login];
  const { secret: state, hash: stateHash } = newSecretToken();
  // Salesforce takes 43 to 128 characters; these are 64.
  const verifier = randomBytes(48).toString('base64url');
  const createdAt = ctx.clock.now();
  const login: SalesforceLogin = {
    stateHash,
    userId: actor.userId,
    purpose,
    loginUrl,
    codeVerifier: ctx.secrets.seal(verifier, sealContexts.codeVerifier(stateHash)),
    createdAt,
    expiresAt: new Date(createdAt.getTime() + loginMs),
  };
  await ctx.db.transaction((tx) => insertSalesforceLogin(tx, login));
  const { callbackUrl: redirectUri } = ctx.salesforceLogin;
  return { authorizeUrl: ctx.salesforceLogin.authorizeUrl({ app, loginUrl, redirectUri, verifier, state }) };
}

/** Ends a login with what Salesforce sent the browser back with. Every outcome is a word; nothing is thrown for any. */
export async function finishLogin(ctx: Ctx, answer: LoginAnswer): Promise<LoginResult> {
  const { actor } = ctx;
  if (!actor) return 'signed-out';
  const stateHash = hashOfToken(answer.state ?? '');
  const login = await takeSalesforceLogin(ctx.db, { stateHash, userId: actor.userId });
  if (!login) return 'not-ours';
  if (login.expiresAt <= ctx.clock.now()) return 'too-late';
  // Whoever was an admin when it began may not be one any more.
  if (login.purpose === 'integration' && actor.role !== 'admin') return 'not-ours';
  try {
    const grant = await redeem(ctx, login, answer);
    const connectionId = await connect(ctx, actor, login, grant);
    await afterConnecting(ctx, { connectionId, orgId: grant.orgId, purpose: login.purpose });
    return 'connected';
  } catch (error) {
    if (!(error instanceof ProviderFault) && !(error instanceof AppError)) throw error;
    ctx.log.warn({ reason: error.message }, 'a login to Salesforce failed');
    return resultOf(error);
  }
}

async function redeem(ctx: Ctx, login: SalesforceLogin, { code, error, ...told }: LoginAnswer): Promise<Grant> {
  const { loginUrl, stateHash } = login;
  if (!code) throw ctx.salesforceLogin.refusal(error ?? 'no_code', told.error_description ?? '');
  const app = await requireApp(ctx);
  const verifier = ctx.secrets.open(login.codeVerifier, sealContexts.codeVerifier(stateHash));
  return ctx.salesforceLogin.redeem({ app, loginUrl, redirectUri: ctx.salesforceLogin.callbackUrl, verifier, code });
}

/** Stores the consent, and ends the one it replaces: Salesforce keeps only a few for each user. Answers the id. */
async function connect(ctx: Ctx, actor: Actor, { purpose, loginUrl }: SalesforceLogin, grant: Grant): Promise<string> {
  const { accessToken, refreshToken, ...known } = grant;
  const { id, replaced } = await ctx.db.transaction(async (tx) => {
    const older = await lockSalesforceConnectionOf(tx, { purpose, userId: actor.userId });
    const id = older?.id ?? randomUUID();
    await upsertSalesforceOrg(tx, { orgId: grant.orgId, instanceUrl: grant.instanceUrl });
    await upsertSalesforceConnection(tx, {
      id,
      purpose,
      userId: actor.userId,
      ...known,
      loginUrl,
      accessToken: ctx.secrets.seal(accessToken, sealContexts.accessToken(id)),
      refreshToken: ctx.secrets.seal(refreshToken, sealContexts.refreshToken(id)),
      state: 'active',
      stateReason: null,
      connectedAt: ctx.clock.now(),
      lastUsedAt: null,
      refreshedAt: [],
    });
    return { id, replaced: older };
  });
  if (replaced) await revokeQuietly(ctx, replaced);
  ctx.log.info({ purpose, orgId: grant.orgId, sfUserId: grant.sfUserId }, 'connected to Salesforce');
  return id;
}

type Connected = { connectionId: string; orgId: string; purpose: ConnectionPurpose };

// What fails here is made good by the jobs, which look again.
async function afterConnecting(ctx: Ctx, { purpose, ...connected }: Connected): Promise<void> {
  const org = await selectSalesforceOrg(ctx.db, connected.orgId);
  if (purpose === 'integration' || isOutdated(org?.describedAt, ctx.clock.now())) {
    await describeOrg(ctx, connected).catch((error: unknown) => {
      if (!(error instanceof ProviderFault)) throw error;
      ctx.log.warn({ orgId: connected.orgId, reason: error.message }, 'what the Salesforce org offers was not read');
    });
  }
  await wakeJob(ctx, 'deliver-to-salesforce', 'write');
}

function customUrl(ctx: Ctx, address: string): string {
  const checked = loginUrlOf(address, ctx.salesforceLogin.demoLoginUrl);
  if ('url' in checked) return checked.url;
  throw new AppError('bad_request', `Check address: ${checked.problem}`, { fields: { address: checked.problem } });
}

const results: Record<string, LoginResult> = {
  ACCESS_DENIED: 'denied',
  APP_NOT_INSTALLED: 'app-not-installed',
  INVALID_CLIENT: 'wrong-client',
  REDIRECT_URI_MISMATCH: 'wrong-callback',
  NO_REFRESH_TOKEN: 'no-refresh-token',
  API_CURRENTLY_DISABLED: 'api-disabled',
  API_DISABLED_FOR_ORG: 'api-disabled',
  IP_RESTRICTED: 'ip-restricted',
  AUTHENTICATION_FAILURE: 'login-refused',
  INACTIVE_USER: 'inactive-user',
  INACTIVE_ORGANIZATION: 'inactive-org',
  OLD_VERSION: 'old-version',
  EXPIRED_CODE: 'too-late',
  INVALID_VERIFIER: 'not-ours',
};

function resultOf(error: ProviderFault | AppError): LoginResult {
  if (error instanceof AppError) return 'failed';
  return results[error.remoteCode ?? ''] ?? (error.kind === 'unavailable' ? 'no-answer' : 'failed');
}
