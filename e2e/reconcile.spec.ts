/** Settings › Compare: a comparison is started and stopped, and its result is shown, repaired and kept. */
import { expect } from '@playwright/test';
import { expectNothingFound } from './axe.ts';
import { test } from './fixtures.ts';
import { signedIn } from './world.ts';

const at = new Date(Date.now() - 3_600_000).toISOString();
const run = {
  id: 7,
  kind: 'full',
  state: 'done',
  requestedBy: 'Ada',
  requestedAt: at,
  finishedAt: at,
  progress: 1,
  ofShares: 1,
  people: 5000,
  ranges: 20,
  rangesDiffering: 1,
  missing: 1,
  extra: 0,
  different: 1,
  settled: 2,
  overTheCap: 0,
  repairedAt: null,
  repairedBy: null,
  repaired: 0,
};
const samples = [
  { marketoId: 12, kind: 'missing', changes: [], reason: 'never listed here' },
  { marketoId: 13, kind: 'different', changes: [{ field: 'title', from: 'Buyer', to: null }], reason: null },
];
const found = {
  asOf: at,
  enabled: true,
  message: null,
  runs: [run, { ...run, id: 6, missing: 0, different: 3 }],
  samples,
};

test.describe('an admin', () => {
  test.use({ storageState: signedIn('admin') });

  test('compares by keyboard, sees how far it is, and stops it', async ({ page, reconcilePage }) => {
    await reconcilePage.open();
    if (await reconcilePage.stop().isVisible()) await reconcilePage.stop().click();
    await reconcilePage.compare().focus();
    await page.keyboard.press('Enter');
    // A small world may be through before the first look.
    await expect(reconcilePage.comparisons().getByRole('row').filter({ hasText: 'All IDs' }).first()).toBeVisible();
    await expect(reconcilePage.stop().or(reconcilePage.result()).first()).toBeVisible();
    if (await reconcilePage.stop().isVisible()) await reconcilePage.stop().click();
    await expect(reconcilePage.compare()).toBeEnabled();
  });

  test('is told who drifted, and repairs them after the number was shown', async ({ page, reconcilePage }) => {
    const asked: unknown[] = [];
    await page.route('**/api/reconcile', (route) => route.fulfill({ json: found }));
    await page.route('**/api/reconcile/repair', (route) => {
      asked.push(route.request().postDataJSON());
      return route.fulfill({ json: { ...found, runs: [{ ...run, repairedAt: at, repairedBy: 'Ada', repaired: 2 }] } });
    });
    await reconcilePage.open();
    await expect(reconcilePage.result()).toContainText('2 people drifted');
    await expect(reconcilePage.samples().getByRole('row', { name: /13/ })).toContainText('Buyer');
    await expectNothingFound(page);
    await page.getByRole('button', { name: 'Repair…' }).click();
    await expectNothingFound(page);
    await page.getByRole('button', { name: 'Repair 2 people' }).click();
    await expect(reconcilePage.result()).toContainText('Ada had 2 people read again');
    expect(asked).toEqual([{ id: 7, people: 2 }]);
  });

  test('sees why nothing is shown', async ({ page, reconcilePage }) => {
    const nothing = { ...found, enabled: false, message: 'Paused by Ada.', runs: [], samples: [] };
    await page.route('**/api/reconcile', (route) => route.fulfill({ json: nothing }));
    await reconcilePage.open();
    await expect(page.getByRole('heading', { name: 'Nothing was compared yet' })).toBeVisible();
    await expect(page.getByText('Paused by Ada.')).toBeVisible();
    await expect(reconcilePage.compare()).toBeDisabled();
    await expectNothingFound(page);
    await page.route('**/api/reconcile', (route) => route.fulfill({ status: 500, json: { code: 'internal' } }));
    await page.reload();
    await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
    await expectNothingFound(page);
  });
});

test.describe('a user', () => {
  test.use({ storageState: signedIn('user') });

  test('finds no such page', async ({ page, shell }) => {
    await page.goto('/settings/reconcile');
    await expect(shell.heading('Page not found')).toBeVisible();
  });
});
