import { expect, type Page } from '@playwright/test';

/** Settings › Salesforce › Logging: what is logged there, on which records, and how the tasks look. */
export class LoggingPage {
  constructor(private readonly page: Page) {}

  readonly subject = () => this.page.getByLabel('Subject of e-mails and calls');
  readonly subjectPreview = () => this.page.getByLabel('Preview of the subject');
  readonly dynamicField = (title: string) => this.page.getByRole('button', { name: title, exact: true });
  readonly choice = (name: string | RegExp) => this.page.getByRole('checkbox', { name });
  readonly share = () => this.page.getByLabel(/^API calls we may use/);
  /** A line of what is logged: e-mails, replies or calls. */
  readonly group = (title: string) => this.page.getByRole('listitem').filter({ hasText: title });
  readonly switchOn = (title: string) => this.page.getByRole('button', { name: `Preview and switch on… ${title}` });
  readonly switchOff = (title: string) => this.page.getByRole('button', { name: `Switch off… ${title}` });
  readonly dialog = () => this.page.getByRole('dialog');
  readonly samples = () => this.dialog().getByRole('region', { name: 'Newest activities as tasks' });
  readonly cost = () => this.dialog().getByRole('region', { name: 'What this would cost' });

  async open() {
    await this.page.goto('/settings/salesforce?tab=logging');
    await expect(this.subject()).toBeVisible();
  }

  async save() {
    await this.page.getByRole('button', { name: 'Save', exact: true }).click();
  }

  async saved() {
    await this.save();
    await expect(this.page.getByText('Saved; counts for what is delivered from now on').first()).toBeVisible();
  }
}
