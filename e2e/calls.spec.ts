/** Must show: a call is logged in seconds by keys alone, and is in the person's grid at once, and once. */
import { expect, type Page } from '@playwright/test';
import { test } from './fixtures.ts';
import { uniqueName } from './workspace.ts';
import { signedIn } from './world.ts';

const family = uniqueName();
const left = `Left ${family}`;
const spoke = `Spoke ${family}`;
const followUp = `Follow ${family}`;
const phone = '+44 20 7946 0018';
let annId: number;
let bobId: number;

test.use({ storageState: signedIn('user') });

test.beforeAll(async ({ workspace }) => {
  test.setTimeout(90_000);
  [annId, bobId] = (await workspace.addPeople(
    { firstName: 'Ann', lastName: family, company: 'Aalto', phone },
    { firstName: 'Bob', lastName: family, company: 'Boron' },
  )) as [number, number];
  await workspace.offerChoices({
    outcomes: [
      [left, 'not-answered'],
      [spoke, 'answered'],
    ],
    reasons: [followUp],
  });
});

test.afterAll(({ workspace }) => workspace.withdrawChoices(family));

test('logging from a person by keys alone takes less than ten seconds, and it is in the grid at once, once', async ({
  page,
  personPage,
  callsPage,
}) => {
  const notes = `Wants a demo on Monday ${family}`;
  await personPage.openLive(annId);
  await expect(page.getByRole('button', { name: 'Log a call' })).toBeVisible();
  const hands = await watchHands(page);
  await page.keyboard.press('c');
  await expect(callsPage.field('Outcome')).toBeFocused();
  await page.keyboard.type('Le');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(callsPage.field('Notes')).toBeFocused();
  await page.keyboard.type('Wants a demo on Monday');
  // A name of this test alone, which nobody would type.
  await page.keyboard.insertText(` ${family}`);
  await page.keyboard.press('Control+Enter');
  await expect(callsPage.logged(`Ann ${family}`)).toBeVisible();
  await expect(personPage.row(left)).toHaveCount(1);
  await expect(personPage.row(left)).toContainText('Not sent to Marketo');
  const { keys, clicks, loads, seconds } = await hands();

  // 0.28 s per key is what an average person who does not type for a living needs (Card, Moran and Newell).
  expect(keys * 0.28).toBeLessThan(10);
  expect(seconds).toBeLessThan(10);
  expect({ clicks, loads }).toEqual({ clicks: 0, loads: 0 });

  await personPage.tab('Calls').click();
  await expect(personPage.row(notes, 'Calls')).toHaveCount(1);
  await personPage.askAgain().click();
  await expect(personPage.liveSince()).toBeVisible();
  await expect(personPage.row(notes, 'Calls')).toHaveCount(1);
  await personPage.row(notes, 'Calls').click();
  await expect(personPage.card().getByRole('definition')).toContainText([left, 'no answer', notes, phone]);
});

