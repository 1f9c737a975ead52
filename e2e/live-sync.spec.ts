/** Must show: what changes in Marketo shows in an open list within two minutes, at the default schedule, without a reload. */
import { expect } from '@playwright/test';
import { test } from './fixtures.ts';
import { uniqueName } from './workspace.ts';
import { signedIn } from './world.ts';

const promised = { timeout: 120_000 };
const family = uniqueName();
const email = `shared.${family}@example.com`;

test.use({ storageState: signedIn('user') });

test('an open list follows Marketo: a new title, an owner gained, an owner lost, one e-mail twice', async ({
  page,
  peoplePage,
  marketo,
  workspace,
}) => {
  test.setTimeout(240_000);
  const [renamed, leaver] = (await workspace.addPeople(
    { firstName: 'Renamed', lastName: family, title: 'Intern' },
    { firstName: 'Leaver', lastName: family },
  )) as [number, number];
  await peoplePage.open(`?search=${family}`);
  await expect(peoplePage.names()).toHaveText([`Leaver ${family}`, `Renamed ${family}`]);
  const loads: string[] = [];
  page.on('domcontentloaded', () => loads.push(page.url()));

  await marketo.updatePerson(renamed, { title: `Chief of ${family}` });
  await marketo.takeOwner(leaver);
  for (const firstName of ['Twin', 'Twin']) {
    await marketo.giveOwner(await marketo.createPerson({ firstName, lastName: family, email }));
  }

  await Promise.all([
    expect(peoplePage.row(`Chief of ${family}`)).toHaveCount(1, promised),
    expect(peoplePage.row(`Leaver ${family}`)).toHaveCount(0, promised),
    expect(peoplePage.row(email)).toHaveCount(2, promised),
  ]);
  await expect(peoplePage.names()).toHaveText([`Renamed ${family}`, `Twin ${family}`, `Twin ${family}`]);
  await expect(peoplePage.count('3 people')).toBeVisible();
  expect(loads).toEqual([]);
});
