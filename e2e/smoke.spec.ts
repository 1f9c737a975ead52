import { expect } from '@playwright/test';
import { test } from './fixtures.ts';
import { users } from './world.ts';

test('a seller signs in and finds a synced person by search', async ({ page, signInPage, peoplePage }) => {
  await page.goto('/people');
  await signInPage.signIn(users.user);
  await expect(peoplePage.grid()).toBeVisible();

  const { items } = await (await page.request.get('/api/people?limit=50')).json();
  const person = items.find((item: { email: string | null }) => item.email);
  await peoplePage.searchFor(person.email);
  await expect(peoplePage.row(person.email).first()).toBeVisible();
});
