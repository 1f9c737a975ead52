import { expect, type Page } from '@playwright/test';

export class PeoplePage {
  constructor(private readonly page: Page) {}

  readonly grid = () => this.page.getByRole('grid', { name: 'People' });
  readonly search = () => this.page.getByRole('searchbox', { name: /search/i });

  async open() {
    await this.page.goto('/people');
    await expect(this.grid()).toBeVisible();
  }

  async searchFor(text: string) {
    await this.search().fill(text);
  }

  row(text: string) {
    return this.grid().getByRole('row').filter({ hasText: text });
  }
}
