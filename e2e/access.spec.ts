/**
 * Every route, answered for nobody, a user, an admin and the scheduler. Whom a route refuses is derived from
 * docs/openapi.json, which a unit test keeps equal to the routes; the table says what the others are answered.
 */
import { readFileSync } from 'node:fs';
import { expect, request } from '@playwright/test';
import { test } from './fixtures.ts';
import { consentOf } from './salesforce.ts';
import { appUrl, cronSecret, signedIn } from './world.ts';

type Caller = 'nobody' | 'user' | 'admin' | 'scheduler';
type Row = { method: string; path: string; data?: unknown; answers: Record<Caller, number> };
type Operation = { description?: string; security: Record<string, unknown>[] };

const document = JSON.parse(readFileSync('docs/openapi.json', 'utf8'));
const operations = Object.entries<Record<string, Operation>>(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
);
const shownJobs = document.paths['/api/sync'].get.responses['200'].content['application/json'].schema.properties.jobs;
const cronJobs: string[] = shownJobs.items.properties.name.enum;

const everybody = (status: number) => ({ nobody: status, user: status, admin: status, scheduler: status });
const signedInOnly = (status = 200) => ({ nobody: 401, user: status, admin: status, scheduler: 401 });
const adminOnly = (status = 200) => ({ nobody: 401, user: 403, admin: status, scheduler: 401 });
const schedulerOnly = (status = 200) => ({ nobody: 401, user: 401, admin: 401, scheduler: status });

const person = '/api/people/{listed}';
const connections = '/api/salesforce-connections';
const noId = '00000000-0000-4000-8000-000000000000';

