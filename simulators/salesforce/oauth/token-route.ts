/** The token endpoint, revocation and who-am-I: forms in, JSON out, errors as OAuth words them. */
import { createHash, createHmac } from 'node:crypto';
import { type Answer, jsonAnswer, textAnswer } from '@/simulators/core/http';
import type { Instance } from '@/simulators/salesforce/instance';
import type { ClientApp } from '@/simulators/salesforce/options';
import { type Issued, OAuthError } from './grants';
import { openByJwt } from './jwt';

export type OAuthRequest = { params: URLSearchParams; origin: string; hostName: string };

export function answerToken(instance: Instance, request: OAuthRequest): Answer {
  try {
    const { params } = request;
    const issued = issue(instance, request);
    requireActive(instance, issued.grant.userId);
    const withRefresh = params.get('grant_type') === 'authorization_code' || instance.settings.oauth.rotate;
    return jsonAnswer(200, tokenBody(instance, request, issued, withRefresh));
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    return jsonAnswer(400, { error: error.error, error_description: error.message });
  }
}

/** A refresh token takes its whole family along; an access token only itself. */
export function answerRevoke(instance: Instance, params: URLSearchParams): Answer {
  if (instance.grants.revoke(params.get('token') ?? '')) return textAnswer(200, '');
  const body = 'error=invalid_token&error_description=invalid%20token';
  return textAnswer(400, body, 'application/x-www-form-urlencoded;charset=UTF-8');
}

function issue(instance: Instance, { params, hostName, origin }: OAuthRequest): Issued {
  const { oauth } = instance.settings;
  if (oauth.loginHosts && !oauth.loginHosts.includes(hostName))
    throw new OAuthError('invalid_grant', 'authentication failure');
  const type = params.get('grant_type');
  if (type === 'urn:ietf:params:oauth:grant-type:jwt-bearer')
    return openByJwt(instance, params.get('assertion') ?? '', origin);
  const app = clientOf(instance, params);
  if (oauth.ipRestricted) throw new OAuthError('invalid_grant', 'ip restricted');
  if (type === 'refresh_token') return instance.grants.refresh(app, params.get('refresh_token') ?? '');
  if (type === 'authorization_code') return openByCode(instance, app, params);
  throw new OAuthError('unsupported_grant_type', 'grant type not supported');
}

function openByCode(instance: Instance, app: ClientApp, params: URLSearchParams): Issued {
  const code = instance.grants.redeemCode(params.get('code') ?? '');
  if (code.clientId !== app.clientId) throw new OAuthError('invalid_grant', 'expired authorization code');
  if (params.get('redirect_uri') !== code.redirectUri)
    throw new OAuthError('redirect_uri_mismatch', 'redirect_uri must match configuration');
  const proof = createHash('sha256')
    .update(params.get('code_verifier') ?? '')
    .digest('base64url');
  if (code.challenge && proof !== code.challenge) throw new OAuthError('invalid_grant', 'invalid code verifier');
  const { clientId, userId, scope } = code;
  return instance.grants.open({
    clientId,
    userId,
    scope,
    withRefresh: /\b(refresh_token|offline_access|full)\b/.test(scope),
  });
}

function clientOf(instance: Instance, params: URLSearchParams): ClientApp {
  const app = instance.settings.apps.find((each) => each.clientId === params.get('client_id'));
  if (!app) throw new OAuthError('invalid_client_id', 'client identifier invalid');
  if (params.get('client_secret') !== app.clientSecret)
    throw new OAuthError('invalid_client', 'invalid client credentials');
  return app;
}

function requireActive(instance: Instance, userId: string): void {
  const user = instance.settings.users.find((each) => each.id === userId);
  if (!user?.active) throw new OAuthError('invalid_grant', 'inactive user');
}

function tokenBody(instance: Instance, { origin }: OAuthRequest, issued: Issued, withRefresh: boolean) {
  const { grant, accessToken, refreshToken } = issued;
  const id = `${origin}/id/${instance.org.orgId}/${grant.userId}`;
  const issuedAt = String(instance.clock.nowMs());
  return {
    access_token: accessToken,
    ...(withRefresh && refreshToken ? { refresh_token: refreshToken } : {}),
    signature: createHmac('sha256', 'simulated')
      .update(id + issuedAt)
      .digest('base64'),
    scope: grant.scope,
    instance_url: instance.instanceUrl(origin),
    id,
    token_type: 'Bearer',
    issued_at: issuedAt,
  };
}
