/** The way in and out, for somebody without a session. */
import { expect } from '@playwright/test';
import { test } from './fixtures.ts';
import { uniqueName } from './workspace.ts';
import { appUrl, users } from './world.ts';

test('a wrong password is answered with a sentence that does not say which part is wrong', async ({
  page,
  signInPage,
}) => {
  await signInPage.open();
  await signInPage.signIn({ email: `${uniqueName()}@example.com`, password: 'Wrong-Password-1' });
  await expect(signInPage.problem()).toHaveText('Wrong e-mail or password.');
  await expect(page).toHaveURL(/\/sign-in/);
});

test('five failures lock an e-mail out for a while, and the page says for how long', async ({ signInPage }) => {
  const email = `${uniqueName()}@example.com`;
  await signInPage.open();
  for (let failure = 1; failure <= 5; failure++) {
    const answer = signInPage.nextAnswer();
    await signInPage.signIn({ email, password: `Wrong-Password-${failure}` });
    await answer;
    if (failure < 5) await expect(signInPage.problem()).toHaveText('Wrong e-mail or password.');
  }
  await expect(async () => {
    await signInPage.signIn({ email, password: 'Wrong-Password-6' });
    await expect(signInPage.problem()).toHaveText(/^Too many tries, wait \d+ seconds\.$/, { timeout: 3_000 });
  }).toPass();
});

test('after signing in one is where one wanted to go', async ({ page, signInPage }) => {
  await page.goto('/people?search=somebody');
  await expect(page).toHaveURL(/\/sign-in\?callbackUrl=/);
  await signInPage.signIn(users.user);
  await expect(page).toHaveURL(`${appUrl()}/people?search=somebody`);
});

for (const elsewhere of ['https://evil.example/people', '//evil.example', '/\\evil.example', 'javascript:alert(1)']) {
  test(`signing in never leads to ${elsewhere}`, async ({ page, signInPage }) => {
    await page.goto(`/sign-in?callbackUrl=${encodeURIComponent(elsewhere)}`);
    await signInPage.signIn(users.user);
    await expect(page).toHaveURL(`${appUrl()}/people`);
  });
}

test('signing out ends the session', async ({ page, signInPage, peoplePage, shell }) => {
  await signInPage.open();
  await signInPage.signIn(users.user);
  await expect(peoplePage.grid()).toBeVisible();
  const menu = await shell.openUserMenu(users.user.name);
  await menu.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in/);

  await page.goto('/people');
  await expect(page).toHaveURL(/\/sign-in/);
  expect((await page.request.get('/api/people')).status()).toBe(401);
});

test('a set-up link that was used or never given is refused in words', async ({ page }) => {
  await page.goto('/setup/nobody-gave-this-token');
  await page.getByLabel('Name').fill('Eve');
  await page.getByLabel('E-mail').fill(`${uniqueName()}@example.com`);
  await page.getByLabel('Password', { exact: true }).fill('Perfectly-Good-1');
  await page.getByRole('button', { name: 'Create the admin and sign in' }).click();
  await expect(page.getByRole('alert').filter({ hasText: /\w/ })).toHaveText(
    'There is an admin already. Sign in instead.',
  );
  await expect(page).toHaveURL(/\/setup\//);
});
