/** Must show: axe finds nothing on any screen of people and their sync, light and dark, wide and narrow. */
import { expect } from '@playwright/test';
import { expectNothingFound, narrow, violations, wide } from './axe.ts';
import { test } from './fixtures.ts';
import { activityTypeIds } from './marketo.ts';
import { uniqueName } from './workspace.ts';
import { signedIn, users } from './world.ts';

const family = uniqueName();
let annId: number;
let goneId: number;

// A screen is looked at by axe up to a dozen times, a second or two each.
test.describe.configure({ timeout: 120_000 });

test.beforeAll(async ({ marketo, workspace }) => {
  test.setTimeout(120_000);
  [annId, goneId] = (await workspace.addPeople(
    { firstName: 'Ann', lastName: family, email: `ann.${family}@example.com`, title: 'Buyer', company: 'Aalto' },
    { firstName: 'Gone', lastName: family },
  )) as [number, number];
  const add = (activityTypeId: number, primaryAttributeValue: string, attributes = {}) =>
    marketo.addActivity({ leadId: annId, activityTypeId, primaryAttributeValue, attributes });
  await add(activityTypeIds.visitWebpage, '/pricing', { 'Webpage URL': '/pricing' });
  await add(activityTypeIds.sendEmail, 'Spring offer');
  await add(activityTypeIds.openEmail, 'Spring offer');
  await add(activityTypeIds.salesCall, '4711', {
    'Sales Call Subject': 'First talk',
    'Sales Call Status': 'Connected',
  });
  await add(activityTypeIds.interestingMoment, 'Web', { Description: 'Asked for prices' });
  await marketo.updatePerson(annId, { leadScore: 42 });
  await marketo.deletePerson(goneId);
  await workspace.untilState(goneId, 'deleted');
});

test.beforeEach(({ page }) => page.setViewportSize(wide));

test.describe('signed out', () => {
  test('signing in, with and without a problem', async ({ page, signInPage }) => {
    await signInPage.open();
    await expectNothingFound(page, [wide, narrow]);
    await signInPage.signIn({ email: `${uniqueName()}@example.com`, password: 'Wrong-Password-1' });
    await expect(signInPage.problem()).toHaveText(/\w/);
    await expectNothingFound(page);
  });

  test('setting up', async ({ page }) => {
    await page.goto('/setup/nobody-gave-this-token');
    await expect(page.getByRole('list', { name: 'Password rules' })).toBeVisible();
    await expectNothingFound(page, [wide, narrow]);
  });
});

test.describe('a user', () => {
  test.use({ storageState: signedIn('user') });

  test('people: rows, a peek, a chip, a menu', async ({ page, peoplePage, shell }) => {
    await peoplePage.open();
    await expectNothingFound(page, [wide, narrow]);
    await peoplePage.open(`?search=${family}&peek=${annId}`);
    await expect(peoplePage.peek()).toContainText('People are read-only here.');
    await expectNothingFound(page, [wide, narrow]);
    await peoplePage.filter('Source').click();
    await expect(page.getByRole('option').first()).toBeVisible();
    await expectNothingFound(page);
    await page.keyboard.press('Escape');
    await peoplePage.openColumns();
    await expectNothingFound(page);
    await page.keyboard.press('Escape');
    await shell.openUserMenu(users.user.name);
    await expectNothingFound(page);
  });

  test('people: nobody, the question why, and an answer that does not come', async ({ page, peoplePage, lookup }) => {
    await page.goto(`/people?search=${family}nobody`);
    await expect(page.getByRole('heading', { name: 'Nobody matches' })).toBeVisible();
    await lookup.ask(annId);
    await expect(lookup.answer(annId)).toContainText('In the list');
    await expectNothingFound(page, [wide, narrow]);

    await peoplePage.open(`?search=${family}`);
    await page.route('**/api/people?*', (route) => route.fulfill({ status: 500, json: { code: 'internal' } }));
    await peoplePage.header('Company').click();
    await expect(peoplePage.problem()).toBeVisible();
    await expectNothingFound(page);
    await page.reload();
    await expect(page.getByRole('heading', { name: 'The people could not be loaded' })).toBeVisible();
    await expectNothingFound(page);
  });

  test('a person: each tab, and a card', async ({ page, personPage }) => {
    await personPage.openLive(annId);
    await expect(personPage.row('Asked for prices')).toBeVisible();
    await expectNothingFound(page, [wide, narrow]);
    for (const title of ['E-mail', 'Calls', 'Interesting moments', 'Web', 'Score']) {
      await personPage.tab(title).click();
      await expect(personPage.rows(title)).toHaveCount(1);
      await expectNothingFound(page);
    }
    await personPage.rows('Score').first().click();
    await expect(personPage.card()).toBeVisible();
    await expectNothingFound(page);
  });

  test('a passport: of somebody who changed, and of somebody who is gone', async ({ page, personPage }) => {
    await personPage.open(annId, '?about=passport');
    await expect(personPage.entries().first()).toBeVisible();
    await expectNothingFound(page, [wide, narrow]);
    await personPage.open(goneId, '?about=passport');
    await expect(personPage.entries().first()).toContainText('Left the list');
    await expectNothingFound(page, [wide, narrow]);
  });

  test('a person who is gone, and one who never was', async ({ page, personPage, lookup }) => {
    await personPage.open(goneId);
    await expect(personPage.note()).toBeVisible();
    await expectNothingFound(page, [wide, narrow]);
    await personPage.open(999_999_999);
    await expect(page.getByRole('heading', { name: 'No person with the Marketo ID 999999999' })).toBeVisible();
    await expect(lookup.answer(999_999_999)).toBeVisible();
    await expectNothingFound(page);
  });

  test('API tokens: none, a new one, its secret, revoking', async ({ page }) => {
    await page.goto('/settings/api-tokens');
    await page.getByRole('button', { name: 'New token…' }).click();
    await page.getByLabel('Name').fill(family);
    await expectNothingFound(page, [wide, narrow]);
    await page.getByRole('button', { name: 'Create the token' }).click();
    await expect(page.getByRole('dialog')).toContainText('sact_');
    await expectNothingFound(page, [wide, narrow]);
    await page.getByRole('button', { name: 'Done' }).click();
    await expectNothingFound(page, [wide, narrow]);
    await page.getByRole('button', { name: `Revoke ${family}` }).click();
    await expectNothingFound(page);
    await page.getByRole('button', { name: 'Revoke', exact: true }).click();
    await expect(page.getByRole('rowheader', { name: family })).toHaveCount(0);
  });

  test('no such page', async ({ page, shell }) => {
    await page.goto('/nowhere');
    await expect(shell.heading('Page not found')).toBeVisible();
    await expectNothingFound(page);
  });
});

