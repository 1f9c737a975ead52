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

  async open() {
    await this.page.goto('/settings/marketo');
    await expect(this.page.getByRole('heading', { name: 'Marketo', level: 1 })).toBeVisible();
    await expect(this.save()).toBeVisible();
  }

  async replaceSecret(secret: string) {
    await this.page.getByRole('button', { name: 'Replace the client secret' }).click();
    await this.secret().fill(secret);
  }

  async testConnection() {
    await this.page.getByRole('button', { name: 'Test connection' }).click();
  }
}
