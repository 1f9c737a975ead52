/** Settings › Call outcomes: what sellers are asked, kept by an admin. */
import { expect } from '@playwright/test';
import { test } from './fixtures.ts';
import { uniqueName } from './workspace.ts';
import { signedIn } from './world.ts';

test.use({ storageState: signedIn('admin') });

let bobId: number;
test.beforeAll(async ({ workspace }) => {
  test.setTimeout(90_000);
  [bobId] = (await workspace.addPeople({ firstName: 'Bob', lastName: uniqueName() })) as [number];
});
// Also when a test failed half-way: nobody else has to answer then.
test.afterAll(({ workspace }) => workspace.offerChoices({ outcomes: [], reasons: [] }));

test('what sellers are asked is added, renamed, ordered by keys, required and deleted', async ({ page, callsPage }) => {
  const [one, two] = [`One ${uniqueName()}`, `Two ${uniqueName()}`];
  await callsPage.openSettings();
  const list = callsPage.list('Reasons');
  for (const name of [one, two]) {
    await list.getByLabel('New reason').fill(name);
    await page.keyboard.press('Enter');
    await expect(callsPage.names('Reasons').filter({ hasText: name })).toBeVisible();
    await expect(list.getByLabel('New reason')).toHaveValue('');
  }
  await list.getByLabel('New reason').fill(one.toUpperCase());
  await page.keyboard.press('Enter');
  await expect(list).toContainText('There is a reason of this name already.');

  await list.getByRole('button', { name: `Move ${two} up` }).focus();
  await page.keyboard.press('Enter');
  await expect(callsPage.names('Reasons').nth(-2)).toContainText(two);
  await expect(list.getByRole('button', { name: `Move ${two} up` })).toBeFocused();
  await expect(list.getByRole('status')).toContainText(`${two}: place`);

  await list.getByRole('button', { name: `Change ${one}` }).click();
  await page.getByRole('dialog').getByLabel('Name').fill(`${one} renamed`);
  await page.keyboard.press('Enter');
  await expect(callsPage.names('Reasons').last()).toContainText(`${one} renamed`);

  await list.getByRole('checkbox', { name: 'Ask for the reason' }).check();
  await list.getByLabel('To log a call it is').selectOption('required');
  await expect(list.getByLabel('To log a call it is')).toHaveValue('required');
  await page.goto(`/people/${bobId}`);
  await page.getByRole('button', { name: 'Log a call' }).click();
  await page.keyboard.press('Control+Enter');
  await expect(callsPage.form()).toContainText('Choose a reason.');
  await expect(callsPage.field('Reason')).toBeFocused();

  await callsPage.openSettings();
  await list.getByLabel('To log a call it is').selectOption('optional');
  await expect(list.getByLabel('To log a call it is')).toHaveValue('optional');
  for (const name of [`${one} renamed`, two]) {
    await list.getByRole('button', { name: `Delete ${name}` }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
    await expect(callsPage.names('Reasons').filter({ hasText: name })).toHaveCount(0);
  }
});
