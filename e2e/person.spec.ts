/** One person: the fields, the links, and what Marketo recorded, live while it answers and still there when it does not. */
import { expect } from '@playwright/test';
import { test } from './fixtures.ts';
import { activityTypeIds } from './marketo.ts';
import { uniqueName } from './workspace.ts';
import { signedIn } from './world.ts';

const dayMs = 86_400_000;
const family = uniqueName();
const ann = {
  firstName: 'Ann',
  lastName: family,
  email: `ann.${family}@example.com`,
  title: 'Buyer',
  company: 'Aalto Works',
  phone: '+358 9 123',
  linkedInProfileURL: `https://linkedin.com/in/${family}`,
  leadSource: 'Trade show',
};
let annId: number;
let opportunityId: string;

test.use({ storageState: signedIn('user') });

test.beforeAll(async ({ marketo, workspace }) => {
  test.setTimeout(90_000);
  annId = await marketo.createPerson(ann);
  opportunityId = await marketo.addOpportunityRole(annId);
  await marketo.giveOwner(annId);
  await workspace.untilState(annId, 'active');
  await workspace.changeSettings({ salesforceUrl: 'https://example.my.salesforce.com' });
  const add = (activityTypeId: number, daysAgo: number, about: string, attributes = {}) =>
    marketo.addActivity({
      leadId: annId,
      activityTypeId,
      activityDate: new Date(Date.now() - daysAgo * dayMs).toISOString(),
      primaryAttributeValue: about,
      attributes,
    });
  await add(activityTypeIds.visitWebpage, 15, '/pricing', { 'Webpage URL': '/pricing' });
  await add(activityTypeIds.sendEmail, 2, 'Spring offer');
  await add(activityTypeIds.openEmail, 1, 'Spring offer');
  await add(activityTypeIds.salesCall, 1, '4711', {
    'Sales Call Subject': 'First talk',
    'Sales Call Notes': 'Wants a demo',
  });
  await add(activityTypeIds.interestingMoment, 1, 'Web', { Description: 'Asked for prices' });
  await marketo.updatePerson(annId, { leadScore: 42 });
});

test.afterAll(({ workspace }) => workspace.changeSettings({ salesforceUrl: null }));

test('a person found by search shows the 13 fields and leads to Marketo and Salesforce', async ({
  page,
  peoplePage,
  personPage,
  workspace,
}) => {
  await peoplePage.open();
  await peoplePage.searchFor(ann.email);
  await peoplePage
    .row(ann.email)
    .getByRole('link', { name: `Ann ${family}` })
    .click();
  await expect(page).toHaveURL(`/people/${annId}`);

  const leadId = (await workspace.personOf(annId))?.sfdcLeadId ?? '';
  await personPage
    .fields()
    .getByRole('button', { name: /^Show \d empty$/ })
    .click();
  const shown = {
    'Marketo ID': String(annId),
    'First name': 'Ann',
    'Last name': family,
    'E-mail': ann.email,
    Title: ann.title,
    Company: ann.company,
    Phone: ann.phone,
    'LinkedIn URL': ann.linkedInProfileURL,
    Source: ann.leadSource,
    'Salesforce contact ID': 'empty',
    'Salesforce lead ID': leadId,
    'Salesforce account ID': 'empty',
    'Salesforce opportunity ID': opportunityId,
  };
  await expect(personPage.fields().getByRole('term')).toContainText(Object.keys(shown));
  await expect(personPage.fields().getByRole('definition')).toContainText(Object.values(shown));
  await expect(personPage.fields()).toContainText('Read-only: edit in Marketo or Salesforce.');
  await expect(page.getByRole('link', { name: 'Open in Marketo' })).toHaveAttribute('href', new RegExp(`${annId}$`));
  await expect(page.getByRole('link', { name: 'Open in Salesforce' })).toHaveAttribute(
    'href',
    `https://example.my.salesforce.com/${leadId}`,
  );
});

test('each tab shows its kind, and the address holds the tab', async ({ page, personPage }) => {
  await personPage.openLive(annId);
  await expect(personPage.rows()).toHaveCount(6);
  const rowOfTab = {
    'E-mail': 'Spring offer',
    Calls: 'Wants a demo',
    'Interesting moments': 'Asked for prices',
    Web: '/pricing',
    Score: '42',
  };
  for (const [title, text] of Object.entries(rowOfTab)) {
    await personPage.tab(title).click();
    await expect(personPage.rows(title)).toHaveCount(1);
    await expect(personPage.row(text, title)).toBeVisible();
  }
  await expect(page).toHaveURL(/tab=score/);
  await page.reload();
  await expect(personPage.tab('Score')).toHaveAttribute('aria-selected', 'true');
  await expect(personPage.row('42', 'Score')).toBeVisible();
});

