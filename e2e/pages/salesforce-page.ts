import { expect, type Page } from '@playwright/test';
import { appUrl, salesforceUrl } from '../world.ts';

/** Settings › Salesforce, and the page of Salesforce on which people consent. */
export class SalesforcePage {
  constructor(private readonly page: Page) {}

  readonly mine = () => this.card('Your connection');
  readonly clientApp = () => this.card('Client app');
  readonly integration = () => this.card('Integration user');
  readonly people = () => this.page.getByRole('table', { name: 'Sellers and their connections' });
  readonly person = (name: string) => this.people().getByRole('row', { name });
  readonly org = () => this.page.getByRole('region', { name: /^Org / });
  readonly banner = () => this.page.getByRole('status').filter({ hasText: 'Settings › Salesforce' });
  /** What a login came to that has just come back. */
  readonly result = () =>
    this.page.locator('[role=status], [role=alert]').filter({ has: this.page.getByLabel('Put this away') });

  private card(title: string) {
    return this.page.locator('section').filter({ has: this.page.getByRole('heading', { name: title, exact: true }) });
  }

  async open(query = '') {
    await this.page.goto(`/settings/salesforce${query}`);
    await expect(this.mine()).toBeVisible();
  }

  /** Presses a button that asks where to log in, and goes there: the simulated Salesforce is what is proposed. */
  async goToSalesforce(button: ReturnType<Page['getByRole']>) {
    await button.click();
    await this.page.getByRole('dialog').getByRole('button', { name: 'Go to Salesforce' }).click();
    await expect(this.page.getByRole('heading', { name: /^Allow access/ })).toBeVisible();
    expect(this.page.url()).toContain(salesforceUrl());
  }

  async allowAs(name: string) {
    const logIn = this.page.getByLabel('Log in as');
    const [value] = await logIn
      .locator('option')
      .filter({ hasText: name })
      .evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value));
    await logIn.selectOption(value ?? '');
    await this.page.getByRole('button', { name: 'Allow' }).click();
    await expect(this.page).toHaveURL(new RegExp(`^${appUrl()}/settings/salesforce`));
  }

  async deny() {
    await this.page.getByRole('button', { name: 'Deny' }).click();
    await expect(this.page).toHaveURL(new RegExp(`^${appUrl()}/settings/salesforce`));
  }

  async connectAs(name: string) {
    await this.goToSalesforce(this.mine().getByRole('button', { name: /^(Connect…|Connect anew…|Sign in again…)$/ }));
    await this.allowAs(name);
  }

  async disconnect() {
    await this.mine().getByRole('button', { name: 'Disconnect…' }).click();
    await this.page.getByRole('dialog').getByRole('button', { name: 'Disconnect', exact: true }).click();
    await expect(this.mine().getByText('Not connected')).toBeVisible();
  }
}
