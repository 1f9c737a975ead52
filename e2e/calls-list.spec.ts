/** The page of calls: narrowed, found again, looked into, copied; a seller's own and nobody else's. */
import { expect, type Page } from '@playwright/test';
import { test } from './fixtures.ts';
import { uniqueName } from './workspace.ts';
import { appUrl, signedIn } from './world.ts';

const name = uniqueName();
const left = `Left ${name}`;
const spoke = `Spoke ${name}`;
let bobId: number;

test.use({ storageState: signedIn('user') });

test.beforeAll(async ({ workspace }) => {
  test.setTimeout(90_000);
  const [calledId, otherId] = await workspace.addPeople(
    { firstName: 'Cleo', lastName: name, phone: '+1 555 010 9999' },
    { firstName: 'Bob', lastName: uniqueName() },
  );
  bobId = otherId as number;
  await workspace.offerChoices({
    outcomes: [
      [left, 'not-answered'],
      [spoke, 'answered'],
    ],
    reasons: [],
  });
  const at = (hoursAgo: number) => new Date(Date.now() - hoursAgo * 3_600_000).toISOString();
  const call = { marketoId: calledId };
  await workspace.logCall({
    ...call,
    outcome: spoke,
    notes: `Agreed ${name}`,
    durationSeconds: 200,
    occurredAt: at(30),
  });
  await workspace.logCall({
    ...call,
    outcome: left,
    notes: '=1+2',
    phoneNumber: '+1 (555) 010-9999',
    occurredAt: at(2),
  });
  await workspace.logCall({ ...call, status: 'failed', notes: 'Long ago', occurredAt: at(24 * 60) });
});

test.afterAll(({ workspace }) => workspace.withdrawChoices(name));

test.describe('an admin', () => {
  test.use({ storageState: signedIn('admin') });

  test('finds calls by person, number and notes, in a period, and the address says so', async ({ page, callsPage }) => {
    await callsPage.open();
    await page.keyboard.press('/');
    await page.keyboard.type(name);
    await expect(callsPage.rows()).toHaveCount(2);
    await expect(callsPage.count('2 calls')).toBeVisible();
    const spare = await callsPage
      .table()
      .evaluate((table) => Number(table.parentElement?.clientWidth) - table.scrollWidth);
    expect(spare, 'the table is as wide as the page').toBeGreaterThanOrEqual(0);
    await expect(callsPage.days()).toContainText('1');
    await expect(page).toHaveURL(new RegExp(`text=${name}`));

    await callsPage.search().fill(`${name} 5550109999`);
    await expect(callsPage.rows()).toHaveCount(1);
    await callsPage.search().fill(`${name} agreed`);
    await expect(callsPage.row('3:20')).toHaveCount(1);
    await callsPage.search().fill(name);
    await callsPage.filter('Period').selectOption('All time');
    await expect(callsPage.rows()).toHaveCount(3);
    await expect(page).toHaveURL(/period=all/);

    await callsPage.filter('Answered').selectOption('Not answered');
    await expect(callsPage.rows()).toHaveCount(2);
    await callsPage.filter('Outcome').selectOption(left);
    await expect(callsPage.rows()).toHaveCount(1);
    await page.reload();
    await expect(callsPage.rows()).toHaveCount(1);
    await callsPage.filter('Answered').selectOption('Answered');
    await expect(page.getByRole('heading', { name: 'No call fits' })).toBeVisible();
    await page.getByRole('button', { name: 'Clear search and filters' }).click();
    await expect(callsPage.rows().first()).toBeVisible();
  });

  test('shows the whole call, and the next by a key', async ({ page, callsPage }) => {
    await callsPage.open(`?text=${name}`);
    await expect(callsPage.rows()).toHaveCount(2);
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await expect(callsPage.panel()).toContainText(`Agreed ${name}`);
    await expect(callsPage.panel().getByRole('definition')).toContainText(['UTC', `Cleo ${name}`, spoke, '3:20']);
    await page.keyboard.press('k');
    await expect(callsPage.panel()).toContainText('=1+2');
    await page.reload();
    await expect(callsPage.panel()).toContainText('=1+2');
    await page.keyboard.press('Escape');
    await expect(callsPage.panel()).toBeHidden();
  });

  test('copies them as CSV, and no cell starts a formula', async ({ page, context, callsPage }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: appUrl() });
    await callsPage.open(`?text=${name}`);
    await expect(callsPage.rows()).toHaveCount(2);
    await page.getByRole('button', { name: /^Copy \d+ as CSV$/ }).click();
    await expect(page.getByText('Copied 2 calls as CSV')).toBeVisible();
    const [header, first] = (await page.evaluate(() => navigator.clipboard.readText())).split('\r\n');
    expect(header).toMatch(/^Called at \(UTC\),Person,Company,Marketo ID,Number,/);
    expect(first).toContain(`,Cleo ${name},`);
    expect(first).toContain(",'+1 (555) 010-9999,");
    expect(first).toContain(",'=1+2,");
  });

  test('narrows to a seller', async ({ callsPage }) => {
    await callsPage.open(`?text=${name}`);
    await callsPage.filter('Seller').selectOption({ index: 1 });
    await expect(callsPage.filter('Seller')).not.toHaveValue('');
  });
});

