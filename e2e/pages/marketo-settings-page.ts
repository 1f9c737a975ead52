import { expect, type Page } from '@playwright/test';

export class MarketoSettingsPage {
  constructor(private readonly page: Page) {}

  readonly mapping = () => this.page.getByRole('table', { name: 'Where each field comes from' });
  readonly field = (title: string) =>
    this.mapping()
      .getByRole('row')
      .filter({ has: this.page.getByRole('rowheader', { name: title, exact: true }) });
  readonly secret = () => this.page.getByLabel('Client secret', { exact: true });
  readonly save = () => this.page.getByRole('button', { name: 'Save' });
  readonly badge = (text: string) => this.page.getByText(text, { exact: true });
  readonly checks = () => this.page.getByRole('listitem').filter({ has: this.page.getByRole('img') });

  readonly check = (name: string) => this.checks().filter({ hasText: name });
  readonly loading = () => this.page.getByRole('region', { name: 'How people are loaded' });

  async open() {
    await this.page.goto('/settings/marketo');
    await expect(this.page.getByRole('heading', { name: 'Marketo', level: 1 })).toBeVisible();
    await expect(this.save()).toBeVisible();
  }

  async replaceSecret(secret: string) {
    await this.page.getByRole('button', { name: 'Replace the client secret' }).click();
    await this.secret().fill(secret);
  }

  async loadBy(change: { way?: string; listName?: string; smartListId?: string }) {
    const loading = this.loading();
    if (change.way) await loading.getByLabel('Way of loading').selectOption(change.way);
    if (change.listName !== undefined) await loading.getByLabel('Name of the list').fill(change.listName);
    if (change.smartListId !== undefined) await loading.getByLabel('Smart list ID').fill(change.smartListId);
    await loading.getByRole('button', { name: 'Use this way' }).click();
  }

  async testConnection() {
    await this.page.getByRole('button', { name: 'Test connection' }).click();
  }
}