test.describe('an admin', () => {
  test.use({ storageState: signedIn('admin') });

  test('the settings of Marketo', async ({ page, marketoSettingsPage }) => {
    await marketoSettingsPage.open();
    await marketoSettingsPage.testConnection();
    await expect(marketoSettingsPage.checks()).toHaveCount(5, { timeout: 20_000 });
    await expectNothingFound(page, [wide, narrow]);
  });

  test('the sync, and a run', async ({ page, syncPage }) => {
    await syncPage.open();
    await expect(syncPage.runs()).toBeVisible();
    await expectNothingFound(page, [wide, narrow]);
    await syncPage.runs().getByRole('rowheader').first().getByRole('button').click();
    await expect(syncPage.run().getByRole('term').first()).toBeVisible();
    await expectNothingFound(page, [wide, narrow]);
  });

  test('the sync while a load waits and the list is full', async ({ page, syncPage }) => {
    const sync = await (await page.request.get('/api/sync')).json();
    const [load, ...jobs] = sync.jobs;
    const progress = {
      unit: 'ids',
      start: 0,
      position: 42_000,
      end: 100_000,
      peoplePerMinute: 15_200,
      etaSeconds: 229,
    };
    const waiting = { until: new Date(Date.now() + 3_600_000).toISOString(), why: 'Marketo is preparing the file.' };
    const json = {
      ...sync,
      phase: 'loading',
      load: { ...sync.load, progress },
      people: { ...sync.people, active: sync.people.most },
      jobs: [{ ...load, waiting, running: false }, ...jobs],
    };
    await page.route('**/api/sync', (route) => route.fulfill({ json }));
    await syncPage.open();
    await expect(page.getByText('The list is full: 1,500,000 people.')).toBeVisible();
    await expect(page.getByText('Marketo is preparing the file.')).toBeVisible();
    await expectNothingFound(page, [wide, narrow]);
  });

  test('the palette and the keyboard help', async ({ page, peoplePage, shell }) => {
    await peoplePage.open();
    await shell.openPalette();
    await page.keyboard.type(family);
    await expect(shell.palette().getByRole('option', { name: family })).toBeVisible();
    await expectNothingFound(page);
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await expect(shell.help()).toBeVisible();
    await expectNothingFound(page);
  });

  test('the theme one chooses wins over the one of the system', async ({ page, peoplePage, shell }) => {
    await page.emulateMedia({ colorScheme: 'light' });
    await peoplePage.open();
    const lightness = () => page.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
    expect(await lightness()).toBe('light');
    const menu = await shell.openUserMenu(users.admin.name);
    await menu.getByRole('menuitemradio', { name: 'Dark' }).click();
    await expect.poll(lightness).toBe('dark');
    await page.reload();
    await expect(peoplePage.grid()).toBeVisible();
    expect(await lightness()).toBe('dark');
    expect(await violations(page)).toEqual([]);
  });
});