const table: Row[] = [
  { method: 'GET', path: '/api/healthz', answers: everybody(200) },
  { method: 'GET', path: '/api/readyz', answers: everybody(200) },
  { method: 'GET', path: '/api/people', answers: signedInOnly() },
  { method: 'GET', path: '/api/people/filters', answers: signedInOnly() },
  { method: 'GET', path: person, answers: signedInOnly() },
  { method: 'GET', path: '/api/people/999999999', answers: signedInOnly(404) },
  { method: 'GET', path: '/api/people/abc', answers: signedInOnly(400) },
  { method: 'GET', path: '/api/people?cursor=nonsense', answers: signedInOnly(400) },
  { method: 'GET', path: '/api/people?limit=100000', answers: signedInOnly(400) },
  { method: 'GET', path: `${person}/activities`, answers: signedInOnly() },
  { method: 'GET', path: `${person}/activities?kinds=nonsense`, answers: signedInOnly(400) },
  { method: 'GET', path: `${person}/activities/weeks`, answers: signedInOnly() },
  { method: 'GET', path: `${person}/passport`, answers: signedInOnly() },
  { method: 'GET', path: `${person}/passport?cursor=nonsense`, answers: signedInOnly(400) },
  { method: 'GET', path: '/api/people/999999999/passport', answers: signedInOnly(404) },
  { method: 'GET', path: '/api/people/lookup?of=999999999', answers: signedInOnly() },
  { method: 'GET', path: '/api/people/lookup?of=nonsense', answers: signedInOnly(400) },
  ...['POST', 'PUT', 'PATCH', 'DELETE'].flatMap((method): Row[] => [
    { method, path: '/api/people', data: { firstName: 'Mallory' }, answers: everybody(405) },
    { method, path: person, data: { firstName: 'Mallory' }, answers: everybody(405) },
    { method, path: `${person}/passport`, data: {}, answers: everybody(405) },
    { method, path: '/api/people/lookup', data: {}, answers: everybody(405) },
  ]),
  { method: 'POST', path: '/api/sales-activities', data: { activities: ['nonsense'] }, answers: signedInOnly() },
  { method: 'POST', path: '/api/sales-activities', data: { activities: [] }, answers: signedInOnly(400) },
  { method: 'GET', path: '/api/calls', answers: signedInOnly() },
  { method: 'GET', path: '/api/calls?cursor=nonsense', answers: signedInOnly(400) },
  { method: 'GET', path: '/api/calls?timeZone=Mars', answers: signedInOnly(400) },
  {
    method: 'GET',
    path: `/api/calls?seller=${noId}`,
    answers: { nobody: 401, user: 403, admin: 200, scheduler: 401 },
  },
  { method: 'GET', path: '/api/calls/summary', answers: signedInOnly() },
  {
    method: 'GET',
    path: `/api/calls/summary?seller=${noId}`,
    answers: { nobody: 401, user: 403, admin: 200, scheduler: 401 },
  },
  { method: 'GET', path: '/api/calls/filters', answers: signedInOnly() },
  { method: 'GET', path: '/api/calls/choices', answers: signedInOnly() },
  { method: 'GET', path: `/api/calls/${noId}`, answers: signedInOnly(404) },
  { method: 'GET', path: '/api/calls/nonsense', answers: signedInOnly(400) },
  { method: 'POST', path: '/api/calls', data: { key: 'nonsense' }, answers: signedInOnly(400) },
  { method: 'PUT', path: '/api/settings/calls', data: { outcomes: true }, answers: adminOnly(400) },
  { method: 'POST', path: '/api/settings/calls/outcomes', data: { name: '' }, answers: adminOnly(400) },
  { method: 'POST', path: '/api/settings/calls/nonsense', data: { name: 'A' }, answers: adminOnly(400) },
  { method: 'PUT', path: '/api/settings/calls/reasons/order', data: { ids: [noId] }, answers: adminOnly(409) },
  { method: 'PUT', path: `/api/settings/calls/reasons/${noId}`, data: { name: 'A' }, answers: adminOnly(404) },
  { method: 'DELETE', path: `/api/settings/calls/outcomes/${noId}`, answers: adminOnly(404) },
  { method: 'GET', path: '/api/sales-activities', answers: signedInOnly() },
  { method: 'GET', path: '/api/sales-activities?kind=nonsense', answers: signedInOnly(400) },
  { method: 'GET', path: '/api/sales-activities?since=yesterday', answers: signedInOnly(400) },
  {
    method: 'GET',
    path: `/api/sales-activities?seller=${noId}`,
    answers: { ...signedInOnly(), user: 403 },
  },
  { method: 'GET', path: `/api/sales-activities/${noId}`, answers: signedInOnly(404) },
  { method: 'GET', path: '/api/sales-activities/nonsense', answers: signedInOnly(400) },
  { method: 'GET', path: '/api/sales-activities/sellers', answers: adminOnly() },
  { method: 'GET', path: `/api/deliveries?of=${noId}`, answers: signedInOnly() },
  { method: 'GET', path: '/api/deliveries?of=nonsense', answers: signedInOnly(400) },
  { method: 'POST', path: `/api/deliveries/${noId}/retry`, answers: signedInOnly(404) },
  { method: 'POST', path: '/api/deliveries/nonsense/retry', answers: signedInOnly(400) },
  { method: 'GET', path: '/api/diagnostics', answers: signedInOnly() },
  { method: 'GET', path: '/api/diagnostics?state=closed', answers: { ...signedInOnly(), user: 403 } },
  { method: 'GET', path: `/api/diagnostics?seller=${noId}`, answers: { ...signedInOnly(), user: 403 } },
  { method: 'GET', path: '/api/diagnostics?category=nonsense', answers: signedInOnly(400) },
  { method: 'GET', path: '/api/diagnostics/count', answers: adminOnly() },
  { method: 'GET', path: `/api/diagnostics/${noId}`, answers: signedInOnly(404) },
  { method: 'POST', path: `/api/diagnostics/${noId}/retry`, answers: signedInOnly(404) },
  {
    method: 'POST',
    path: `/api/diagnostics/${noId}/retry?seller=${noId}`,
    answers: { ...signedInOnly(404), user: 403 },
  },
  { method: 'GET', path: '/api/api-tokens', answers: signedInOnly() },
  { method: 'POST', path: '/api/api-tokens', data: { name: 'Nothing', scopes: [] }, answers: signedInOnly(400) },
  { method: 'DELETE', path: '/api/api-tokens/nonsense', answers: signedInOnly(400) },
  { method: 'GET', path: '/api/settings/salesforce/logging', answers: signedInOnly() },
  { method: 'PUT', path: '/api/settings/salesforce/logging', data: { settings: 1 }, answers: signedInOnly(400) },
  { method: 'POST', path: '/api/settings/salesforce/logging/preview', data: {}, answers: adminOnly(400) },
  { method: 'DELETE', path: `/api/api-tokens/${noId}`, answers: signedInOnly(404) },
  { method: 'GET', path: '/api/settings/deliveries', answers: adminOnly() },
  { method: 'PUT', path: '/api/settings/deliveries', data: { switches: [] }, answers: adminOnly(400) },
  { method: 'GET', path: '/api/settings/deliveries/standing', answers: adminOnly() },
  { method: 'GET', path: '/api/activity-types', answers: adminOnly() },
  { method: 'POST', path: '/api/activity-types/check', answers: adminOnly() },
  { method: 'POST', path: '/api/activity-types/make', data: { layout: 'nonsense' }, answers: adminOnly(400) },
  { method: 'GET', path: '/api/call-budget', answers: adminOnly() },
  { method: 'PUT', path: '/api/call-budget', data: { feedIntervalSeconds: 'nonsense' }, answers: adminOnly(400) },
  { method: 'POST', path: '/api/setup', data: {}, answers: everybody(400) },
  { method: 'GET', path: '/api/sync', answers: adminOnly() },
  { method: 'GET', path: '/api/sync/runs', answers: adminOnly() },
  { method: 'GET', path: '/api/sync/runs?job=nonsense', answers: adminOnly(400) },
  { method: 'GET', path: '/api/sync/runs/nonsense', answers: adminOnly(400) },
  { method: 'GET', path: `/api/sync/runs/${noId}`, answers: adminOnly(404) },
  { method: 'POST', path: '/api/sync/start', answers: adminOnly() },
  { method: 'POST', path: '/api/sync/jobs/follow-people/run', answers: adminOnly(202) },
  { method: 'POST', path: '/api/sync/jobs/nonsense/run', answers: adminOnly(404) },
  { method: 'POST', path: '/api/sync/vanished', data: { gone: false }, answers: adminOnly(409) },
  { method: 'GET', path: '/api/reconcile', answers: adminOnly() },
  { method: 'POST', path: '/api/reconcile/stop', answers: adminOnly() },
  { method: 'POST', path: '/api/reconcile/repair', data: { id: 'nonsense' }, answers: adminOnly(400) },
  { method: 'POST', path: '/api/reconcile/repair', data: { id: 999999999, people: 0 }, answers: adminOnly(404) },
  { method: 'GET', path: '/api/settings/marketo', answers: adminOnly() },
  { method: 'PUT', path: '/api/settings/marketo', data: { baseUrl: 'nonsense' }, answers: adminOnly(400) },
  { method: 'POST', path: '/api/settings/marketo/test', answers: adminOnly() },
  { method: 'GET', path: '/api/settings/marketo/loading', answers: adminOnly() },
  { method: 'PUT', path: '/api/settings/marketo/loading', data: { choice: 'nonsense' }, answers: adminOnly(400) },
  { method: 'POST', path: '/api/settings/marketo/loading/check', answers: adminOnly() },
  { method: 'GET', path: '/api/settings/salesforce', answers: adminOnly() },
  { method: 'PUT', path: '/api/settings/salesforce', data: { clientId: '' }, answers: adminOnly(400) },
  { method: 'GET', path: `${connections}/mine`, answers: signedInOnly() },
  { method: 'GET', path: connections, answers: adminOnly() },
  { method: 'POST', path: `${connections}/logins`, data: { login: 'nonsense' }, answers: signedInOnly(400) },
  {
    method: 'POST',
    path: `${connections}/logins`,
    data: { login: 'custom', address: 'https://evil.example' },
    answers: signedInOnly(400),
  },
  { method: 'GET', path: `${connections}/callback?state=made-up&code=made-up`, answers: everybody(307) },
  // Of somebody else, who is connected: for anybody but an admin there is none.
  { method: 'POST', path: `${connections}/{connected}/test`, answers: { ...signedInOnly(), user: 404 } },
  { method: 'POST', path: `${connections}/{connected}/resume`, answers: { ...signedInOnly(409), user: 404 } },
  { method: 'DELETE', path: `${connections}/${noId}`, answers: signedInOnly(404) },
  { method: 'DELETE', path: `${connections}/nonsense`, answers: signedInOnly(400) },
  { method: 'PUT', path: `${connections}/orgs/nonsense`, data: { keyField: null }, answers: adminOnly(400) },
  { method: 'PUT', path: `${connections}/orgs/00D000000000000AAA`, data: { keyField: null }, answers: adminOnly(404) },
  { method: 'POST', path: `${connections}/orgs/00D000000000000AAA/describe`, answers: adminOnly(404) },
  ...cronJobs.flatMap((job): Row[] => [
    { method: 'GET', path: `/api/cron/${job}`, answers: schedulerOnly() },
    { method: 'POST', path: `/api/cron/${job}`, answers: schedulerOnly() },
  ]),
  { method: 'POST', path: '/api/cron/nonsense', answers: schedulerOnly(404) },
  { method: 'GET', path: '/api/openapi.json', answers: signedInOnly() },
  // No METRICS_TOKEN is set here.
  { method: 'GET', path: '/api/metrics', answers: everybody(404) },
  { method: 'GET', path: '/api/nonsense', answers: everybody(404) },
];

