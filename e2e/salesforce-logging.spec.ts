/** Must show: an admin sees what logging to Salesforce would do before it does it, and what was logged arrives once. */
import { expect, request } from '@playwright/test';
import { test } from './fixtures.ts';
import { uniqueName } from './workspace.ts';
import { appUrl, signedIn } from './world.ts';

test.describe.configure({ mode: 'serial' });

const family = uniqueName();
let contactId: string;
let marketoId: number;

test.beforeAll(async ({ salesforce, workspace }) => {
  contactId = await salesforce.createContact({ FirstName: 'Ida', LastName: family, Email: `${family}@example.com` });
  const person = { firstName: 'Ida', lastName: family, email: `${family}@example.com`, sfdcContactId: contactId };
  [marketoId] = (await workspace.addPeople(person)) as [number];
});

test.afterAll(({ workspace }) => workspace.switchDelivery('salesforce', 'call', false));

async function logACall(notes: string) {
  const api = await request.newContext({ baseURL: appUrl(), storageState: signedIn('user') });
  const data = { key: uniqueName(), marketoId, occurredAt: new Date().toISOString(), status: 'completed', notes };
  const response = await api.post('/api/calls', { data });
  expect(response.ok(), await response.text()).toBe(true);
  await api.dispose();
}

test.describe('an admin', () => {
  test.use({ storageState: signedIn('admin') });

  test('is told at the field what is wrong, puts dynamic fields in, and finds it saved', async ({
    page,
    loggingPage,
  }) => {
    await loggingPage.open();
    await loggingPage.subject().fill('About {{weather}}');
    await loggingPage.share().fill('120');
    await loggingPage.save();
    await expect(loggingPage.subject()).toHaveAccessibleDescription(/no dynamic field \{\{weather\}\}/);
    await expect(loggingPage.share()).toHaveAccessibleDescription(/1 to 100 percent/);

    await loggingPage.subject().fill('Ours: ');
    await loggingPage.dynamicField('Activity type').click();
    await expect(loggingPage.subject()).toHaveValue('Ours: {{activity_type}}');
    await expect(loggingPage.subject()).toBeFocused();
    await expect(loggingPage.subjectPreview()).toContainText('Ours: Call');
    await page.getByRole('tab', { name: 'Connections' }).click();
    await expect(loggingPage.subject()).toBeHidden();
    await page.getByRole('tab', { name: 'Logging' }).click();
    await expect(loggingPage.subject()).toHaveValue('Ours: {{activity_type}}');
    await loggingPage.share().fill('60');
    await loggingPage.choice(/^Team-wide/).check();
    await loggingPage.saved();
    await page.reload();
    await expect(loggingPage.subject()).toHaveValue('Ours: {{activity_type}}');
    await expect(loggingPage.share()).toHaveValue('60');
    await expect(loggingPage.choice(/^Team-wide/)).toBeChecked();
  });

  test('sees the last 30 days as tasks before anything is switched on, and nothing of it is sent', async ({
    loggingPage,
    salesforce,
  }) => {
    await logACall('Before it was switched on');
    await loggingPage.open();
    await loggingPage.switchOn('calls').click();
    const sample = loggingPage.samples().getByRole('listitem').filter({ hasText: family });
    await sample.getByText('Ours: Call').first().click();
    await expect(sample).toContainText(contactId);
    await expect(sample).toContainText('Before it was switched on');
    await expect(loggingPage.cost()).toContainText('API calls on an ordinary day, at most');
    expect(await salesforce.tasksOf(contactId)).toEqual([]);
    await loggingPage.dialog().getByRole('button', { name: 'Switch on' }).click();
    await expect(loggingPage.group('Calls').getByText('On', { exact: true })).toBeVisible();
    await expect(loggingPage.switchOff('calls')).toBeVisible();
  });
});

test.describe('a seller', () => {
  test.use({ storageState: signedIn('user') });

  test('reads the choices of the team but cannot change them', async ({ page, loggingPage }) => {
    await loggingPage.open();
    await expect(page.getByText('An admin decides for everybody.').first()).toBeVisible();
    await expect(loggingPage.subject()).toBeDisabled();
    await expect(loggingPage.switchOff('calls')).toHaveCount(0);
  });

  test('logs a call, and finds it in Salesforce once, as a finished task', async ({
    page,
    salesforcePage,
    salesActivitiesPage,
    salesforce,
  }) => {
    await salesforcePage.open();
    await salesforcePage.connectAs('Olivia Carter');
    await logACall('After it was switched on');
    await expect
      .poll(async () => (await salesforce.tasksOf(contactId)).length, { timeout: 30_000, intervals: [500] })
      .toBe(1);
    const [task] = await salesforce.tasksOf(contactId);
    expect(task).toMatchObject({ Subject: 'Ours: Call', Status: 'Completed', WhoId: contactId });
    expect(task?.Description).toContain('After it was switched on');

    await salesActivitiesPage.open(`?person=${marketoId}`);
    await salesActivitiesPage.table().getByRole('button', { name: 'Salesforce: delivered' }).click();
    const link = salesActivitiesPage.at('Salesforce').getByRole('link', { name: String(task?.Id) });
    await expect(link).toHaveAttribute('href', new RegExp(`/${task?.Id}$`));
    await page.keyboard.press('Escape');
    await salesforcePage.open();
    await salesforcePage.disconnect();
  });
});

test.describe('an admin again', () => {
  test.use({ storageState: signedIn('admin') });

  test('switches it off at once, and lets members choose again', async ({ loggingPage }) => {
    await loggingPage.open();
    await loggingPage.switchOff('calls').click();
    await loggingPage.dialog().getByRole('button', { name: 'Switch off' }).click();
    await expect(loggingPage.switchOn('calls')).toBeVisible();
    await loggingPage.choice(/^Team-wide/).uncheck();
    await loggingPage.saved();
  });
});