test('the form asks for the person where none is given, and knows the number', async ({ page, callsPage }) => {
  await callsPage.open();
  await page.keyboard.press('c');
  await expect(callsPage.person()).toBeFocused();
  await page.keyboard.type(`bob ${family}`);
  await expect(callsPage.found(`Bob ${family}`)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(callsPage.person()).toHaveValue(`Bob ${family}, Boron`);
  await callsPage.person().fill(`ann ${family}`);
  await page.keyboard.press('Enter');
  await expect(callsPage.field('Number')).toHaveValue(phone);
  await page.keyboard.press('Escape');
  await expect(callsPage.form()).toBeHidden();
});

test('a call can be logged from where one is: in the palette, in the list, beside it', async ({
  page,
  peoplePage,
  callsPage,
  shell,
}) => {
  await peoplePage.open(`?search=${family}`);
  await shell.openPalette();
  await page.keyboard.type('log a');
  await page.keyboard.press('Enter');
  await expect(callsPage.person()).toBeFocused();
  await page.keyboard.press('Escape');

  await peoplePage.search().press('ArrowDown');
  await page.keyboard.press('j');
  await expect(peoplePage.names().last()).toBeFocused();
  await page.keyboard.press('c');
  await expect(callsPage.person()).toHaveValue(`Bob ${family}, Boron`);
  await page.keyboard.press('Escape');
  await expect(peoplePage.names().last()).toBeFocused();

  await page.keyboard.press('Space');
  await peoplePage.peek().getByRole('button', { name: 'Log a call' }).click();
  await expect(callsPage.person()).toHaveValue(`Bob ${family}, Boron`);
});

test('the form keeps what was typed when the form is closed, and when the page is loaded anew', async ({
  page,
  callsPage,
}) => {
  await page.goto(`/people/${bobId}`);
  await page.getByRole('button', { name: 'Log a call' }).click();
  await callsPage.field('Notes').fill('Half a sentence');
  await page.keyboard.press('Escape');
  await expect(page.getByText('What you typed is kept.')).toBeVisible();
  await page.reload();
  await page.getByRole('button', { name: 'Log a call' }).click();
  await expect(callsPage.field('Notes')).toHaveValue('Half a sentence');
  await expect(callsPage.form()).toContainText('This goes on with what you typed before.');
  await callsPage.form().getByRole('button', { name: 'Start over' }).click();
  await expect(callsPage.field('Notes')).toHaveValue('');
});

test('a call that failed to be logged can be tried again, and is one call', async ({ page, callsPage }) => {
  const notes = `Twice ${uniqueName()}`;
  await page.goto(`/people/${bobId}`);
  await page.getByRole('button', { name: 'Log a call' }).click();
  await callsPage.field('Notes').fill(notes);
  // It arrives, and its answer does not.
  await page.route('**/api/calls', async (route) => {
    await route.fetch();
    await route.abort();
  });
  await page.keyboard.press('Control+Enter');
  await expect(callsPage.form().getByRole('alert')).toContainText('The server cannot be reached.');
  await expect(callsPage.field('Notes')).toHaveValue(notes);
  await page.unroute('**/api/calls');
  await callsPage.save().click();
  await expect(callsPage.logged(`Bob ${family}`)).toBeVisible();
  await callsPage.open(`?text=${notes.split(' ')[1]}`);
  await expect(callsPage.rows()).toHaveCount(1);
});

test('the form says which field is wrong, and puts the keyboard there', async ({ page, callsPage }) => {
  await callsPage.open();
  await page.keyboard.press('c');
  await expect(callsPage.person()).toBeFocused();
  await callsPage.field('Duration').fill('a while');
  await page.keyboard.press('Control+Enter');
  await expect(callsPage.form()).toContainText('Choose who was called.');
  await expect(callsPage.form()).toContainText('Expected a length such as 3:20, 200 or 3m 20s.');
  await expect(callsPage.person()).toBeFocused();

  await callsPage.person().fill(`ann ${family}`);
  await page.keyboard.press('Enter');
  await expect(callsPage.person()).toHaveValue(`Ann ${family}, Aalto`);
  await expect(callsPage.form()).not.toContainText('Choose who was called.');
  await callsPage.field('Duration').fill('3m 20s');
  await callsPage.field('Recording').fill('example.com/recording');
  await page.keyboard.press('Control+Enter');
  await expect(callsPage.form()).toContainText('Expected an http or https address');
  await expect(callsPage.field('Recording')).toBeFocused();
  await callsPage.field('Recording').fill('https://example.com/recording');
  await page.keyboard.press('Control+Enter');
  await expect(callsPage.logged(`Ann ${family}`)).toBeVisible();
});

test('“g c” leads to the calls also where “c” opens the form', async ({ page, personPage, callsPage }) => {
  await personPage.open(annId);
  await expect(page.getByRole('button', { name: 'Log a call' })).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('c');
  await expect(page).toHaveURL('/calls');
  await expect(callsPage.form()).toBeHidden();
});

/** Counts keys, clicks and page loads from now on, and the seconds until it is asked. */
async function watchHands(page: Page) {
  const startedAtMs = Date.now();
  let loads = 0;
  page.on('domcontentloaded', () => {
    loads += 1;
  });
  await page.evaluate(() => {
    const hands = { keys: 0, clicks: 0 };
    Object.assign(window, { hands });
    const count = (what: keyof typeof hands) => () => {
      hands[what] += 1;
    };
    document.addEventListener('keydown', count('keys'), true);
    for (const kind of ['pointerdown', 'mousedown', 'touchstart']) {
      document.addEventListener(kind, count('clicks'), true);
    }
  });
  return async () => {
    const seconds = (Date.now() - startedAtMs) / 1000;
    const hands = await page.evaluate(() => (window as unknown as { hands: { keys: number; clicks: number } }).hands);
    return { ...hands, loads, seconds };
  };
}