/** What stops or begins work that every other test would notice; whom it refuses is asked all the same. */
const notAskedByThoseWhoMay = ['POST /api/reconcile/start', 'POST /api/sync/pause'];

/** How a route refuses; null for those whom it serves. */
function refusalOf({ security, description }: Operation, caller: Caller): number | null {
  const [first] = security;
  if (!first || 'metrics' in first) return null;
  if ('cron' in first) return caller === 'scheduler' ? null : 401;
  if (caller === 'nobody' || caller === 'scheduler') return 401;
  return description === 'For admins.' && caller === 'user' ? 403 : null;
}

const callers: Record<Caller, Parameters<typeof request.newContext>[0]> = {
  nobody: {},
  user: { storageState: signedIn('user') },
  admin: { storageState: signedIn('admin') },
  scheduler: { extraHTTPHeaders: { authorization: `Bearer ${cronSecret}` } },
};

for (const caller of Object.keys(callers) as Caller[]) {
  test(`every route as ${caller}`, async () => {
    test.setTimeout(120_000);
    const api = await request.newContext({ baseURL: appUrl(), ...callers[caller] });
    const listed = await listedPerson();
    const connected = await connectedAdmin();
    const answers: string[] = [];
    for (const { method, path, data } of table) {
      const response = await api.fetch(path.replace('{listed}', listed).replace('{connected}', connected.id), {
        method,
        data,
        maxRedirects: 0,
      });
      answers.push(`${response.status()} ${method} ${path}`);
      if (response.status() >= 400 && path !== '/api/readyz') {
        expect(response.headers()['content-type'], path).toContain('application/problem+json');
        expect(await response.json(), path).toMatchObject({ status: response.status(), requestId: expect.any(String) });
      }
    }
    expect(answers).toEqual(table.map(({ method, path, answers: wanted }) => `${wanted[caller]} ${method} ${path}`));
    await connected.leave();
    await api.dispose();
  });
}

