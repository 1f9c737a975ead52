/** Must show: people connect to Salesforce by its own page, see how it is, and leave again. */
import { expect, request } from '@playwright/test';
import { test } from './fixtures.ts';
import { SalesforcePage } from './pages/salesforce-page.ts';
import { consentOf } from './salesforce.ts';
import { appUrl, salesforceUrl, signedIn, type UserName, users } from './world.ts';

test.describe.configure({ mode: 'serial' });

test.describe('a seller', () => {
  test.use({ storageState: signedIn('user') });

  test('connects on the page of Salesforce, tests the connection, and is told of it', async ({
    page,
    salesforcePage,
  }) => {
    await salesforcePage.open();
    await expect(salesforcePage.clientApp()).toHaveCount(0);
    await salesforcePage.connectAs('Olivia Carter');
    await expect(salesforcePage.result()).toHaveText('Connected to Salesforce.');
    await expect(page).toHaveURL(/result=connected$/);
    await expect(salesforcePage.mine()).toContainText('Olivia Carter');
    await expect(salesforcePage.mine().getByText('Connected', { exact: true }).first()).toBeVisible();

    await salesforcePage.result().getByRole('button', { name: 'Put this away' }).click();
    await expect(page).toHaveURL(/\/settings\/salesforce$/);
    await salesforcePage.mine().getByRole('button', { name: 'Test connection' }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByText('All that logging needs works.')).toBeVisible();
    await expect(dialog.getByRole('img', { name: 'Passed' })).toHaveCount(4);
  });

  test('denies, and nothing changes', async ({ salesforcePage, salesforce }) => {
    await salesforcePage.open();
    const before = await salesforce.consents();
    await salesforcePage.goToSalesforce(salesforcePage.mine().getByRole('button', { name: 'Connect anew…' }));
    await salesforcePage.deny();
    await expect(salesforcePage.result()).toContainText('Access was not allowed');
    await expect(salesforcePage.mine()).toContainText('Olivia Carter');
    expect(await salesforce.consents()).toBe(before);
  });

  test('connects anew as somebody else, which ends the older consent', async ({ salesforcePage, salesforce }) => {
    await salesforcePage.open();
    const before = await salesforce.consents();
    await salesforcePage.connectAs('Noah Williams');
    await expect(salesforcePage.result()).toHaveText('Connected to Salesforce.');
    await expect(salesforcePage.mine()).toContainText('Noah Williams');
    expect(await salesforce.consents()).toBe(before);
  });

  test('is told on every page when Salesforce wants a new sign-in, and signs in', async ({
    page,
    salesforcePage,
    salesforce,
  }) => {
    await salesforce.revokeConsents();
    await salesforcePage.open();
    await salesforcePage.mine().getByRole('button', { name: 'Test connection' }).click();
    await expect(page.getByRole('dialog').getByRole('img', { name: 'Failed' }).first()).toBeVisible();
    await page.goto('/people');
    await expect(salesforcePage.banner()).toContainText('Salesforce needs you to sign in again');
    await salesforcePage.banner().getByRole('link').click();
    await expect(salesforcePage.mine()).toContainText('consent in Salesforce is over');
    await salesforcePage.connectAs('Noah Williams');
    await expect(salesforcePage.result()).toHaveText('Connected to Salesforce.');
    await expect(salesforcePage.banner()).toHaveCount(0);
  });

  test('whose sessions are refused again and again is paused, and tries again', async ({
    page,
    salesforcePage,
    salesforce,
  }) => {
    await salesforcePage.open();
    await salesforce.changeOAuth({ neverHeal: true });
    const test = () => salesforcePage.mine().getByRole('button', { name: 'Test connection' }).click();
    await test();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByText(/within ten minutes/).first()).toBeVisible({ timeout: 20_000 });
    await dialog.getByRole('button', { name: 'Done' }).click();
    await expect(salesforcePage.banner()).toContainText('Your connection to Salesforce is paused');
    await salesforce.changeOAuth({ neverHeal: false });
    await salesforcePage.mine().getByRole('button', { name: 'Try again' }).click();
    await test();
    await expect(dialog.getByText('All that logging needs works.')).toBeVisible();
  });

  test('is told in words why it did not come to a connection', async ({ salesforcePage, salesforce }) => {
    await salesforce.changeOAuth({ ipRestricted: true });
    await salesforcePage.open();
    await salesforcePage.connectAs('Noah Williams');
    await expect(salesforcePage.result()).toContainText('address of this server');
    await salesforce.changeOAuth({ ipRestricted: false });
  });

  test('is refused an address that is not Salesforce’s, at its field', async ({ page, salesforcePage }) => {
    await salesforcePage.open();
    await salesforcePage.mine().getByRole('button', { name: 'Connect anew…' }).click();
    await page.getByLabel('Address').fill('https://example.lightning.force.com');
    await page.getByRole('button', { name: 'Go to Salesforce' }).click();
    await expect(page.getByLabel('Address')).toHaveAttribute('aria-invalid', 'true');
    await expect(page.getByLabel('Address')).toHaveAccessibleDescription(/Lightning/);
  });

  test('disconnects, which ends the consent', async ({ salesforcePage, salesforce }) => {
    await salesforcePage.open();
    const before = await salesforce.consents();
    await salesforcePage.disconnect();
    expect(await salesforce.consents()).toBe(before - 1);
  });

  test('disconnects although Salesforce does not answer', async ({ page, salesforcePage, salesforce }) => {
    await salesforcePage.open();
    await salesforcePage.connectAs('Noah Williams');
    await salesforce.addFault({ match: 'oauth2/revoke', effect: 'html-502' });
    await salesforcePage.disconnect();
    await expect(page.getByText('Salesforce did not answer, so the consent stays there')).toBeVisible();
  });
});

