/** The list of people: found, narrowed, ordered, looked into and taken along, by somebody who may only read. */
import { expect } from '@playwright/test';
import { test } from './fixtures.ts';
import { uniqueName } from './workspace.ts';
import { appUrl, signedIn } from './world.ts';

const family = uniqueName();
const source = `Fair ${family}`;
const ann = {
  firstName: 'Ann',
  lastName: family,
  email: `ann.${family}@example.com`,
  title: 'Buyer',
  company: 'Aalto',
};
const bob = { firstName: 'Bob', lastName: family, email: `bob.${family}@example.com`, title: '=1+2', company: 'Zulu' };

test.use({ storageState: signedIn('user') });

test.beforeAll(async ({ workspace }) => {
  test.setTimeout(90_000);
  await workspace.addPeople({ ...ann, leadSource: source }, bob);
});

test('search narrows as one types, lives in the address, and survives a reload', async ({ page, peoplePage }) => {
  await peoplePage.open();
  await peoplePage.search().pressSequentially(family.slice(0, -1));
  await expect(peoplePage.rows()).toHaveCount(2);
  await expect(page).toHaveURL(new RegExp(`search=${family.slice(0, -1)}`));

  await peoplePage.search().pressSequentially(`${family.at(-1)} ann`);
  await expect(peoplePage.rows()).toHaveCount(1);
  await expect(peoplePage.count('1 person')).toBeVisible();

  await page.reload();
  await expect(peoplePage.search()).toHaveValue(`${family} ann`);
  await expect(peoplePage.names()).toHaveText([`Ann ${family}`]);
});

test('a search begins with those whose last name begins with the word, and says so', async ({
  peoplePage,
  workspace,
}) => {
  const word = uniqueName();
  await workspace.addPeople(
    { firstName: 'Al', lastName: `Aaron ${word}`, company: 'Aalto' },
    { firstName: 'Zed', lastName: word, company: `Z ${word}` },
  );
  await peoplePage.open(`?search=${word}`);
  await expect(peoplePage.names()).toHaveText([`Zed ${word}`, `Al Aaron ${word}`]);
  await expect(peoplePage.count(`Last names beginning with “${word}” first`)).toBeVisible();
  await peoplePage.header('Company').click();
  await expect(peoplePage.names()).toHaveText([`Al Aaron ${word}`, `Zed ${word}`]);
  await expect(peoplePage.count(`Companies beginning with “${word}” first`)).toBeVisible();
});

for (const [by, text] of Object.entries({ 'e-mail': ann.email, title: 'buyer', company: 'aalto' })) {
  test(`search finds by ${by}`, async ({ peoplePage }) => {
    await peoplePage.open();
    await peoplePage.searchFor(by === 'e-mail' ? text : `${family} ${text}`);
    await expect(peoplePage.names()).toHaveText([`Ann ${family}`]);
  });
}

test('a filter is a chip that can be taken away again', async ({ page, peoplePage }) => {
  await peoplePage.open(`?search=${family}`);
  await peoplePage.filterBy('Source', source);
  await expect(peoplePage.names()).toHaveText([`Ann ${family}`]);
  await expect(peoplePage.filter('Source')).toHaveText(`Source:${source}`);
  await expect(page).toHaveURL(/source=Fair/);

  await page.reload();
  await expect(peoplePage.names()).toHaveText([`Ann ${family}`]);
  await page.getByRole('button', { name: 'Remove filter source' }).click();
  await expect(peoplePage.rows()).toHaveCount(2);
  await expect(page).not.toHaveURL(/source=/);
});

test('a header sorts, and says in which direction', async ({ page, peoplePage }) => {
  await peoplePage.open(`?search=${family}`);
  await expect(peoplePage.header('Name')).toHaveAttribute('aria-sort', 'ascending');
  await peoplePage.header('Company').click();
  await expect(peoplePage.header('Company')).toHaveAttribute('aria-sort', 'ascending');
  await expect(peoplePage.header('Name')).toHaveAttribute('aria-sort', 'none');
  await expect(peoplePage.names()).toHaveText([`Ann ${family}`, `Bob ${family}`]);

  await peoplePage.header('Company').click();
  await expect(peoplePage.header('Company')).toHaveAttribute('aria-sort', 'descending');
  await expect(peoplePage.names()).toHaveText([`Bob ${family}`, `Ann ${family}`]);
  await expect(page).toHaveURL(/sort=-company/);
});

