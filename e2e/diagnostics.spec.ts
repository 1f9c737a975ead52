/** What was delivered, what was not, why, and trying again: Settings › Diagnostics, the activity log, the passport. */
import { type APIRequestContext, expect, request } from '@playwright/test';
import { allIsWell, answerDeliveries, evilWords, log, manyProblems, retryUnderWay } from './delivery-answers.ts';
import { test } from './fixtures.ts';
import { uniqueName } from './workspace.ts';
import { appUrl, signedIn } from './world.ts';

const family = uniqueName();
const kind = 'email-replied';
const subject = `Re: ${family} ${evilWords}`;
let annId: number;

test.describe.configure({ timeout: 60_000 });

test.beforeAll(async ({ workspace }) => {
  test.setTimeout(90_000);
  [annId] = (await workspace.addPeople({ firstName: 'Ann', lastName: family })) as [number];
  await workspace.switchDelivery('salesforce', kind, true);
  const seller = await request.newContext({ baseURL: appUrl(), storageState: signedIn('user') });
  await report(seller);
  await seller.dispose();
});
test.afterAll(({ workspace }) => workspace.switchDelivery('salesforce', kind, false));

async function report(seller: APIRequestContext) {
  const payload = { emailId: family, emailSubject: subject };
  const occurredAt = new Date().toISOString();
  const activity = { kind, key: family, person: { marketoId: annId }, occurredAt, payload };
  const response = await seller.post('/api/sales-activities', { data: { activities: [activity] } });
  expect(await response.json()).toMatchObject({ results: [{ outcome: 'recorded' }] });
}

test.describe('a seller', () => {
  test.use({ storageState: signedIn('user') });

  test('sees what was done, where it went and why not, with the keyboard alone', async ({
    page,
    salesActivitiesPage,
  }) => {
    await page.goto('/people');
    await page.getByRole('grid', { name: 'People' }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('a');
    await expect(page).toHaveURL('/sales-activities');
    const badge = salesActivitiesPage.badge(family);
    await expect(badge).toContainText('Marketo: not sent');
    await expect(badge).toContainText(
      /Salesforce: (held up|waiting|being sent|tried again|delivered|looked for|refused)/,
    );

    await badge.focus();
    await page.keyboard.press('Enter');
    await expect(salesActivitiesPage.at('Marketo')).toContainText('An admin has not switched “Reply” on for Marketo.');
    await expect(salesActivitiesPage.passport()).toContainText('told over the API by Sam Seller');
    await expect(page).toHaveURL(/activity=/);
    await page.reload();
    await expect(salesActivitiesPage.at('Salesforce')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(salesActivitiesPage.passport()).toBeHidden();
    await expect(page).toHaveURL('/sales-activities');
  });

  test('keeps the log to what the address says', async ({ page, salesActivitiesPage }) => {
    await salesActivitiesPage.open();
    await salesActivitiesPage.filter('Kind').selectOption({ label: 'Reply' });
    await salesActivitiesPage.filter('Destination').selectOption({ label: 'Marketo' });
    await salesActivitiesPage.filter('State').selectOption({ label: 'Not sent' });
    await expect(page).toHaveURL(`/sales-activities?kind=${kind}&destination=marketo&state=skipped`);
    await expect(salesActivitiesPage.row(family)).toBeVisible();
    await page.reload();
    await expect(salesActivitiesPage.row(family)).toBeVisible();
    await salesActivitiesPage.filter('State').selectOption({ label: 'Delivered' });
    await expect(page.getByRole('heading', { name: 'Nothing fits this choice' })).toBeVisible();
    await page.getByRole('button', { name: 'Show everything' }).click();
    await expect(page).toHaveURL('/sales-activities');
    await salesActivitiesPage.day('To').fill('2020-01-01');
    await expect(page).toHaveURL('/sales-activities?to=2020-01-01');
    await expect(page.getByRole('heading', { name: 'Nothing fits this choice' })).toBeVisible();
    await expect(salesActivitiesPage.filter('Seller')).toBeHidden();
  });

  test('finds the same at the person, and from there in the log', async ({ page, personPage, salesActivitiesPage }) => {
    await personPage.open(annId);
    await personPage.tab('Sales activities').click();
    const lines = page.getByRole('list', { name: 'Sales activities, newest first' });
    await expect(lines.getByRole('listitem')).toHaveCount(1);
    await expect(lines).toContainText(subject);
    await lines.getByRole('button').click();
    await expect(salesActivitiesPage.at('Salesforce')).toBeVisible();
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'All in Sales activities' }).click();
    await expect(page).toHaveURL(`/sales-activities?person=${annId}`);
    await expect(page.getByText(`Person: Ann ${family}`)).toBeVisible();
    await expect(salesActivitiesPage.row(family)).toHaveCount(1);
    await page.getByRole('button', { name: 'Remove filter person' }).click();
    await page.getByRole('button', { name: 'Person', exact: true }).click();
    await page.getByRole('combobox', { name: 'Person to keep to' }).fill(family);
    await page.getByRole('option', { name: family }).click();
    await expect(page).toHaveURL(`/sales-activities?person=${annId}`);
  });

  test('sees own problems only: no filter by seller, nothing that closed, no count in the menu', async ({
    page,
    shell,
    diagnosticsPage,
  }) => {
    await diagnosticsPage.open('?state=closed&destination=marketo&category=other');
    await expect(page.getByRole('heading', { name: 'No problem fits this choice' })).toBeVisible();
    await expect(diagnosticsPage.filter('Seller')).toBeHidden();
    await expect(diagnosticsPage.filter('Open or closed')).toBeHidden();
    await expect(shell.navigation().getByRole('link', { name: 'Diagnostics' })).toHaveText('Diagnostics');
  });
});

