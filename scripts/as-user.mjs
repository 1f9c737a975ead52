/** The app as a user's browser reaches it: signed in, over HTTP, through the product's own doors. */

/** @typedef {{ email: string, password: string }} Person */
/** @typedef {Awaited<ReturnType<typeof signIn>>} Browser */

/** A browser without a window: keeps the cookies of one user. @param {string} appUrl @param {Person} person */
export async function signIn(appUrl, { email, password }) {
  /** @type {Map<string, string>} */
  const cookies = new Map();
  /** @param {string} address @param {RequestInit} [init] */
  async function request(address, init = {}) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...init.headers, cookie, origin: appUrl };
    const response = await fetch(new URL(address, appUrl), { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (name !== undefined && value !== undefined) cookies.set(name, value);
    }
    return response;
  }
  /** @param {Response} response */
  async function jsonOf(response) {
    if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${await response.text()}`);
    return response.status === 204 ? null : response.json();
  }
  const { csrfToken } = await jsonOf(await request('/api/auth/csrf'));
  const body = new URLSearchParams({ csrfToken, email, password, json: 'true' });
  await jsonOf(await request('/api/auth/callback/credentials', { method: 'POST', body }));
  return {
    /** @param {string} path */
    get: async (path) => jsonOf(await request(path)),
    /** @param {string} method @param {string} path @param {unknown} json */
    send: async (method, path, json) =>
      jsonOf(
        await request(path, { method, body: JSON.stringify(json), headers: { 'content-type': 'application/json' } }),
      ),
    /** @param {string} address */
    follow: async (address) => void (await request(address)),
  };
}

/** As the nth user whom the consent page offers. @param {Browser} user @param {string} salesforceUrl @param {number} nth */
export async function connectToSalesforce(user, salesforceUrl, nth) {
  const { connection } = await user.get('/api/salesforce-connections/mine');
  if (connection?.state === 'active') return;
  const login = { login: 'custom', address: salesforceUrl };
  const { authorizeUrl } = await user.send('POST', '/api/salesforce-connections/logins', login);
  const form = new URL(authorizeUrl).searchParams;
  const consent = await fetch(authorizeUrl).then((page) => page.text());
  const chosen = [...consent.matchAll(/<option value="([^"]+)"/g)][nth];
  form.set('user', chosen?.[1] ?? '');
  form.set('decision', 'allow');
  const allowed = await fetch(new URL('/services/oauth2/authorize', authorizeUrl), {
    method: 'POST',
    body: form,
    redirect: 'manual',
  });
  await user.follow(allowed.headers.get('location') ?? '');
}
