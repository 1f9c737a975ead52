/** The page on which a person chooses a user and allows the app, and where it sends them afterwards. */

import { html } from '@/simulators/core/html';
import type { Answer } from '@/simulators/core/http';
import type { Instance } from '@/simulators/salesforce/instance';
import type { ClientApp, SimulatedUser } from '@/simulators/salesforce/options';
import { page } from '@/simulators/salesforce/page/layout';

/** GET shows the page (or goes on at once when consent is automatic); POST is its form. */
export function answerAuthorize(instance: Instance, method: string, params: URLSearchParams, hostName: string): Answer {
  const { oauth, apps } = instance.settings;
  if (oauth.loginHosts && !oauth.loginHosts.includes(hostName))
    return errorPage('Login is not allowed at this address: use the My Domain of your company.');
  const app = apps.find((each) => each.clientId === params.get('client_id'));
  if (!app) return errorPage('error=invalid_client_id&error_description=client identifier invalid');
  const redirectUri = params.get('redirect_uri') ?? '';
  if (!URL.canParse(redirectUri) || (app.redirectUris && !app.redirectUris.includes(redirectUri)))
    return errorPage('error=redirect_uri_mismatch&error_description=redirect_uri must match configuration');
  const refused = refusal(app, params);
  if (refused) return backTo(params, refused);
  const decision = decide(instance, method, params);
  if (decision === 'ask') return consentPage(instance, params);
  if (decision === 'deny')
    return backTo(params, { error: 'access_denied', error_description: 'end-user denied authorization' });
  const code = instance.grants.issueCode({
    clientId: app.clientId,
    userId: decision.id,
    redirectUri,
    scope: params.get('scope') ?? 'api refresh_token id',
    challenge: params.get('code_challenge'),
  });
  return backTo(params, { code });
}

function refusal(app: ClientApp, params: URLSearchParams): Record<string, string> | null {
  if (params.get('response_type') !== 'code')
    return { error: 'unsupported_response_type', error_description: 'response type not supported' };
  if (!app.installed) return { error: 'invalid_client', error_description: 'app must be installed into org' };
  if (app.requirePkce && !params.get('code_challenge'))
    return { error: 'invalid_request', error_description: 'missing required code challenge' };
  const method = params.get('code_challenge_method');
  if (method && method !== 'S256')
    return { error: 'invalid_request', error_description: 'code challenge method not supported' };
  return null;
}

function decide(instance: Instance, method: string, params: URLSearchParams): SimulatedUser | 'ask' | 'deny' {
  const { users, oauth } = instance.settings;
  if (method === 'POST' && params.get('decision') !== 'allow') return 'deny';
  if (method !== 'POST' && oauth.consent === 'ask') return 'ask';
  const wanted = params.get('user') ?? params.get('login_hint');
  const found = users.find((user) => user.active && [user.id, user.username, user.email].includes(wanted ?? user.id));
  return found ?? 'ask';
}

function consentPage(instance: Instance, params: URLSearchParams): Answer {
  const hidden = [...params]
    .filter(([name]) => name !== 'user' && name !== 'decision')
    .map(([name, value]) => `<input type="hidden" name="${html(name)}" value="${html(value)}">`);
  const hint = params.get('login_hint');
  const options = instance.settings.users
    .filter((user) => user.active)
    .map((user) => {
      const selected = user.username === hint || user.email === hint ? ' selected' : '';
      return `<option value="${html(user.id)}"${selected}>${html(user.name)} (${html(user.username)})</option>`;
    });
  const scope = html(params.get('scope') ?? 'api refresh_token id');
  return page('Allow access?', [
    `<h1>Allow access to ${html(instance.settings.orgName)}?</h1>`,
    `<p>The application <strong>${html(params.get('client_id') ?? '')}</strong> asks for: ${scope}.</p>`,
    `<form method="post" action="/services/oauth2/authorize">${hidden.join('')}`,
    `<p><label>Log in as <select name="user">${options.join('')}</select></label></p>`,
    '<p><button name="decision" value="allow">Allow</button> <button name="decision" value="deny">Deny</button></p></form>',
  ]);
}

function backTo(params: URLSearchParams, values: Record<string, string>): Answer {
  const target = new URL(params.get('redirect_uri') ?? '');
  for (const [name, value] of Object.entries(values)) target.searchParams.set(name, value);
  const state = params.get('state');
  if (state !== null) target.searchParams.set('state', state);
  return { status: 302, headers: { location: target.href }, body: '' };
}

function errorPage(text: string): Answer {
  return { ...page('OAuth error', [`<h1>OAuth error</h1><p>${html(text)}</p>`]), status: 400 };
}
