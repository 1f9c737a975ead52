import { expect, type Page } from '@playwright/test';

/** The activity log, and the passport that its badges open. */
export class SalesActivitiesPage {
  constructor(private readonly page: Page) {}

  readonly table = () => this.page.getByRole('table', { name: 'Sales activities' });
  readonly row = (text: string) => this.table().getByRole('row').filter({ hasText: text });
  readonly badge = (text: string) => this.row(text).getByRole('button');
  readonly filter = (name: string) => this.page.getByRole('combobox', { name });
  readonly day = (name: 'From' | 'To') => this.page.getByLabel(name, { exact: true });
  readonly passport = () => this.page.getByRole('dialog');
  readonly at = (destination: 'Marketo' | 'Salesforce') => this.passport().getByRole('region', { name: destination });

  async open(query = '') {
    await this.page.goto(`/sales-activities${query}`);
    await expect(this.page.getByRole('heading', { name: 'Sales activities', level: 1 })).toBeVisible();
  }
}
