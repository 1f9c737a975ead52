/** The `test` of every spec: Playwright's own, with a page object for each screen. */
import { test as base } from '@playwright/test';
import { PeoplePage } from './pages/people-page.ts';
import { SignInPage } from './pages/sign-in-page.ts';

type Screens = { signInPage: SignInPage; peoplePage: PeoplePage };

export const test = base.extend<Screens>({
  signInPage: ({ page }, use) => use(new SignInPage(page)),
  peoplePage: ({ page }, use) => use(new PeoplePage(page)),
});
