import { expect, type Page } from '@playwright/test';

export class ReconcilePage {
  constructor(private readonly page: Page) {}

  readonly compare = () => this.page.getByRole('button', { name: 'Compare now' });
  readonly stop = () => this.page.getByRole('button', { name: 'Stop' });
  readonly underWay = () => this.page.getByRole('region', { name: 'Comparison under way' });
  readonly result = () => this.page.getByRole('region', { name: 'Last result' });
  readonly samples = () => this.page.getByRole('table', { name: 'People who drifted' });
  readonly comparisons = () => this.page.getByRole('table', { name: 'Comparisons' });

  async open() {
    await this.page.goto('/settings/reconcile');
    await expect(this.page.getByRole('heading', { name: 'Compare', exact: true })).toBeVisible();
  }
}