test.describe('what comes back from Salesforce', () => {
  test.use({ storageState: signedIn('user') });

  const begin = async (name: UserName) => {
    const api = await request.newContext({ baseURL: appUrl(), storageState: signedIn(name) });
    return consentOf(api).finally(() => api.dispose());
  };

  test('of somebody else is refused, and stays good for its owner', async ({ page, salesforcePage }) => {
    const theirs = await begin('admin');
    await page.goto(theirs);
    await expect(page).toHaveURL(/result=not-ours$/);
    await expect(salesforcePage.result()).toContainText('not begun here by you');
    await expect(salesforcePage.mine().getByText('Not connected')).toBeVisible();
  });

  test('twice, or with an older or made-up state, is refused', async ({ page, salesforcePage }) => {
    const older = await begin('user');
    const mine = await begin('user');
    await page.goto(older);
    await expect(page).toHaveURL(/result=not-ours$/);
    await page.goto(mine);
    await expect(page).toHaveURL(/result=connected$/);
    await page.goto(mine);
    await expect(page).toHaveURL(/result=not-ours$/);
    await page.goto('/api/salesforce-connections/callback?state=made-up&code=made-up');
    await expect(page).toHaveURL(/result=not-ours$/);
    await salesforcePage.disconnect();
  });

  test('to somebody who is signed out leads to the sign-in page and is told afterwards', async ({ browser }) => {
    const mine = await begin('user');
    const nobody = { cookies: [], origins: [] };
    const context = await browser.newContext({ baseURL: appUrl(), storageState: nobody });
    const page = await context.newPage();
    await page.goto(mine);
    await expect(page).toHaveURL(/\/sign-in\?callbackUrl=.*signed-out/);
    await context.close();
  });
});

