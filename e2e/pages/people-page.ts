import { expect, type Page } from '@playwright/test';

export class PeoplePage {
  constructor(private readonly page: Page) {}

  readonly grid = () => this.page.getByRole('grid', { name: 'People' });
  readonly search = () => this.page.getByRole('searchbox', { name: /search/i });
  readonly rows = () =>
    this.grid()
      .getByRole('row')
      .filter({ has: this.page.getByRole('rowheader') });
  readonly names = () => this.grid().getByRole('rowheader');
  readonly header = (title: string) => this.grid().getByRole('columnheader', { name: new RegExp(`(^| )${title}$`) });
  readonly count = (text: string) => this.page.getByText(text, { exact: true });
  readonly peek = () => this.page.getByRole('complementary', { name: /^Peek/ });
  readonly problem = () => this.page.getByRole('alert').filter({ has: this.page.getByRole('button') });

  async open(query = '') {
    await this.page.goto(`/people${query}`);
    await expect(this.grid()).toBeVisible();
  }

  async searchFor(text: string) {
    await this.search().fill(text);
  }

  row(text: string) {
    return this.grid().getByRole('row').filter({ hasText: text });
  }

  filter(title: string) {
    return this.page.getByRole('button', { name: new RegExp(`^${title}`) });
  }

  async filterBy(title: string, value: string) {
    await this.filter(title).click();
    const options = this.page.getByRole('dialog', { name: `Filter by ${title.toLowerCase()}` });
    await options.getByRole('combobox').fill(value);
    await options.getByRole('option', { name: value }).click();
  }

  async openColumns() {
    await this.page.getByRole('button', { name: 'Columns' }).click();
    return this.page.getByRole('dialog', { name: 'Columns' });
  }
}