test.describe('an admin', () => {
  test.use({ storageState: signedIn('admin') });

  test('sees the lines of every seller, and keeps to one', async ({ page, salesActivitiesPage }) => {
    await salesActivitiesPage.open(`?person=${annId}`);
    await expect(salesActivitiesPage.row(family)).toContainText('Sam Seller');
    await salesActivitiesPage.filter('Seller').selectOption({ label: 'Ada Admin' });
    await expect(page).toHaveURL(/seller=/);
    await expect(salesActivitiesPage.row(family)).toHaveCount(0);
  });

  test('is told that all is well, and as of when', async ({ page, diagnosticsPage }) => {
    await answerDeliveries(page, { diagnostics: allIsWell });
    await diagnosticsPage.open();
    await expect(diagnosticsPage.allIsWell()).toBeVisible();
    await expect(page.getByText(/No delivery to Marketo or Salesforce fails. As of/)).toBeVisible();
  });

  test('sees causes by category with what each stops and whose job it is, and how many in the menu', async ({
    page,
    shell,
    diagnosticsPage,
  }) => {
    await answerDeliveries(page);
    await diagnosticsPage.open();
    await expect(diagnosticsPage.groups()).toHaveText([
      /^Deliveries that fail, by category/,
      'Access/Validation 2 problems',
      'Intermittent 1 problem',
    ]);
    await expect(diagnosticsPage.chart()).toContainText('45 deliveries, 2 problems');
    const rule = diagnosticsPage.problem('A validation rule of the org refuses the task');
    await expect(rule).toContainText('Whose job it is: The Salesforce admin.');
    await expect(rule).toContainText('FIELD_CUSTOM_VALIDATION_EXCEPTION · Next_Step__c');
    await expect(rule).toContainText('38 people, 2 sellers');
    await expect(rule).toContainText(evilWords);
    const denied = diagnosticsPage.problem('Marketo denied access');
    await expect(denied.getByRole('link', { name: 'Settings › Marketo' })).toHaveAttribute('href', '/settings/marketo');
    await expect(shell.navigation().getByRole('link', { name: 'Diagnostics 3 problems open' })).toBeVisible();
    await diagnosticsPage.filter('Open or closed').selectOption({ label: 'Closed in the last 7 days' });
    await expect(page).toHaveURL('/settings/diagnostics?state=closed');
    await expect(rule).toContainText('Closed by itself');
    await expect(diagnosticsPage.chart()).toBeHidden();
  });

  test('tries a problem again and sees how many went through, and one delivery alone', async ({
    page,
    diagnosticsPage,
  }) => {
    await answerDeliveries(page);
    const retried: string[] = [];
    const note = async (path: string, deliveries: number) => {
      retried.push(path);
      await page.route('**/api/diagnostics?*', (route) =>
        route.fulfill({ json: { ...manyProblems, retries: [retryUnderWay] } }),
      );
      return { deliveries };
    };
    await page.route('**/api/**/retry', async (route) => {
      const path = new URL(route.request().url()).pathname;
      await route.fulfill({ json: await note(path, path.includes('diagnostics') ? 40 : 1) });
    });
    await diagnosticsPage.open();
    const rule = diagnosticsPage.problem('A validation rule of the org refuses the task');
    await rule.getByRole('button', { name: /^Try all again/ }).click();
    await expect(diagnosticsPage.retries()).toContainText(
      '12 of 40 went through, 3 were refused again, 25 are still to go.',
    );
    await expect(diagnosticsPage.retries().getByRole('progressbar')).toHaveAttribute('aria-valuenow', '15');

    await rule.getByRole('button', { name: '40 deliveries' }).click();
    await expect(page).toHaveURL(/problem=/);
    await expect(diagnosticsPage.cases().getByRole('link', { name: 'Person 1' })).toHaveAttribute('href', '/people/1');
    await expect(diagnosticsPage.cases().getByRole('link', { name: '0035g00000AbCdEAAV' })).toBeVisible();
    await diagnosticsPage.cases().getByRole('button', { name: 'Try again: Call with Person 2' }).click();
    await expect.poll(() => retried.length).toBe(2);
    expect(retried).toEqual([
      expect.stringMatching(/^\/api\/diagnostics\/[\w-]+\/retry$/),
      expect.stringMatching(/^\/api\/deliveries\/[\w-]+\/retry$/),
    ]);
    await diagnosticsPage.cases().getByRole('row').nth(1).getByRole('button', { name: 'Call', exact: true }).click();
    await expect(page.getByRole('dialog')).toContainText('Whose job it is: The Salesforce admin.');
  });

  test('is told in words when a retry is refused', async ({ page, diagnosticsPage }) => {
    await answerDeliveries(page);
    const detail = 'They are being sent at this moment, or went through.';
    await page.route('**/api/diagnostics/*/retry', (route) =>
      route.fulfill({ status: 409, json: { code: 'conflict', detail } }),
    );
    await diagnosticsPage.open();
    const rule = diagnosticsPage.problem('A validation rule of the org refuses the task');
    await rule.getByRole('button', { name: /^Try all again/ }).click();
    await expect(rule).toContainText(detail);
  });

  test('meets words of others as words: in the log, in a passport, in what is copied', async ({
    page,
    context,
    salesActivitiesPage,
  }) => {
    await answerDeliveries(page);
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await salesActivitiesPage.open();
    await expect(salesActivitiesPage.row(evilWords)).toBeVisible();
    await page.getByRole('button', { name: /^Copy \d+ as CSV$/ }).click();
    await expect(page.getByText(`Copied ${log.items.length} as CSV`)).toBeVisible();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toContain(`"'=cmd() <img src=x onerror=""document.title = 1"">`);
    await salesActivitiesPage.badge('Talked').click();
    const salesforce = salesActivitiesPage.at('Salesforce');
    await expect(salesforce).toContainText(evilWords);
    await salesforce.getByText('What was sent').click();
    await expect(salesforce.getByRole('definition').filter({ hasText: evilWords })).toBeVisible();
    await expect(salesforce).toContainText('The contact with the same Salesforce ID');
    await expect(salesforce).toContainText('(sent 2 times, failed once)');
    expect(await page.locator('img[src="x"]').count()).toBe(0);
    expect(await page.title()).toBe('Sales activities · Sales Actions');
  });

  test('sees each way to stand in words of its own', async ({ page, salesActivitiesPage }) => {
    await answerDeliveries(page);
    await salesActivitiesPage.open();
    const words = (row: string, ...badges: string[]) =>
      expect(salesActivitiesPage.badge(row)).toHaveText(badges.join(''));
    await words('Talked', 'Marketo: delivered', 'Salesforce: refused');
    await words('no answer', 'Marketo: looked for', 'Salesforce: not sent');
    await words('Re: Spring offer', 'Marketo: being sent', 'Salesforce: held up');
    await words('E-mail bounced', 'Marketo: not found', 'Salesforce: tried again');
    await salesActivitiesPage.badge('Talked').hover();
    await expect(page.getByRole('tooltip')).toContainText('It waits for a person');
  });

  test('badges follow what is on its way until it is there, by one request for all', async ({
    page,
    salesActivitiesPage,
  }) => {
    await answerDeliveries(page);
    let asked = 0;
    await page.route('**/api/deliveries?*', (route) => {
      asked += 1;
      const arrived = {
        state: 'confirmed',
        failed: false,
        blocked: false,
        nextAt: null,
        next: 'It is there; nothing more happens.',
      };
      const items = log.items.map(({ id: salesActivityId, deliveries }) => ({
        salesActivityId,
        deliveries: deliveries.map((one) => ({ ...one, ...arrived })),
      }));
      return route.fulfill({ json: { items } });
    });
    await salesActivitiesPage.open();
    await expect(salesActivitiesPage.badge('Re: Spring offer')).toHaveText('Marketo: deliveredSalesforce: delivered');
    await expect(salesActivitiesPage.badge('no answer')).toHaveText('Marketo: deliveredSalesforce: delivered');
    expect(asked).toBeLessThanOrEqual(2);
  });
});
