/** Must show: a call that Marketo refuses is seen and explained, tried again once the cause is gone, and is there once. */
import { expect, request } from '@playwright/test';
import { test } from './fixtures.ts';
import { answerStanding, busy, nothingYet } from './standing-answers.ts';
import { uniqueName } from './workspace.ts';
import { appUrl, signedIn } from './world.ts';

const family = uniqueName();
let annId: number;

test.describe.configure({ mode: 'serial', timeout: 90_000 });

test.beforeAll(async ({ workspace }) => {
  test.setTimeout(150_000);
  [annId] = (await workspace.addPeople({ firstName: 'Ann', lastName: family })) as [number];
  await workspace.makeActivityTypes();
  await workspace.switchDelivery('marketo', 'call', true);
});
test.afterAll(async ({ workspace }) => {
  await workspace.tryAllAgain();
  await workspace.switchDelivery('marketo', 'call', false);
});

test.describe('a seller', () => {
  test.use({ storageState: signedIn('user') });

  test('finds why a call is not in Marketo, alone of all sellers’, and tries again until it is there once', async ({
    page,
    marketo,
    workspace,
    salesActivitiesPage,
    diagnosticsPage,
  }) => {
    await marketo.addFault({ match: 'external.json', times: 100, effect: { rowCode: '1003' } });
    const call = { marketoId: annId, occurredAt: new Date().toISOString(), status: 'completed' };
    await workspace.logCall({ ...call, notes: `Of an admin ${family}` });
    const told = await page.request.post('/api/calls', { data: { ...call, key: family, notes: `Mine ${family}` } });
    expect(told.ok(), await told.text()).toBe(true);

    await salesActivitiesPage.open(`?person=${annId}`);
    const badge = salesActivitiesPage.badge('completed');
    await expect(badge).toContainText('Marketo: refused', { timeout: 40_000 });
    await page.keyboard.press('j');
    await expect(badge).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(salesActivitiesPage.at('Marketo')).toContainText('1003');
    await salesActivitiesPage.at('Marketo').getByRole('link', { name: 'Everything this problem stops' }).click();

    await expect(page).toHaveURL(/\/settings\/diagnostics\?problem=/);
    await expect(diagnosticsPage.problems()).toHaveCount(1);
    await expect(diagnosticsPage.cases().getByRole('row')).toHaveCount(2);
    await page.getByRole('link', { name: 'Show in Sales activities' }).click();
    await expect(page).toHaveURL(/\/sales-activities\?destination=marketo&problem=/);
    await expect(page.getByText(/^Problem: /)).not.toContainText('…');
    await expect(salesActivitiesPage.table().getByRole('row')).toHaveCount(2);
    await page.goBack();

    await marketo.clearFaults();
    await page.getByRole('button', { name: /^Try it again/ }).click();
    await expect(diagnosticsPage.retries()).toContainText('1 of 1 went through', { timeout: 40_000 });
    await expect(diagnosticsPage.allIsWell()).toBeVisible();
    expect(await marketo.deliveredTo(annId)).toBe(1);
  });
});

test.describe('an admin', () => {
  test.use({ storageState: signedIn('admin') });

  test('lets paused deliveries go on from where it is said that they are', async ({ page }) => {
    await answerStanding(page, busy);
    await page.goto('/settings/deliveries');
    const marketo = page.getByRole('region', { name: 'Deliveries to Marketo' });
    await expect(marketo).toContainText('Deliveries to Marketo are paused');
    await page.unrouteAll();
    await answerStanding(page, nothingYet);
    const asked = page.waitForResponse('**/api/sync/jobs/deliver-to-marketo/run');
    await marketo.getByRole('button', { name: 'Resume' }).click();
    expect((await asked).status()).toBe(202);
    await expect(page.getByText('Deliveries go on.')).toBeVisible();
    await expect(marketo).not.toContainText('paused');
  });
});

test.describe('another system', () => {
  test.use({ storageState: signedIn('user') });

  test('reports with a token made on the page, until it is revoked', async ({ page, salesActivitiesPage }) => {
    const name = `Plug-in ${uniqueName()}`;
    await page.goto('/settings/api-tokens');
    await page.getByRole('button', { name: 'New token…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill(name);
    await dialog.getByRole('button', { name: 'Create the token' }).click();
    await expect(dialog).toContainText('Copy the token now');
    const secret = await dialog.locator('code').first().innerText();
    await dialog.getByRole('button', { name: 'Done' }).click();

    const api = await request.newContext({
      baseURL: appUrl(),
      extraHTTPHeaders: { authorization: `Bearer ${secret}` },
    });
    const payload = { emailId: name, emailSubject: name };
    const occurredAt = new Date().toISOString();
    const person = { marketoId: annId };
    const activity = { kind: 'email-sent', key: name.replace(' ', ''), person, occurredAt, payload };
    const report = () => api.post('/api/sales-activities', { data: { activities: [activity] } });
    expect(await (await report()).json()).toMatchObject({ results: [{ outcome: 'recorded' }] });
    expect((await api.get('/api/people')).status()).toBe(403);
    await salesActivitiesPage.open(`?person=${annId}`);
    await expect(salesActivitiesPage.row(name)).toBeVisible();

    await page.goto('/settings/api-tokens');
    await page.getByRole('button', { name: `Revoke ${name}` }).click();
    await dialog.getByRole('button', { name: 'Revoke', exact: true }).click();
    // What is behind a dialog is hidden from roles as well.
    await expect(dialog).toBeHidden();
    await expect(page.getByRole('row', { name })).toHaveCount(0);
    expect((await report()).status()).toBe(401);
    await api.dispose();
  });
});
