/** Why a person is as he or she is, and why somebody is not here: the passport and the lookup. */
import { expect } from '@playwright/test';
import { test } from './fixtures.ts';
import { uniqueName } from './workspace.ts';
import { signedIn } from './world.ts';

test.use({ storageState: signedIn('user') });
test.describe.configure({ timeout: 90_000 });

test('a change in Marketo shows in the passport with old and new, found by a key and kept in the address', async ({
  page,
  personPage,
  marketo,
  workspace,
}) => {
  const [id] = (await workspace.addPeople({ firstName: 'Ann', lastName: uniqueName(), title: 'Buyer' })) as [number];
  await marketo.updatePerson(id, { title: 'Head of buying' });
  await workspace.until(id, (person) => (person as { title?: string } | null)?.title === 'Head of buying');
  await personPage.open(id);
  await expect(personPage.fields()).toBeVisible();

  await page.keyboard.press('p');
  await expect(page).toHaveURL(/about=passport/);
  await expect(personPage.tab('Passport')).toBeFocused();
  await expect(personPage.passport()).toContainText('In the list, because');
  await expect(personPage.entries().first()).toContainText('Changed');
  await expect(personPage.entries().first().getByRole('term')).toHaveText('Title');
  await expect(personPage.entries().first().getByRole('definition')).toHaveText('before Buyernow Head of buying');
  await expect(personPage.entries().last()).toContainText('Came onto the list');
  await page.reload();
  await expect(personPage.passport()).toBeVisible();
  await page.keyboard.press('p');
  await expect(personPage.fields()).toBeVisible();
});

test('a person who left has a passport that says why', async ({ personPage, marketo, workspace }) => {
  const [id] = (await workspace.addPeople({ firstName: 'Gone', lastName: uniqueName() })) as [number];
  await marketo.takeOwner(id);
  await workspace.untilState(id, 'unowned');
  await personPage.open(id, '?about=passport');
  await expect(personPage.passport()).toContainText('Not in the list, because the record has no sales owner');
  await expect(personPage.entries().first()).toContainText('Left the list');
});

test("the winner's passport leads to the one of the merged record", async ({
  page,
  personPage,
  marketo,
  workspace,
}) => {
  const name = uniqueName();
  const [winner, loser] = (await workspace.addPeople(
    { firstName: 'Win', lastName: name },
    { firstName: 'Lose', lastName: name },
  )) as [number, number];
  await marketo.mergePeople(winner, loser);
  await workspace.until(loser, (person) => person?.marketoId === winner);
  await personPage.open(winner, '?about=passport');
  await expect(personPage.passport()).toContainText(`Marketo ID ${loser} was merged into this one`);
  await page.getByRole('button', { name: 'Its passport' }).click();
  await expect(personPage.passport()).toContainText(`merged into Marketo ID ${winner} in Marketo.`);
  await page.getByRole('button', { name: `Back to the passport of ${winner}` }).click();
  await expect(personPage.passport()).toContainText('In the list, because');
});

test('a person of the first load whom nothing changed has an empty passport that says so', async ({
  page,
  peoplePage,
  personPage,
}) => {
  const response = await page.request.get('/api/people?limit=1&sort=updatedAt');
  const [oldest] = (await response.json()).items;
  await peoplePage.open();
  await personPage.open(oldest.marketoId, '?about=passport');
  await expect(personPage.passport()).toContainText('Nothing changed since the first load of');
});

test('a search that finds nobody asks Marketo why, with the address already filled in', async ({
  page,
  lookup,
  marketo,
}) => {
  const email = `${uniqueName()}@example.com`.toLowerCase();
  const id = await marketo.createPerson({ firstName: 'Web', email });
  await page.goto(`/people?search=${email}`);
  await expect(lookup.question()).toHaveValue(email);
  await page.getByRole('button', { name: 'Ask Marketo' }).click();
  await expect(lookup.answer(email)).toContainText(`Marketo ID ${id}`);
  await expect(lookup.answer(email)).toContainText('Only in Marketo');
  await lookup.ask('nonsense');
  await expect(page.getByText('Expected a Marketo ID, such as 4711, or an e-mail address')).toBeVisible();
});

test('the palette asks from anywhere, by keys alone, and leads to the person', async ({
  page,
  peoplePage,
  lookup,
  shell,
  workspace,
}) => {
  const [id] = (await workspace.addPeople({ firstName: 'Ann', lastName: uniqueName() })) as [number];
  await peoplePage.open();
  await shell.openPalette();
  await page.keyboard.type(String(id));
  const question = page.getByRole('option', { name: 'Why is this person not here?' });
  await expect(question).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(lookup.question()).toHaveValue(String(id));
  await lookup.question().press('Enter');
  await expect(lookup.answer(id)).toContainText('In the list');
  await lookup.dialog().getByRole('link', { name: 'Open the person' }).press('Enter');
  await expect(page).toHaveURL(`/people/${id}`);
  await expect(lookup.dialog()).toBeHidden();
});

test('the page of somebody who was never here says why by itself', async ({ personPage, lookup }) => {
  await personPage.open(999_999_999);
  await expect(lookup.answer(999_999_999)).toContainText('workspace or partition');
});
