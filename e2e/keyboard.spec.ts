/** Must show: the way from the search to a person's activities with the keyboard alone, and where it stands is visible. */
import { expect, type Page } from '@playwright/test';
import { test } from './fixtures.ts';
import { uniqueName } from './workspace.ts';
import { signedIn } from './world.ts';

const family = uniqueName();
let annId: number;

test.use({ storageState: signedIn('admin') });

test.beforeAll(async ({ workspace }) => {
  test.setTimeout(90_000);
  [annId] = (await workspace.addPeople(
    { firstName: 'Ann', lastName: family },
    { firstName: 'Bob', lastName: family },
  )) as [number];
});

test('search, list, person, tabs and back, without a mouse', async ({ page, peoplePage, personPage }) => {
  await peoplePage.open();
  await page.keyboard.press('/');
  await expect(peoplePage.search()).toBeFocused();
  await expectVisibleFocus(page);
  await page.keyboard.type(family);
  await expect(peoplePage.rows()).toHaveCount(2);

  await page.keyboard.press('ArrowDown');
  await expect(peoplePage.names().first()).toBeFocused();
  await expectVisibleFocus(page);
  await page.keyboard.press('j');
  await expect(peoplePage.names().last()).toBeFocused();
  await expectVisibleFocus(page);
  await page.keyboard.press('k');
  await expect(peoplePage.names().first()).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`/people/${annId}`);

  await tabUntilFocused(page, 'All');
  await expectVisibleFocus(page);
  for (const title of ['E-mail', 'Calls', 'Interesting moments', 'Web', 'Score']) {
    await page.keyboard.press('ArrowRight');
    await expect(personPage.tab(title)).toBeFocused();
    await expect(personPage.tab(title)).toHaveAttribute('aria-selected', 'true');
    await expectVisibleFocus(page);
  }
  await page.keyboard.press('Home');
  await expect(personPage.tab('All')).toBeFocused();

  await page.goBack();
  await expect(page).toHaveURL(`/people?search=${family}`);
  await expect(peoplePage.names()).toHaveText([`Ann ${family}`, `Bob ${family}`]);
});

test('the palette finds a person and a page', async ({ page, peoplePage, shell }) => {
  await peoplePage.open();
  await shell.openPalette();
  await page.keyboard.type(`ann ${family}`);
  await expect(shell.palette().getByRole('option', { name: `Ann ${family}` })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`/people/${annId}`);

  await shell.openPalette();
  await page.keyboard.type('sync');
  await expect(shell.palette().getByRole('option', { name: 'Settings › Sync' })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/settings/sync');
});

test('? shows the keys, and Escape gives the focus back', async ({ page, peoplePage, shell }) => {
  await peoplePage.open(`?search=${family}`);
  await peoplePage.search().press('ArrowDown');
  await expect(peoplePage.names().first()).toBeFocused();
  await page.keyboard.press('?');
  await expect(shell.help()).toBeVisible();
  await expect(shell.help().getByRole('term')).toContainText([
    'Show this help',
    'Open the person',
    'Passport, and back to the fields',
  ]);
  await page.keyboard.press('Escape');
  await expect(shell.help()).toBeHidden();
  await expect(peoplePage.names().first()).toBeFocused();
});

test('c logs a call from any page, and is a letter in a field', async ({ page, callsPage, salesActivitiesPage }) => {
  await salesActivitiesPage.open();
  await expect(page.getByText(/^as of /)).toBeVisible();
  await page.keyboard.press('c');
  await expect(callsPage.person()).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(callsPage.form()).toBeHidden();
  await salesActivitiesPage.day('From').press('c');
  await expect(salesActivitiesPage.day('From')).toBeFocused();
  await expect(callsPage.form()).toBeHidden();
});

test('the first stop of a page leads past the menu', async ({ page, peoplePage }) => {
  await peoplePage.open();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await expectVisibleFocus(page);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
});

async function tabUntilFocused(page: Page, tab: string) {
  const wanted = page.getByRole('tab', { name: tab, exact: true });
  await expect(wanted).toBeVisible();
  for (let stop = 0; stop < 60; stop++) {
    await page.keyboard.press('Tab');
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`Sixty stops did not lead to the tab ${tab}.`);
}

/** An outline or a shadow around what has the focus. */
async function expectVisibleFocus(page: Page) {
  const marks = await page.evaluate(() => {
    const style = getComputedStyle(document.activeElement ?? document.body);
    return {
      outline: style.outlineStyle !== 'none' && style.outlineWidth !== '0px',
      shadow: style.boxShadow !== 'none',
    };
  });
  expect(marks.outline || marks.shadow, 'what has the focus shows it').toBe(true);
}