test('whoever may not use a route is refused by it, whatever is asked', async () => {
  for (const caller of Object.keys(callers) as Caller[]) {
    const api = await request.newContext({ baseURL: appUrl(), ...callers[caller] });
    const refused = operations.filter(({ operation }) => refusalOf(operation, caller) !== null);
    const answers = await Promise.all(
      refused.map(async ({ method, path }) => {
        const response = await api.fetch(path.replaceAll(/\{\w+\}/g, noId), { method });
        return `${response.status()} ${method} ${path}`;
      }),
    );
    expect(answers).toEqual(
      refused.map(({ method, path, operation }) => `${refusalOf(operation, caller)} ${method} ${path}`),
    );
    await api.dispose();
  }
});

test('no route is missing in the table', () => {
  const asked = ({ method, path }: { method: string; path: string }) => {
    const pattern = new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`);
    return table.some((row) => row.method === method && pattern.test(row.path.split('?')[0] ?? ''));
  };
  const missing = operations.filter((one) => !asked(one)).map(({ method, path }) => `${method} ${path}`);
  expect(missing.sort()).toEqual(notAskedByThoseWhoMay.toSorted());
});

test('a mutation from another site is refused, session or not', async () => {
  const api = await request.newContext({
    baseURL: appUrl(),
    storageState: signedIn('admin'),
    extraHTTPHeaders: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
  });
  const response = await api.post('/api/sync/pause');
  expect(response.status()).toBe(403);
  await api.dispose();
});

test('a wrong cron secret of the same length is refused', async () => {
  const api = await request.newContext({ baseURL: appUrl() });
  const wrong = `${cronSecret.slice(0, -1)}${cronSecret.endsWith('x') ? 'y' : 'x'}`;
  const response = await api.get('/api/cron/follow-people', { headers: { authorization: `Bearer ${wrong}` } });
  expect(response.status()).toBe(401);
  await api.dispose();
});

async function listedPerson(): Promise<string> {
  const api = await request.newContext({ baseURL: appUrl(), storageState: signedIn('user') });
  const { items } = await (await api.get('/api/people?limit=1')).json();
  await api.dispose();
  return String(items[0].marketoId);
}

/** A connection to Salesforce that is the admin's. */
async function connectedAdmin() {
  const api = await request.newContext({ baseURL: appUrl(), storageState: signedIn('admin') });
  await api.get(await consentOf(api));
  const { connection } = await (await api.get(`${connections}/mine`)).json();
  const leave = async () => {
    await api.delete(`${connections}/${connection.id}`);
    await api.dispose();
  };
  return { id: connection.id as string, leave };
}
