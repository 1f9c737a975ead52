import { expect, type Page } from '@playwright/test';

export class DiagnosticsPage {
  constructor(private readonly page: Page) {}

  readonly problem = (title: string) => this.page.getByRole('region', { name: new RegExp(`^${title}`) });
  readonly problems = () => this.page.getByRole('heading', { level: 3 });
  readonly groups = () => this.page.getByRole('heading', { level: 2 });
  readonly chart = () => this.page.getByRole('region', { name: 'Deliveries that fail, by category' });
  readonly retries = () => this.page.getByRole('region', { name: 'Tried again' });
  readonly cases = () => this.page.getByRole('table', { name: /^Deliveries:/ });
  readonly filter = (name: string) => this.page.getByRole('combobox', { name });
  readonly allIsWell = () => this.page.getByRole('heading', { name: 'All is well' });

  async open(query = '') {
    await this.page.goto(`/settings/diagnostics${query}`);
    await expect(this.page.getByRole('heading', { name: 'Diagnostics', exact: true, level: 1 })).toBeVisible();
    await expect(this.page.getByRole('search', { name: 'Filters' })).toBeVisible();
  }
}
