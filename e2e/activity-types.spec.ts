/** Settings › Marketo activities: compared, told by hand where that is all there is, and made by the worker. */
import { expect } from '@playwright/test';
import { test } from './fixtures.ts';
import { answerTypes } from './standing-answers.ts';
import { signedIn } from './world.ts';

const names = [
  'Sales Actions Send Sales Email',
  'Sales Actions Open Sales Email',
  'Sales Actions Click Sales Email',
  'Sales Actions Reply Sales Email',
  'Sales Actions Bounce Sales Email',
  'Sales Actions Call',
  'Sales Actions Add to Sales Campaign',
  'Sales Actions Remove from Sales Campaign',
];

test.describe('an admin', () => {
  test.use({ storageState: signedIn('admin') });
  test.describe.configure({ mode: 'serial', timeout: 120_000 });

  test.afterAll(({ marketo }) => marketo.deny([]));

  test('sees what the instance lacks, and is told how to make it by hand without the right to', async ({
    page,
    marketo,
    activityTypesPage,
  }) => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await activityTypesPage.open();
    await activityTypesPage.lookAgain().click();
    for (const name of names) await expect(activityTypesPage.type(name)).toContainText('Missing');
    await expect(activityTypesPage.standing()).toContainText('10 of 10 types free');
    await expect(activityTypesPage.byHand()).toBeHidden();

    await marketo.deny(['writeActivityMetadata']);
    await activityTypesPage.confirmCreation();
    await expect(activityTypesPage.standing()).toContainText('Marketo denied access', { timeout: 60_000 });
    await expect(activityTypesPage.create()).toBeHidden();
    const instructions = activityTypesPage.instructions();
    for (const name of names) await expect(instructions).toHaveValue(new RegExp(`Name: ${name}\\b`));
    await expect(instructions).toHaveValue(
      /External Activity ID, API Name externalActivityId, Data Type String \(required\)/,
    );
    await activityTypesPage.byHand().getByRole('button', { name: 'Copy' }).click();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe(await instructions.inputValue());
    await marketo.deny([]);
  });

  test('has them made, sees how far that is, and finds nothing to do afterwards', async ({
    page,
    activityTypesPage,
  }) => {
    await activityTypesPage.open();
    await activityTypesPage.lookAgain().click();
    await activityTypesPage.create().focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    for (const name of names) await expect(dialog).toContainText(`Create “${name}”`);
    await dialog.getByRole('button', { name: 'Create', exact: true }).focus();
    await page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    await expect(activityTypesPage.standing()).toContainText('All 8 types are ready', { timeout: 90_000 });
    for (const name of names) await expect(activityTypesPage.type(name)).toContainText('Ready');
    await expect(activityTypesPage.create()).toBeHidden();
    await activityTypesPage.lookAgain().click();
    await expect(activityTypesPage.standing()).toContainText('2 of 10 types free');
  });

  test('sees the other layout by its address', async ({ page, activityTypesPage }) => {
    await activityTypesPage.open();
    await activityTypesPage.layout().selectOption({ label: 'Three types that kinds share' });
    await expect(activityTypesPage.type('Sales Actions Email Activity')).toBeVisible();
    await expect(page).toHaveURL(/layout=compact/);
    await page.reload();
    await expect(activityTypesPage.type('Sales Actions Email Activity')).toBeVisible();
  });

  test('is told before that three types are made where eight do not fit', async ({ page, activityTypesPage }) => {
    const why = 'The eight types need 8 free ones, and the instance has 3.';
    const making = { underWay: false, ready: 0, of: 3, message: null };
    const few = await answerTypes(page, { layout: 'compact', why, freeSlots: 3, making });
    const asked: unknown[] = [];
    await page.route('**/api/activity-types/make', (route) => {
      asked.push(route.request().postDataJSON());
      return route.fulfill({ json: { ...few, making: { ...making, underWay: true, ready: 1 } } });
    });
    await activityTypesPage.open();
    await expect(activityTypesPage.standing()).toContainText(why);
    await activityTypesPage.create().click();
    await expect(page.getByRole('dialog')).toContainText(why);
    await expect(page.getByRole('dialog')).toContainText('Create “Sales Actions Email Activity”');
    await page.getByRole('dialog').getByRole('button', { name: 'Create', exact: true }).click();
    await expect(activityTypesPage.standing()).toContainText('the others are being made');
    expect(asked).toEqual([{ layout: 'compact' }]);
  });
});

test.describe('a user', () => {
  test.use({ storageState: signedIn('user') });

  test('finds no such page', async ({ page, shell }) => {
    await page.goto('/settings/activity-types');
    await expect(shell.heading('Page not found')).toBeVisible();
  });
});
