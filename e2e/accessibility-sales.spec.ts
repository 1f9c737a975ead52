/** Must show: axe finds nothing on any screen of sales activities and their deliveries, light and dark. */
import { expect } from '@playwright/test';
import { expectNothingFound, narrow, wide } from './axe.ts';
import { allIsWell, answerDeliveries, manyProblems, retryUnderWay } from './delivery-answers.ts';
import { test } from './fixtures.ts';
import { uniqueName } from './workspace.ts';
import { signedIn } from './world.ts';

const family = uniqueName();
let annId: number;

// A screen is looked at by axe up to a dozen times, a second or two each.
test.describe.configure({ timeout: 120_000 });

test.beforeAll(async ({ workspace }) => {
  [annId] = (await workspace.addPeople({ firstName: 'Ann', lastName: family })) as [number];
});

test.beforeEach(({ page }) => page.setViewportSize(wide));

test.describe('a user', () => {
  test.use({ storageState: signedIn('user') });

  test('Salesforce: not connected, where to log in, connected, a test, a sign-in that is needed', async ({
    page,
    salesforcePage,
    salesforce,
  }) => {
    await salesforcePage.open();
    await expectNothingFound(page, [wide, narrow]);
    await salesforcePage.mine().getByRole('button', { name: 'Connect…' }).click();
    await expectNothingFound(page, [wide, narrow]);
    await page.keyboard.press('Escape');
    await salesforcePage.connectAs('Noah Williams');
    await expectNothingFound(page, [wide, narrow]);
    await salesforce.revokeConsents();
    await salesforcePage.mine().getByRole('button', { name: 'Test connection' }).click();
    await expect(page.getByRole('dialog').getByRole('img', { name: 'Failed' }).first()).toBeVisible();
    await expectNothingFound(page, [wide, narrow]);
    await page.keyboard.press('Escape');
    await expect(salesforcePage.banner()).toBeVisible();
    await expectNothingFound(page, [wide, narrow]);
    await salesforcePage.disconnect();
  });

  test('calls: rows, the form with its people and its problems, none, and an answer that does not come', async ({
    page,
    callsPage,
  }) => {
    const told = { key: family, marketoId: annId, occurredAt: new Date().toISOString(), notes: `Axe ${family}` };
    expect((await page.request.post('/api/calls', { data: told })).ok()).toBe(true);
    await callsPage.open(`?text=${family}`);
    await expect(callsPage.rows()).toHaveCount(1);
    await expectNothingFound(page, [wide, narrow]);
    await page.keyboard.press('c');
    await expect(callsPage.person()).toBeFocused();
    await page.keyboard.type(`ann ${family}`);
    await expect(callsPage.found(`Ann ${family}`)).toBeVisible();
    await expectNothingFound(page, [wide, narrow]);
    await page.keyboard.press('Escape');
    await callsPage.field('Duration').fill('a while');
    await page.keyboard.press('Control+Enter');
    await expect(callsPage.form()).toContainText('Choose who was called.');
    await expectNothingFound(page, [wide, narrow]);
    await page.keyboard.press('Escape');

    await callsPage.open(`?text=${family}nobody`);
    await expect(page.getByRole('heading', { name: 'No call fits' })).toBeVisible();
    await expectNothingFound(page, [wide, narrow]);
    await page.route('**/api/calls?*', (route) => route.fulfill({ status: 500, json: { code: 'internal' } }));
    await page.reload();
    await expect(page.getByRole('heading', { name: 'The calls could not be loaded' })).toBeVisible({ timeout: 20_000 });
    await expectNothingFound(page);
  });

  test('a call beside the list, and in the grid of its person', async ({ page, callsPage, personPage }) => {
    const told = {
      key: `${family}-grid`,
      marketoId: annId,
      occurredAt: new Date().toISOString(),
      notes: 'In the grid',
    };
    const { id } = await (await page.request.post('/api/calls', { data: told })).json();
    await callsPage.open(`?call=${id}`);
    await expect(callsPage.panel()).toContainText('In the grid');
    await expectNothingFound(page, [wide, narrow]);
    await personPage.openLive(annId, '?tab=call');
    await expect(personPage.row('In the grid', 'Calls')).toContainText('Not sent to Marketo');
    await expectNothingFound(page, [wide, narrow]);
    await personPage.row('In the grid', 'Calls').click();
    await expect(personPage.card()).toBeVisible();
    await expectNothingFound(page);
  });

  test('sales activities: each way to stand, a passport, none, and an answer that does not come', async ({
    page,
    salesActivitiesPage,
  }) => {
    await answerDeliveries(page);
    await salesActivitiesPage.open();
    await expect(salesActivitiesPage.row('Talked')).toBeVisible();
    await expectNothingFound(page, [wide, narrow]);
    await salesActivitiesPage.badge('Talked').click();
    await salesActivitiesPage.at('Salesforce').getByText('What was sent').click();
    await expectNothingFound(page, [wide, narrow]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Person', exact: true }).click();
    await page.getByRole('combobox', { name: 'Person to keep to' }).fill(family);
    await expect(page.getByRole('option', { name: `Ann ${family}` })).toBeVisible();
    await expectNothingFound(page);

    await salesActivitiesPage.open('?kind=call');
    await page.route('**/api/sales-activities?*', (route) =>
      route.fulfill({ json: { items: [], nextCursor: null, asOf: new Date().toISOString() } }),
    );
    await page.reload();
    await expect(page.getByRole('heading', { name: 'Nothing fits this choice' })).toBeVisible();
    await expectNothingFound(page, [wide, narrow]);
    await page.route('**/api/sales-activities?*', (route) =>
      route.fulfill({ status: 400, json: { code: 'bad_request' } }),
    );
    await page.reload();
    await expect(page.getByRole('heading', { name: 'This could not be loaded' })).toBeVisible();
    await expectNothingFound(page);
  });

  test('a person: what was done with her here', async ({ page, personPage }) => {
    await answerDeliveries(page);
    await personPage.open(annId, '?about=activities');
    await expect(page.getByRole('list', { name: 'Sales activities, newest first' })).toBeVisible();
    await expectNothingFound(page, [wide, narrow]);
  });
});

test.describe('an admin', () => {
  test.use({ storageState: signedIn('admin') });

  test('what is delivered where', async ({ page }) => {
    await page.goto('/settings/deliveries');
    await page.getByRole('checkbox', { name: 'Call to Marketo' }).check();
    await expectNothingFound(page, [wide, narrow]);
    await page.getByRole('button', { name: 'Save…' }).click();
    await expect(page.getByRole('dialog')).toContainText('Call to Marketo');
    await expectNothingFound(page, [wide, narrow]);
  });

  test('what sellers are asked about calls', async ({ page, callsPage, workspace }) => {
    await workspace.offerChoices({ outcomes: [[`Axe ${family}`, 'answered']], reasons: [] });
    await callsPage.openSettings();
    await expect(callsPage.names('Outcomes').filter({ hasText: family })).toBeVisible();
    await expectNothingFound(page, [wide, narrow]);
    for (const what of ['Change', 'Delete']) {
      await page.getByRole('button', { name: `${what} Axe ${family}` }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await expectNothingFound(page);
      await page.keyboard.press('Escape');
    }
    await workspace.withdrawChoices(family);
  });

  test('Salesforce: nobody, everybody, an org at rest, and no answer', async ({ page, salesforcePage }) => {
    await salesforcePage.open();
    await expect(salesforcePage.people()).toBeVisible();
    await expectNothingFound(page, [wide, narrow]);
    await salesforcePage.connectAs('Noah Williams');
    await expect(salesforcePage.org()).toBeVisible();
    const view = await (await page.request.get('/api/salesforce-connections')).json();
    const [one] = view.connections;
    const reason = { stateReason: 'The consent in Salesforce is over.' };
    const connections = ['active', 'needs-reauth', 'paused'].map((state, n) => ({
      ...one,
      ...(n > 0 ? reason : {}),
      id: one.id.replace(/^./, String(n)),
      user: { ...one.user, id: one.user.id.replace(/^./, String(n)), name: `Person ${n}` },
      state,
      waiting: 1_200 * n,
    }));
    const rests = [{ lane: 'activities', why: '96 % of the API calls are used.' }];
    const orgs = view.orgs.map((org: object) => ({ ...org, rests }));
    const integration = { ...connections[2], purpose: 'integration' };
    const json = { ...view, connections: [...connections, integration], orgs };
    await page.route('**/api/salesforce-connections', (route) => route.fulfill({ json }));
    await page.reload();
    await expect(page.getByText('96 % of the API calls are used.')).toBeVisible();
    await expectNothingFound(page, [wide, narrow]);
    await page.unrouteAll();
    await page.route('**/api/salesforce-connections/mine', (route) =>
      route.fulfill({ status: 500, json: { code: 'internal' } }),
    );
    await page.reload();
    await expect(page.getByRole('heading', { name: 'This could not be loaded' })).toBeVisible();
    await expectNothingFound(page, [wide, narrow]);
    await page.unrouteAll();
    await salesforcePage.open();
    await salesforcePage.disconnect();
  });

  test('Salesforce: how activities are logged, and what switching on would do', async ({
    page,
    loggingPage,
    workspace,
  }) => {
    await workspace.logCall({ marketoId: annId });
    await loggingPage.open();
    await expectNothingFound(page);
    await loggingPage.switchOn('calls').click();
    await expect(loggingPage.cost()).toBeVisible();
    await expectNothingFound(page);
  });

  test('diagnostics: problems, what they stop, a retry, what closed, none', async ({ page, diagnosticsPage }) => {
    await answerDeliveries(page, { diagnostics: { ...manyProblems, retries: [retryUnderWay] } });
    await diagnosticsPage.open();
    await page.getByRole('button', { name: '40 deliveries' }).click();
    await expect(diagnosticsPage.cases()).toBeVisible();
    await expect(diagnosticsPage.retries()).toBeVisible();
    await expectNothingFound(page, [wide, narrow]);
    await diagnosticsPage.filter('Open or closed').selectOption({ label: 'Closed in the last 7 days' });
    await expect(page.getByText('Closed', { exact: true })).toBeVisible();
    await expectNothingFound(page, [wide, narrow]);
    await answerDeliveries(page, { diagnostics: allIsWell });
    await diagnosticsPage.open();
    await expect(diagnosticsPage.allIsWell()).toBeVisible();
    await expectNothingFound(page, [wide, narrow]);
    await page.route('**/api/diagnostics?*', (route) => route.fulfill({ status: 400, json: { code: 'bad_request' } }));
    await page.reload();
    await expect(page.getByRole('heading', { name: 'This could not be loaded' })).toBeVisible();
    await expectNothingFound(page);
  });
});
