import { expect, type Page } from '@playwright/test';

/** The page of calls, the form for a call wherever it opens, and the settings of both. */
export class CallsPage {
  constructor(private readonly page: Page) {}

  readonly form = () => this.page.getByRole('dialog', { name: 'Log a call' });
  readonly field = (label: string) => this.form().getByLabel(label, { exact: true });
  readonly person = () => this.form().getByRole('combobox', { name: 'Person' });
  readonly found = (name: string) => this.form().getByRole('option', { name });
  readonly logged = (name: string) => this.page.getByText(`Call with ${name} logged`);
  readonly save = () => this.form().getByRole('button', { name: 'Log the call' });

  readonly table = () => this.page.getByRole('table', { name: 'Calls', exact: true });
  readonly rows = () =>
    this.table()
      .getByRole('row')
      .filter({ has: this.page.getByRole('rowheader') });
  readonly row = (text: string) => this.rows().filter({ hasText: text });
  readonly search = () => this.page.getByRole('searchbox', { name: /search calls/i });
  readonly filter = (label: string) => this.page.getByRole('combobox', { name: label, exact: true });
  readonly count = (text: string) => this.page.getByText(text, { exact: true });
  readonly panel = () => this.page.getByRole('dialog', { name: /^Call/ });
  readonly days = () => this.page.getByRole('table', { name: 'Calls per day' });

  readonly list = (title: 'Outcomes' | 'Reasons') => this.page.getByRole('region', { name: title });
  readonly names = (title: 'Outcomes' | 'Reasons') => this.list(title).getByRole('listitem');

  async open(query = '') {
    await this.page.goto(`/calls${query}`);
    // Before its first answer the page does not hear keys.
    await expect(this.page.getByText(/^as of /)).toBeVisible();
  }

  async openSettings() {
    await this.page.goto('/settings/calls');
    await expect(this.list('Outcomes')).toBeVisible();
  }
}
