/** Gets the sales side of the demo ready, through the product's own doors: connects, switches on, logs a few calls. */
import { randomUUID } from 'node:crypto';

/** @typedef {{ email: string, password: string }} Person */

const logged = [
  { outcome: 'Connected', notes: 'Wants to see the new pricing before Friday.', durationSeconds: 312 },
  { outcome: 'Left voicemail', notes: null, durationSeconds: 24 },
  { outcome: 'Connected', notes: 'Asked for a demo with two colleagues.', durationSeconds: 548 },
];
const outcomes = [
  { name: 'Connected', type: 'answered' },
  { name: 'Left voicemail', type: 'not-answered' },
  { name: 'No answer', type: 'not-answered' },
];
const reasons = ['First contact', 'Follow-up', 'Demo'];

/**
 * Safe to repeat: what is there already stays as it is.
 * @param {{ appUrl: string, salesforceUrl: string, admin: Person, seller: Person }} input
 */
export async function prepareSales({ appUrl, salesforceUrl, admin, seller }) {
  const asAdmin = await signIn(appUrl, admin);
  const asSeller = await signIn(appUrl, seller);
  await connect(asAdmin, salesforceUrl, 0);
  await connect(asSeller, salesforceUrl, 1);
  await offerChoices(asAdmin);
  const { layout } = await asAdmin.get('/api/activity-types');
  await asAdmin.send('POST', '/api/activity-types/make', { layout });
  const { switches } = await asAdmin.get('/api/settings/deliveries');
  const off = switches.filter((/** @type {any} */ one) => one.offered && one.onSince === null);
  if (off.length === 0) return;
  const on = off.map((/** @type {any} */ { destination, kind }) => ({ destination, kind, on: true }));
  await asAdmin.send('PUT', '/api/settings/deliveries', { switches: on });
  await logCalls(asSeller);
}

/** As the nth user whom the consent page offers. @param {Browser} user @param {string} salesforceUrl @param {number} nth */
async function connect(user, salesforceUrl, nth) {
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

/** @param {Browser} admin */
async function offerChoices(admin) {
  const choices = await admin.get('/api/calls/choices');
  if (choices.outcomes.choices.length > 0) return;
  for (const outcome of outcomes) await admin.send('POST', '/api/settings/calls/outcomes', outcome);
  for (const name of reasons) await admin.send('POST', '/api/settings/calls/reasons', { name });
  const asked = { enabled: true, required: false };
  await admin.send('PUT', '/api/settings/calls', { outcomes: asked, reasons: asked });
}

/** @param {Browser} seller */
async function logCalls(seller) {
  const { items } = await seller.get('/api/people?limit=3');
  for (const [index, call] of logged.entries()) {
    const person = items[index];
    if (!person) return;
    await seller.send('POST', '/api/calls', {
      key: randomUUID(),
      marketoId: person.marketoId,
      occurredAt: new Date().toISOString(),
      phoneNumber: person.phone,
      reason: reasons[index],
      answeredBy: null,
      recordingUrl: null,
      ...call,
    });
  }
}

/** @typedef {Awaited<ReturnType<typeof signIn>>} Browser */

/** A browser without a window: keeps the cookies of one user. @param {string} appUrl @param {Person} person */
async function signIn(appUrl, { email, password }) {
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
  await request('/api/auth/callback/credentials', { method: 'POST', body });
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
