import { expect, type Page } from '@playwright/test';

export class PersonPage {
  constructor(private readonly page: Page) {}

  readonly fields = () => this.page.getByRole('region', { name: 'Fields' });
  readonly passport = () => this.page.getByRole('region', { name: /^Passport of/ });
  readonly entries = () =>
    this.passport().getByRole('list', { name: 'What happened, newest first' }).getByRole('listitem');
  readonly tab = (title: string) => this.page.getByRole('tab', { name: title, exact: true });
  readonly grid = (tab = 'All') => this.page.getByRole('grid', { name: `${tab} activities` });
  readonly row = (text: string, tab = 'All') => this.rows(tab).filter({ hasText: text });
  readonly weeks = () => this.page.getByRole('toolbar', { name: 'Weeks' });
  readonly kind = (title: string) =>
    this.page.getByRole('group', { name: 'Kinds' }).getByRole('button', { name: title });
  readonly notice = () => this.page.getByRole('status').filter({ has: this.page.getByRole('button') });
  readonly note = () => this.page.getByRole('note');
  readonly card = () => this.page.getByRole('dialog');
  readonly askAgain = () => this.page.getByRole('button', { name: 'Ask Marketo again' });
  readonly liveSince = () => this.page.getByText(/^Live as of/);

  async open(marketoId: number, query = '') {
    await this.page.goto(`/people/${marketoId}${query}`);
  }

  /** Waits for Marketo's own answer, after which known rows are no longer what is shown. */
  async openLive(marketoId: number, query = '') {
    await this.open(marketoId, query);
    await expect(this.liveSince()).toBeVisible({ timeout: 20_000 });
  }

  rows(tab = 'All') {
    return this.grid(tab)
      .getByRole('row')
      .filter({ has: this.page.getByRole('gridcell') });
  }
}
