/** Must show: axe finds nothing where deliveries and activity types are told of, light and dark, wide and narrow. */
import { expect } from '@playwright/test';
import { expectNothingFound, narrow, wide } from './axe.ts';
import { test } from './fixtures.ts';
import { answerStanding, answerTypes, busy, nothingYet } from './standing-answers.ts';
import { signedIn } from './world.ts';

// A screen is looked at by axe up to a dozen times, a second or two each.
test.describe.configure({ timeout: 240_000 });
test.use({ storageState: signedIn('admin') });
test.beforeEach(({ page }) => page.setViewportSize(wide));

test('how deliveries stand: nothing yet, many with some held up, and no answer', async ({ page }) => {
  await answerStanding(page, nothingYet);
  await page.goto('/settings/deliveries');
  await expect(page.getByText('Nothing was delivered in the last 24 hours.')).toHaveCount(2);
  await expectNothingFound(page, [wide, narrow]);
  await page.unrouteAll();
  await answerStanding(page, busy);
  await page.reload();
  await expect(page.getByRole('region', { name: 'Deliveries to Marketo' })).toContainText('For each of 345 deliveries');
  await expectNothingFound(page, [wide, narrow]);
  await page.unrouteAll();
  await page.route('**/api/settings/deliveries/standing', (route) =>
    route.fulfill({ status: 400, json: { code: 'bad_request' } }),
  );
  await page.reload();
  await expect(page.getByRole('heading', { name: 'This could not be loaded' })).toBeVisible();
  await expectNothingFound(page, [wide, narrow]);
});

test('activity types: missing, asked for, being made, by hand, ready, not looked at, no Marketo, no answer', async ({
  page,
  activityTypesPage,
}) => {
  const making = { underWay: false, ready: 0, of: 8, message: null };
  await answerTypes(page, { obstacle: null, mayMake: true, freeSlots: 10, making });
  await activityTypesPage.open();
  await expectNothingFound(page, [wide, narrow]);
  await activityTypesPage.create().click();
  await expect(page.getByRole('dialog')).toContainText('Create “Sales Actions Call”');
  await expectNothingFound(page, [wide, narrow]);

  const states = ['ready', 'draft', 'changed', 'lacking', 'unseen'] as const;
  await answerTypes(
    page,
    { making: { underWay: true, ready: 3, of: 8, message: 'Marketo is busy; it goes on in a minute.' } },
    (n) => ({ state: states[n] ?? 'missing', missingAttributes: states[n] === 'lacking' ? ['Duration'] : [] }),
  );
  await activityTypesPage.open();
  await expect(activityTypesPage.standing()).toContainText('the others are being made');
  await expectNothingFound(page, [wide, narrow]);
  await answerTypes(page, { obstacle: 'Marketo denied access.', mayMake: false, freeSlots: null, making });
  await activityTypesPage.open();
  await expect(activityTypesPage.instructions()).toBeVisible();
  await expectNothingFound(page, [wide, narrow]);
  await answerTypes(page, { obstacle: null, making: { ...making, ready: 8 } }, (n) => ({
    state: 'ready',
    id: n + 1,
  }));
  await activityTypesPage.open();
  await expect(activityTypesPage.standing()).toContainText('All 8 types are ready');
  await expectNothingFound(page, [wide, narrow]);

  await answerTypes(page, { asOf: null });
  await activityTypesPage.open();
  await expect(page.getByRole('heading', { name: 'Marketo was not looked at yet' })).toBeVisible();
  await expectNothingFound(page, [wide, narrow]);
  await answerTypes(page, { connected: false, asOf: null });
  await activityTypesPage.open();
  await expect(page.getByRole('heading', { name: 'Marketo is not connected' })).toBeVisible();
  await expectNothingFound(page, [wide, narrow]);
  await page.unrouteAll();
  await page.route('**/api/activity-types', (route) => route.fulfill({ status: 400, json: { code: 'bad_request' } }));
  await page.reload();
  await expect(page.getByRole('heading', { name: 'This could not be loaded' })).toBeVisible();
  await expectNothingFound(page, [wide, narrow]);
});