test('a seller sees nobody else’s calls', async ({ page, callsPage, workspace }) => {
  const notes = uniqueName();
  const id = await workspace.logCall({ marketoId: bobId, notes });
  await callsPage.open(`?text=${notes}&period=all`);
  await expect(page.getByRole('heading', { name: 'No call fits' })).toBeVisible();
  await expect(callsPage.filter('Seller')).toHaveCount(0);
  await callsPage.open('?period=days&from=2020-01-01&to=2020-01-02');
  await expect(page.getByRole('heading', { name: 'None of yours in this period' })).toBeVisible();
  await callsPage.open(`?call=${id}`);
  await expect(page.getByRole('dialog')).toContainText('There is no such call of yours.');
  expect((await page.request.get(`/api/calls/${id}`)).status()).toBe(404);
});

test('older calls are shown on demand, each once', async ({ page, callsPage }) => {
  test.setTimeout(60_000);
  const calls = await Promise.all(
    Array.from({ length: 51 }, (_, n) => logAsUser(page, { marketoId: bobId, notes: `${name} no. ${n}` })),
  );
  expect(new Set(calls).size).toBe(51);
  await callsPage.open(`?text=${name}`);
  await expect(callsPage.rows()).toHaveCount(50);
  await page.getByRole('button', { name: 'Show older calls' }).click();
  await expect(callsPage.rows()).toHaveCount(51);
  await expect(page.getByRole('button', { name: 'Show older calls' })).toBeHidden();
});

test('when the calls cannot be read it says so, and the last rows stay', async ({ page, callsPage }) => {
  const alert = page.getByRole('alert').filter({ has: page.getByRole('button') });
  await page.route('**/api/calls/summary?*', (route) => route.fulfill({ status: 400, json: { code: 'bad_request' } }));
  await callsPage.open();
  await expect(callsPage.rows().first()).toBeVisible();
  await expect(alert).toBeVisible();
  await page.unrouteAll();
  await alert.getByRole('button').click();
  await expect(alert).toBeHidden();
  await page.route('**/api/calls?*', (route) => route.fulfill({ status: 500, json: { code: 'internal' } }));
  await callsPage.filter('Status').selectOption('Failed');
  await expect(alert).toBeVisible({ timeout: 20_000 });
  await page.reload();
  await expect(page.getByRole('heading', { name: 'The calls could not be loaded' })).toBeVisible({ timeout: 20_000 });
});

/** As the signed-in user's browser does it. */
async function logAsUser(page: Page, call: Record<string, unknown>): Promise<string> {
  const data = { key: uniqueName(), occurredAt: new Date().toISOString(), ...call };
  const response = await page.request.post('/api/calls', { data });
  expect(response.status()).toBe(200);
  return (await response.json()).id;
}