test("a row opens a card with everything Marketo recorded, and Escape leads back to the row's grid", async ({
  page,
  personPage,
}) => {
  await personPage.openLive(annId);
  await personPage.row('Asked for prices').click();
  await expect(personPage.card()).toBeVisible();
  await expect(personPage.card().getByRole('term')).toContainText(['When', 'Description', 'Marketo activity ID']);
  await page.keyboard.press('Escape');
  await expect(personPage.card()).toBeHidden();
  await expect(personPage.grid()).toBeFocused();
});

test('the weekly chart filters by kind and by week', async ({ page, personPage }) => {
  await personPage.openLive(annId);
  await expect(personPage.rows()).toHaveCount(6);
  await personPage.kind('Web').click();
  await expect(page).toHaveURL(/tab=web/);
  await expect(personPage.rows('Web')).toHaveCount(1);
  await personPage.kind('Web').click();
  await expect(personPage.rows()).toHaveCount(6);

  await personPage
    .weeks()
    .getByRole('button', { name: /: Web 1$/ })
    .click();
  await expect(page).toHaveURL(/week=\d{4}-\d\d-\d\d/);
  await expect(personPage.rows()).toHaveCount(1);
  await expect(personPage.row('/pricing')).toBeVisible();
  await page.getByRole('button', { name: 'All weeks' }).click();
  await expect(personPage.rows()).toHaveCount(6);
});

test('what happens in Marketo shows after asking again, once, without loading the page anew', async ({
  page,
  personPage,
  marketo,
}) => {
  const about = `/news-${family}`;
  await personPage.openLive(annId);
  await expect(personPage.rows().first()).toBeVisible();
  const loads: string[] = [];
  page.on('domcontentloaded', () => loads.push(page.url()));
  await marketo.addActivity({
    leadId: annId,
    activityTypeId: activityTypeIds.visitWebpage,
    primaryAttributeValue: about,
    attributes: { 'Webpage URL': about },
  });
  await expect(async () => {
    await personPage.askAgain().click();
    await expect(personPage.row(about)).toHaveCount(1, { timeout: 2_000 });
  }).toPass();
  await personPage.askAgain().click();
  await expect(personPage.liveSince()).toBeVisible();
  await expect(personPage.row(about)).toHaveCount(1);
  expect(loads).toEqual([]);
});

for (const effect of ['html-502', 'reset-before']) {
  test(`when Marketo is down (${effect}) the known rows stay, with a sentence`, async ({
    page,
    personPage,
    marketo,
  }) => {
    test.setTimeout(60_000);
    await personPage.openLive(annId);
    await expect(personPage.row('Asked for prices')).toBeVisible();

    await marketo.addFault({ match: 'activities', times: 1_000, effect });
    await page.reload();
    await expect(personPage.row('Asked for prices')).toBeVisible();
    await expect(personPage.notice()).toContainText('these are the last known activities', { timeout: 30_000 });
    await expect(personPage.notice()).toContainText('The rows below are as of');
    await expect(personPage.row('Asked for prices')).toBeVisible();

    await marketo.clearFaults();
    await expect(async () => {
      await personPage.notice().getByRole('button', { name: 'Try again' }).click({ timeout: 1_000 });
      await expect(personPage.notice()).toBeHidden({ timeout: 5_000 });
    }).toPass();
    await expect(personPage.liveSince()).toBeVisible();
  });
}

test('a person deleted in Marketo stays readable, with a sentence', async ({ personPage, marketo, workspace }) => {
  test.setTimeout(90_000);
  const [id] = (await workspace.addPeople({ firstName: 'Gone', lastName: uniqueName() })) as [number];
  await marketo.addActivity({
    leadId: id,
    activityTypeId: activityTypeIds.interestingMoment,
    primaryAttributeValue: 'Web',
    attributes: { Description: 'Said goodbye' },
  });
  await personPage.openLive(id);
  await expect(personPage.row('Said goodbye')).toBeVisible();

  await marketo.deletePerson(id);
  await workspace.untilState(id, 'deleted');
  await personPage.open(id);
  await expect(personPage.note()).toContainText('because the record was deleted in Marketo.');
  await expect(personPage.row('Said goodbye')).toBeVisible();
  await expect(personPage.fields()).toContainText('Gone');
});

test("a merged person's address leads to the one who won", async ({ page, personPage, marketo, workspace }) => {
  test.setTimeout(90_000);
  const name = uniqueName();
  const [winner, loser] = (await workspace.addPeople(
    { firstName: 'Win', lastName: name },
    { firstName: 'Lose', lastName: name },
  )) as [number, number];
  await marketo.mergePeople(winner, loser);
  await workspace.until(loser, (person) => person?.marketoId === winner);
  await personPage.open(loser, '?tab=web');
  await expect(page).toHaveURL(new RegExp(`/people/${winner}\\?.*tab=web`));
  await expect(personPage.note()).toHaveText(`Marketo ID ${loser} was merged into this person, Marketo ID ${winner}.`);
  await expect(page.getByRole('heading', { name: `Win ${name}`, level: 1 })).toBeVisible();
});
