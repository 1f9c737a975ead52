/** What an admin sees and decides of the calls to Marketo. */
import { expect } from '@playwright/test';
import { expectNothingFound, narrow, wide } from './axe.ts';
import { test } from './fixtures.ts';
import { signedIn } from './world.ts';

// Axe looks up to a dozen times, a second or two each.
test.describe.configure({ timeout: 60_000 });

test.describe('an admin', () => {
  test.use({ storageState: signedIn('admin') });

  test('sees what was used today, what for, and who may use how much', async ({ callBudgetPage, shell }) => {
    await callBudgetPage.open();
    await expect(shell.heading('Marketo API calls')).toBeVisible();
    await expect(callBudgetPage.used()).toHaveAttribute('aria-valuenow', /^[1-9]\d*$/);
    await expect(callBudgetPage.features().getByRole('row').filter({ hasText: 'Change feeds' })).toBeVisible();
    await expect(callBudgetPage.share('Most urgent: nothing uses it yet')).toContainText('never');
    await expect(callBudgetPage.share('Loads and sweeps')).toContainText('35,000 calls');
  });

  test('asks what if, with the keyboard, and finds it in the address', async ({ page, callBudgetPage }) => {
    await callBudgetPage.open('?interval=120&sellers=100&loads=40&people=100000');
    await expect(callBudgetPage.cost()).toHaveText('11,646 API calls a day, 23 % of the quota');
    await callBudgetPage.slider('Sellers').focus();
    await page.keyboard.press('ArrowRight');
    await expect(page).toHaveURL(/sellers=105/);
    await expect(callBudgetPage.cost()).toHaveText(/^12,046 API calls/);
    await page.reload();
    await expect(callBudgetPage.cost()).toHaveText(/^12,046 API calls/);
  });

  test('makes an interval the real one, and back', async ({ page, callBudgetPage }) => {
    await callBudgetPage.open('?interval=300');
    await callBudgetPage.save().click();
    await expect(page.getByText('As it is now.')).toBeVisible();
    await callBudgetPage.open();
    await expect(callBudgetPage.slider('Change feeds are asked')).toHaveAttribute('aria-valuetext', 'every 5 min');
    await callBudgetPage.slider('Change feeds are asked').focus();
    await page.keyboard.press('Home');
    await callBudgetPage.save().click();
    await expect(page.getByText('As it is now.')).toBeVisible();
  });

  test('sees each hour instead of the day, by the address as well', async ({ page, callBudgetPage }) => {
    await callBudgetPage.open();
    await page.getByLabel('Show').selectOption('Each hour');
    await expect(page).toHaveURL(/curve=hour/);
    await expect(page.getByRole('table', { name: /in each hour of today/ })).toBeAttached();
  });

  test('is told what failed when it cannot be read, and what rests and why', async ({ page, callBudgetPage }) => {
    await page.route('**/api/call-budget', (route) => route.abort());
    await page.goto('/settings/call-budget');
    await expect(page.getByRole('alert')).toBeVisible();
    await expectNothingFound(page);
    await page.unroute('**/api/call-budget');
    const budget = await (await page.request.get('/api/call-budget')).json();
    const why = "71 % of today's 50,000 Marketo API calls are used; the rest is kept for others.";
    const resting = { until: budget.day.endsAt, why };
    const lanes = budget.lanes.map((lane: { lane: string }) => (lane.lane === 'loads' ? { ...lane, resting } : lane));
    await page.route('**/api/call-budget', (route) => route.fulfill({ json: { ...budget, lanes } }));
    await callBudgetPage.open();
    await expect(callBudgetPage.share('Loads and sweeps')).toContainText(why);
    await expectNothingFound(page);
    await page.route('**/api/call-budget', (route) => route.fulfill({ json: { ...budget, connected: false } }));
    await page.goto('/settings/call-budget');
    await expect(page.getByText('Marketo is not connected')).toBeVisible();
    await expectNothingFound(page);
  });

  test('axe finds nothing, light and dark, wide and narrow', async ({ page, callBudgetPage }) => {
    await callBudgetPage.open();
    await expectNothingFound(page, [wide, narrow]);
  });
});

test.describe('a user', () => {
  test.use({ storageState: signedIn('user') });

  test('finds no such page', async ({ page, shell }) => {
    await page.goto('/settings/call-budget');
    await expect(shell.heading('Page not found')).toBeVisible();
  });
});
