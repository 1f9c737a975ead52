/** The JWT bearer flow: a signed assertion instead of a person at a page. No refresh token comes of it. */
import { verify } from 'node:crypto';
import type { Instance } from '@/simulators/salesforce/instance';
import { type Issued, OAuthError } from './grants';

const mostAheadS = 5 * 60;
const audiences = ['https://login.salesforce.com', 'https://test.salesforce.com'];

export function openByJwt(instance: Instance, assertion: string, origin: string): Issued {
  const [head = '', payload = '', signature = ''] = assertion.split('.');
  const claims = claimsOf(payload);
  const app = instance.settings.apps.find((each) => each.clientId === claims.iss);
  if (!app) throw new OAuthError('invalid_client_id', 'client identifier invalid');
  const signed = Buffer.from(`${head}.${payload}`);
  if (app.publicKey && !verify('sha256', signed, app.publicKey, Buffer.from(signature, 'base64url')))
    throw new OAuthError('invalid_grant', 'invalid assertion');
  if (![...audiences, origin].includes(String(claims.aud)))
    throw new OAuthError('invalid_grant', 'audience is invalid');
  const aheadS = Number(claims.exp) - instance.clock.nowMs() / 1000;
  if (!(aheadS > 0 && aheadS <= mostAheadS))
    throw new OAuthError('invalid_grant', 'assertion expired or too far ahead');
  const user = instance.settings.users.find((each) => each.username === claims.sub);
  if (!user || !app.preauthorized) throw new OAuthError('invalid_grant', "user hasn't approved this consumer");
  return instance.grants.open({ clientId: app.clientId, userId: user.id, scope: 'api', withRefresh: false });
}

function claimsOf(payload: string): Record<string, unknown> {
  try {
    return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  } catch {
    throw new OAuthError('invalid_grant', 'invalid assertion');
  }
}
