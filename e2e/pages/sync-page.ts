import { expect, type Page } from '@playwright/test';

export class SyncPage {
  constructor(private readonly page: Page) {}

  readonly phase = (title: string) => this.page.getByText(title, { exact: true }).first();
  readonly jobs = () => this.page.getByRole('table', { name: 'Jobs' });
  readonly runs = () => this.page.getByRole('table', { name: 'Runs' });
  readonly stages = () => this.page.getByRole('list', { name: 'Stages' });
  readonly firstLoad = () => this.page.getByRole('region', { name: 'First load' });
  readonly freshness = () => this.page.getByRole('table', { name: /^How long changes took/ });
  readonly lookup = () => this.page.getByRole('region', { name: 'Why is this person not here?' });
  readonly runsOf = (job: string) => this.page.getByRole('combobox', { name: 'Job' }).selectOption({ label: job });
  readonly runsWith = (outcome: string) =>
    this.page.getByRole('combobox', { name: 'Outcome' }).selectOption({ label: outcome });
  readonly run = () => this.page.getByRole('dialog', { name: /^Run/ });
  readonly budget = () => this.page.getByRole('progressbar', { name: /^Calls in the last/ });
  readonly pause = () => this.page.getByRole('button', { name: 'Pause' });
  readonly resume = () => this.page.getByRole('button', { name: 'Resume' });
  readonly runNow = (job: string) => this.jobs().getByRole('button', { name: `Run now: ${job}` });

  async open() {
    await this.page.goto('/settings/sync');
    await expect(this.jobs()).toBeVisible();
  }
}