test.describe('an admin', () => {
  test.use({ storageState: signedIn('admin') });

  test('sees the client app but not its secret, and corrects it', async ({ page, salesforcePage }) => {
    const bodies: Promise<string>[] = [];
    page.on('response', (response) => {
      if (response.url().includes('/api/settings/salesforce')) bodies.push(response.text());
    });
    await salesforcePage.open();
    const app = salesforcePage.clientApp();
    await expect(app.getByLabel('Consumer key')).toHaveValue('demo-sf-client');
    await expect(app.getByText('Stored encrypted')).toBeVisible();
    await expect(app).toContainText(`${appUrl()}/api/salesforce-connections/callback`);
    await app.getByLabel('Sellers log in at').fill('https://example.lightning.force.com');
    await app.getByRole('button', { name: 'Save' }).click();
    await expect(app.getByLabel('Sellers log in at')).toHaveAccessibleDescription(/Lightning/);
    await app.getByLabel('Sellers log in at').fill(salesforceUrl());
    await app.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('Client app saved')).toBeVisible();
    expect((await Promise.all(bodies)).join('\n')).not.toContain('demo-sf-secret');
  });

  test('replaces the client app only when asked twice, which ends every connection', async ({
    page,
    salesforcePage,
  }) => {
    await page.request.get(await consentOf(page.request));
    await salesforcePage.open();
    const app = salesforcePage.clientApp();
    const put = async (key: string, secret: string) => {
      await app.getByLabel('Consumer key').fill(key);
      await app.getByLabel('Consumer secret').fill(secret);
      await app.getByRole('button', { name: 'Save…' }).click();
    };
    await put('another-client', 'another-secret');
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText('The one connection there is ends at once.');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await expect(salesforcePage.mine().getByText('Connected', { exact: true }).first()).toBeVisible();
    await app.getByRole('button', { name: 'Save…' }).click();
    await dialog.getByRole('button', { name: 'Replace and disconnect everybody' }).click();
    await expect(salesforcePage.mine()).toContainText('The client app was replaced by another one.');
    await expect(salesforcePage.mine().getByRole('button', { name: 'Sign in again…' })).toBeVisible();
    await put('demo-sf-client', 'demo-sf-secret');
    await dialog.getByRole('button', { name: 'Replace and disconnect everybody' }).click();
    await expect(app.getByRole('button', { name: 'Save', exact: true })).toBeVisible();
    await salesforcePage.disconnect();
  });

  test('connects the integration user, sees the org and the people, and leaves again', async ({
    page,
    salesforcePage,
  }) => {
    await salesforcePage.open();
    await salesforcePage.goToSalesforce(salesforcePage.integration().getByRole('button', { name: 'Connect one…' }));
    await salesforcePage.allowAs('Integration User');
    await expect(salesforcePage.integration()).toContainText('Integration User');
    await expect(salesforcePage.person(users.user.name)).toContainText('Not connected');
    await expect(salesforcePage.org()).toContainText('A task is done when its status is Completed.');
    await expect(salesforcePage.org().getByLabel('Key field of tasks')).toHaveAccessibleDescription(
      /none is ever logged twice/,
    );
    await salesforcePage.org().getByRole('button', { name: 'Check again' }).click();
    await expect(salesforcePage.org().getByText('Read just now')).toBeVisible();

    await salesforcePage.integration().getByRole('button', { name: 'Disconnect the integration user' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Disconnect', exact: true }).click();
    await expect(salesforcePage.integration().getByText('None')).toBeVisible();
  });

  test('ends the connection of somebody else', async ({ browser, page, salesforcePage }) => {
    const context = await browser.newContext({ baseURL: appUrl(), storageState: signedIn('user') });
    const seller = new SalesforcePage(await context.newPage());
    await seller.open();
    await seller.connectAs('Olivia Carter');
    await context.close();
    await salesforcePage.open();
    await expect(salesforcePage.person(users.user.name)).toContainText('Olivia Carter');
    await page.getByLabel('Which sellers').selectOption('Not connected');
    await expect(page).toHaveURL(/people=unconnected/);
    await expect(salesforcePage.person(users.user.name)).toHaveCount(0);
    await page.getByLabel('Which sellers').selectOption('Everybody');
    await page.getByRole('button', { name: `Disconnect ${users.user.name}` }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Disconnect', exact: true }).click();
    await expect(salesforcePage.person(users.user.name)).toContainText('Not connected');
  });
});
