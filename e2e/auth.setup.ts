import { test } from './fixtures.ts';
import { signedIn, type UserName, users } from './world.ts';

for (const name of Object.keys(users) as UserName[]) {
  test(`sign in as ${name}`, async ({ page, signInPage }) => {
    await signInPage.open();
    await signInPage.signIn(users[name]);
    await signInPage.expectToHaveLeft();
    await page.context().storageState({ path: signedIn(name) });
  });
}

// One stack serves every spec, so the polite default would make them wait for one another.
test('let the app use all calls the simulated Marketo allows', async ({ workspace }) => {
  await workspace.changeSettings({ callsPerWindow: 100, concurrent: 10 });
});
