import { expect, type Page } from '@playwright/test';

export class CallBudgetPage {
  constructor(private readonly page: Page) {}

  readonly used = () => this.page.getByRole('progressbar', { name: 'Calls of today' });
  readonly shares = () => this.page.getByRole('table', { name: 'Shares' });
  readonly share = (lane: string) => this.shares().getByRole('row').filter({ hasText: lane });
  readonly features = () => this.page.getByRole('table', { name: 'What calls were made for' });
  readonly slider = (name: string) => this.page.getByRole('slider', { name });
  readonly cost = () => this.page.getByText(/ a day, .+ of the quota$/);
  readonly save = () => this.page.getByRole('button', { name: /^Ask every/ });

  async open(query = '') {
    await this.page.goto(`/settings/call-budget${query}`);
    await expect(this.shares()).toBeVisible();
  }
}
