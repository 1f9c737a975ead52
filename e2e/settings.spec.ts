/** What admins set: the connection to Marketo and the sync. Nobody else sees either. */
import { expect } from '@playwright/test';
import { test } from './fixtures.ts';
import { signedIn } from './world.ts';

const fieldTitles = [
  'Marketo ID',
  'First name',
  'Last name',
  'E-mail',
  'Title',
  'Company',
  'Phone',
  'LinkedIn URL',
  'Source',
  'Salesforce contact ID',
  'Salesforce lead ID',
  'Salesforce account ID',
  'Salesforce opportunity ID',
];

test.describe('an admin', () => {
  test.use({ storageState: signedIn('admin') });

  test('sees the connection and where each of the 13 fields comes from', async ({ page, marketoSettingsPage }) => {
    await marketoSettingsPage.open();
    await expect(marketoSettingsPage.badge('Connected').first()).toBeVisible();
    await expect(page.getByLabel('REST endpoint')).toHaveValue(/^http:\/\/127\.0\.0\.1:\d+$/);
    for (const title of fieldTitles) await expect(marketoSettingsPage.field(title)).toHaveCount(1);
    await expect(marketoSettingsPage.field('Title')).toContainText('Job Title');
    await expect(page.getByText('All found')).toBeVisible();
  });

  test('is told which field Marketo does not have', async ({ page, marketoSettingsPage, workspace }) => {
    const settings = await workspace.settings();
    const without = (mapped: { field: string }) =>
      mapped.field === 'linkedinUrl' ? { ...mapped, source: 'missing', marketoName: null, displayName: null } : mapped;
    await page.route('**/api/settings/marketo', (route) =>
      route.fulfill({ json: { ...settings, fieldMapping: settings.fieldMapping.map(without) } }),
    );
    await marketoSettingsPage.open();
    await expect(page.getByText('1 missing')).toBeVisible();
    await expect(marketoSettingsPage.field('LinkedIn URL')).toContainText('Missing');
    await page.getByLabel('Marketo field for LinkedIn URL').selectOption('website');
    await expect(marketoSettingsPage.field('LinkedIn URL')).toContainText('Not saved yet');
  });

  test('never gets the secret back', async ({ page, marketoSettingsPage }) => {
    const bodies: Promise<string>[] = [];
    page.on('response', (response) => bodies.push(response.text().catch(() => '')));
    await marketoSettingsPage.open();
    await expect(page.getByText('Stored encrypted')).toBeVisible();
    await marketoSettingsPage.testConnection();
    await expect(page.getByText('Everything needed can be read.')).toBeVisible();
    expect((await Promise.all(bodies)).join('\n')).not.toContain('demo-secret');
    expect(await page.content()).not.toContain('demo-secret');
  });

  test('is told at the field that a secret is wrong, and nothing is changed', async ({
    page,
    marketoSettingsPage,
    workspace,
  }) => {
    const before = await workspace.settings();
    await marketoSettingsPage.open();
    await page.getByLabel('Calls at the same time').fill('3');
    await marketoSettingsPage.replaceSecret('not-the-secret');
    await marketoSettingsPage.save().click();
    await expect(marketoSettingsPage.secret()).toHaveAttribute('aria-invalid', 'true');
    await expect(marketoSettingsPage.secret()).toHaveAccessibleDescription(/\w+.*\./);
    await expect(marketoSettingsPage.secret()).toBeFocused();

    const { lastOkAt: _lastOkAt, ...after } = await workspace.settings();
    expect(before).toMatchObject(after);
    await page.reload();
    await expect(page.getByLabel('Calls at the same time')).toHaveValue(String(before.concurrent));
  });

  test('tests the connection, check by check', async ({ marketoSettingsPage, marketo }) => {
    await marketo.addFault({ match: 'activities/types', times: 20, effect: { code: '603', message: 'Access denied' } });
    await marketoSettingsPage.open();
    await marketoSettingsPage.testConnection();
    await expect(marketoSettingsPage.checks()).toHaveCount(5, { timeout: 20_000 });
    await expect(marketoSettingsPage.check('Read people').getByRole('img', { name: 'Passed' })).toBeVisible();
    await expect(marketoSettingsPage.check('Read activities').getByRole('img', { name: 'Failed' })).toBeVisible();
  });

  test('sees how people are loaded, names the list, and chooses another way', async ({ marketoSettingsPage }) => {
    const loading = marketoSettingsPage.loading();
    await marketoSettingsPage.open();
    await expect(loading.getByText('Every Marketo ID, 300 at a time').first()).toBeVisible();
    await expect(loading.getByText('Possible', { exact: true })).toHaveCount(3);
    try {
      await marketoSettingsPage.loadBy({ smartListId: 'nonsense' });
      await expect(loading.getByLabel('Smart list ID')).toHaveAttribute('aria-invalid', 'true');

      await marketoSettingsPage.loadBy({ smartListId: '', listName: 'Sales Owner Email is not empty' });
      await expect(loading.getByText('ID 1001')).toBeVisible();
      await expect(loading.getByText(/exports the smart list “Sales Owner Email is not empty”/)).toBeVisible();

      await marketoSettingsPage.loadBy({ way: 'Exports of everybody, month by month' });
      await expect(loading.getByText('An admin chose it.')).toBeVisible();
      await loading.getByRole('button', { name: 'Check again' }).click();
      await expect(loading.getByText('Asked just now, and once a day.')).toBeVisible();
    } finally {
      await marketoSettingsPage.loadBy({ way: 'The first that can be done', listName: 'Sales Actions People' });
      await expect(loading.getByText('Not found', { exact: true })).toHaveCount(2);
    }
  });

  test('sees the sync, pauses and resumes it, and runs a job', async ({ page, syncPage, workspace }) => {
    try {
      await syncPage.open();
      await expect(syncPage.phase('Following')).toBeVisible();
      await expect(syncPage.runNow('Change feeds')).toBeVisible();
      await expect(syncPage.budget()).toBeVisible();

      await syncPage.pause().click();
      await expect(syncPage.phase('Paused')).toBeVisible();
      await expect(page.getByText('Nothing is read at present. Resuming goes on where it stopped.')).toBeVisible();
      await expect(syncPage.runNow('Change feeds')).toBeDisabled();
      await syncPage.resume().click();
      await expect(syncPage.phase('Following')).toBeVisible();
    } finally {
      await workspace.resumeSync();
    }
    await expect(syncPage.runNow('Change feeds')).toBeEnabled();
    await syncPage.runNow('Change feeds').click();
    await expect(page.getByText(/runs as soon as a worker is free\./)).toBeVisible();
    await expect(syncPage.runs().getByRole('row').filter({ hasText: 'an admin' }).first()).toBeVisible({
      timeout: 30_000,
    });
  });

  test('sees how far the sync is, what the first load came to, and how fresh people are', async ({ syncPage }) => {
    await syncPage.open();
    await expect(syncPage.stages().getByRole('listitem')).toHaveCount(6);
    await expect(syncPage.stages().locator('[aria-current=step]').last()).toContainText('Follow changes');
    await expect(syncPage.firstLoad().getByRole('term')).toContainText(['Records read', 'Taken into the list']);
    await expect(syncPage.firstLoad()).toContainText('Left out: only in Marketo, not in Salesforce');
    await expect(syncPage.freshness().getByRole('row')).toHaveCount(13);
  });

  test('keeps the runs to a job and an outcome in the address, and opens one', async ({ page, syncPage }) => {
    await syncPage.open();
    await syncPage.runsOf('First load');
    await syncPage.runsWith('Done');
    await expect(page).toHaveURL(/job=load-people/);
    await expect(page).toHaveURL(/outcome=done/);
    await expect(syncPage.runs().getByRole('rowheader')).toHaveCount(1);
    await page.reload();
    await syncPage.runs().getByRole('rowheader').getByRole('button').click();
    await expect(syncPage.run().getByRole('term')).toContainText([
      'Started',
      'Ended',
      'Marketo API calls',
      'Records read',
    ]);
    await expect(page).toHaveURL(/run=[0-9a-f-]{36}/);
    await page.keyboard.press('Escape');
    await expect(syncPage.run()).toBeHidden();
    await syncPage.runsWith('Failed');
    await expect(page.getByText('No run of the last 30 days fits this choice.')).toBeVisible();
    await page.getByRole('button', { name: 'Show all runs' }).click();
    await expect(syncPage.runs()).toBeVisible();
  });

  test('sees what each run did, why people were left out, and how it ended', async ({ syncPage }) => {
    await syncPage.open();
    await expect(syncPage.runs().getByRole('columnheader')).toContainText(['Outcome', 'Read', 'Skipped', 'API calls']);
    await expect(syncPage.runs().getByRole('row').filter({ hasText: 'Done' }).first()).toBeVisible();
  });
});

test.describe('a user', () => {
  test.use({ storageState: signedIn('user') });

  for (const path of ['/settings/marketo', '/settings/sync']) {
    test(`finds no page at ${path}`, async ({ page, shell }) => {
      await page.goto(path);
      await expect(shell.heading('Page not found')).toBeVisible();
    });
  }

  test('has no link to what only admins set', async ({ peoplePage, shell }) => {
    await peoplePage.open();
    await expect(shell.navigation().getByRole('link')).toHaveText([
      /^People/,
      /^Calls/,
      /^Sales activities/,
      'Salesforce',
      'Diagnostics',
      'API tokens',
    ]);
  });
});
