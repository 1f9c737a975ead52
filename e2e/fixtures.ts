/** The `test` of every spec: Playwright's own, with a page object for each screen and the world around the app. */
import { test as base } from '@playwright/test';
import { Marketo } from './marketo.ts';
import { ActivityTypesPage } from './pages/activity-types-page.ts';
import { CallBudgetPage } from './pages/call-budget-page.ts';
import { CallsPage } from './pages/calls-page.ts';
import { DiagnosticsPage } from './pages/diagnostics-page.ts';
import { LoggingPage } from './pages/logging-page.ts';
import { Lookup } from './pages/lookup.ts';
import { MarketoSettingsPage } from './pages/marketo-settings-page.ts';
import { PeoplePage } from './pages/people-page.ts';
import { PersonPage } from './pages/person-page.ts';
import { ReconcilePage } from './pages/reconcile-page.ts';
import { SalesActivitiesPage } from './pages/sales-activities-page.ts';
import { SalesforcePage } from './pages/salesforce-page.ts';
import { Shell } from './pages/shell.ts';
import { SignInPage } from './pages/sign-in-page.ts';
import { SyncPage } from './pages/sync-page.ts';
import { Salesforce } from './salesforce.ts';
import { Workspace } from './workspace.ts';

type Screens = {
  signInPage: SignInPage;
  peoplePage: PeoplePage;
  personPage: PersonPage;
  marketoSettingsPage: MarketoSettingsPage;
  salesforcePage: SalesforcePage;
  loggingPage: LoggingPage;
  syncPage: SyncPage;
  reconcilePage: ReconcilePage;
  lookup: Lookup;
  callBudgetPage: CallBudgetPage;
  callsPage: CallsPage;
  activityTypesPage: ActivityTypesPage;
  diagnosticsPage: DiagnosticsPage;
  salesActivitiesPage: SalesActivitiesPage;
  shell: Shell;
};

type World = { marketo: Marketo; salesforce: Salesforce; workspace: Workspace };

export const test = base.extend<Screens & { noFaultsLeft: undefined }, World>({
  signInPage: ({ page }, use) => use(new SignInPage(page)),
  peoplePage: ({ page }, use) => use(new PeoplePage(page)),
  personPage: ({ page }, use) => use(new PersonPage(page)),
  marketoSettingsPage: ({ page }, use) => use(new MarketoSettingsPage(page)),
  salesforcePage: ({ page }, use) => use(new SalesforcePage(page)),
  loggingPage: ({ page }, use) => use(new LoggingPage(page)),
  syncPage: ({ page }, use) => use(new SyncPage(page)),
  lookup: ({ page }, use) => use(new Lookup(page)),
  reconcilePage: ({ page }, use) => use(new ReconcilePage(page)),
  callBudgetPage: ({ page }, use) => use(new CallBudgetPage(page)),
  callsPage: ({ page }, use) => use(new CallsPage(page)),
  activityTypesPage: ({ page }, use) => use(new ActivityTypesPage(page)),
  diagnosticsPage: ({ page }, use) => use(new DiagnosticsPage(page)),
  salesActivitiesPage: ({ page }, use) => use(new SalesActivitiesPage(page)),
  shell: ({ page }, use) => use(new Shell(page)),

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from this pattern what a fixture depends on
  marketo: [({}, use) => use(new Marketo()), { scope: 'worker' }],
  // biome-ignore lint/correctness/noEmptyPattern: as above
  salesforce: [({}, use) => use(new Salesforce()), { scope: 'worker' }],
  workspace: [
    async ({ marketo }, use) => {
      const workspace = await Workspace.open(marketo);
      await use(workspace);
      await workspace.close();
    },
    { scope: 'worker' },
  ],
  noFaultsLeft: [
    async ({ marketo, salesforce }, use) => {
      await use(undefined);
      await marketo.clearFaults();
      await salesforce.reset();
    },
    { auto: true },
  ],
});