test('columns are chosen, remembered, and put back', async ({ page, peoplePage }) => {
  await peoplePage.open(`?search=${family}`);
  const chooser = await peoplePage.openColumns();
  await chooser.getByRole('checkbox', { name: 'Marketo ID' }).check();
  await chooser.getByRole('checkbox', { name: 'Phone' }).uncheck();
  await expect(peoplePage.header('Marketo ID')).toBeVisible();
  await expect(peoplePage.header('Phone')).toBeHidden();

  await page.reload();
  await expect(peoplePage.header('Marketo ID')).toBeVisible();
  await expect(peoplePage.header('Phone')).toBeHidden();
  await (await peoplePage.openColumns()).getByRole('button', { name: 'Back to the usual columns' }).click();
  await expect(peoplePage.header('Phone')).toBeVisible();
  await expect(peoplePage.header('Marketo ID')).toBeHidden();
});

test('copying as CSV takes what is listed, and no cell starts a formula', async ({ page, context, peoplePage }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: appUrl() });
  await peoplePage.open(`?search=${family}`);
  await expect(peoplePage.rows()).toHaveCount(2);
  await page.getByRole('button', { name: /^Copy \d+ as CSV$/ }).click();
  await expect(page.getByText('Copied 2 people as CSV')).toBeVisible();

  const csv = await page.evaluate(() => navigator.clipboard.readText());
  const [header, first, second, end] = csv.split('\r\n');
  expect(header).toMatch(/^Marketo ID,First name,Last name,E-mail,Title,/);
  expect(first).toContain(`,Ann,${family},${ann.email},Buyer,Aalto,`);
  expect(second).toContain(`,Bob,${family},${bob.email},'=1+2,Zulu,`);
  expect(end).toBe('');
});

test('Space peeks at a person without leaving the list, and tells where to edit', async ({ page, peoplePage }) => {
  await peoplePage.open(`?search=${family}`);
  await expect(peoplePage.rows()).toHaveCount(2);
  await peoplePage.search().press('ArrowDown');
  await page.keyboard.press('Space');
  await expect(peoplePage.peek().getByRole('heading', { name: `Ann ${family}` })).toBeVisible();
  await expect(peoplePage.peek().getByRole('term')).toContainText([
    'Marketo ID',
    'E-mail',
    'Salesforce opportunity ID',
  ]);
  await expect(peoplePage.peek()).toContainText(
    'People are read-only here. Edit this person in Marketo or Salesforce.',
  );

  await page.keyboard.press('j');
  await expect(peoplePage.peek().getByRole('heading', { name: `Bob ${family}` })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(peoplePage.peek()).toBeHidden();
  await expect(peoplePage.names().nth(1)).toBeFocused();
});

test('the list says how many people there are and as of when, and names the empty result', async ({
  page,
  peoplePage,
}) => {
  await peoplePage.open();
  await expect(page.getByText(/^\d[\d,]* people$/)).toBeVisible();
  await expect(page.getByText(/^as of .+/)).toBeVisible();

  await peoplePage.searchFor(`${family} nobody at all`);
  await expect(page.getByRole('heading', { name: 'Nobody matches' })).toBeVisible();
  await expect(page.getByText('No person in the list fits the search and all the filters together.')).toBeVisible();
  await page.getByRole('button', { name: 'Clear search and filters' }).click();
  await expect(peoplePage.search()).toHaveValue('');
  await expect(peoplePage.rows().first()).toBeVisible();
});

test('when the list cannot be read the last rows stay, with a sentence and a way to try again', async ({
  page,
  peoplePage,
}) => {
  await peoplePage.open(`?search=${family}`);
  await expect(peoplePage.rows()).toHaveCount(2);
  await page.route('**/api/people?*', (route) =>
    route.fulfill({
      status: 500,
      contentType: 'application/problem+json',
      json: { status: 500, code: 'internal', detail: 'The database is having a rest.', requestId: 'request-7' },
    }),
  );
  await peoplePage.header('Company').click();
  await expect(peoplePage.problem()).toContainText('The database is having a rest.');
  await expect(peoplePage.problem()).toContainText('request-7');
  await expect(peoplePage.rows()).toHaveCount(2);

  await page.unrouteAll();
  await peoplePage.problem().getByRole('button', { name: 'Try again' }).click();
  await expect(peoplePage.problem()).toBeHidden();
  await expect(peoplePage.rows()).toHaveCount(2);
});

test('scrolling loads the next page and keeps few rows in the page', async ({ page, peoplePage }) => {
  const nextPage = page.waitForRequest(/\/api\/people\?.*cursor=/);
  await peoplePage.open();
  const { total } = await (await page.request.get('/api/people?limit=1')).json();
  expect(total).toBeGreaterThan(220);
  await peoplePage.search().press('ArrowDown');
  await expect(async () => {
    await page.keyboard.press('Control+End');
    await expect(peoplePage.rows().last()).toHaveAttribute('aria-rowindex', String(total + 1), { timeout: 500 });
  }).toPass();
  await nextPage;
  expect(await peoplePage.rows().count()).toBeLessThanOrEqual(60);
  await expect(peoplePage.grid()).toHaveAttribute('aria-rowcount', String(total + 1));
});
