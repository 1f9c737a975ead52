import { expect, type Page } from '@playwright/test';

export class ActivityTypesPage {
  constructor(private readonly page: Page) {}

  readonly types = () => this.page.getByRole('table', { name: 'Activity types' });
  readonly type = (name: string) => this.types().getByRole('row').filter({ hasText: name });
  readonly standing = () => this.page.getByRole('region', { name: 'Which types are used' });
  readonly byHand = () => this.page.getByRole('region', { name: 'By hand' });
  readonly instructions = () => this.page.getByRole('textbox', { name: 'Instructions' });
  readonly lookAgain = () => this.page.getByRole('button', { name: 'Look again' });
  readonly create = () => this.page.getByRole('button', { name: 'Create what is missing…' });
  readonly layout = () => this.page.getByRole('combobox', { name: 'Show' });

  async open(query = '') {
    await this.page.goto(`/settings/activity-types${query}`);
    await expect(this.page.getByRole('heading', { name: 'Marketo activities', level: 1 })).toBeVisible();
  }

  async confirmCreation() {
    await this.create().click();
    await this.page.getByRole('dialog').getByRole('button', { name: 'Create', exact: true }).click();
    await expect(this.page.getByRole('dialog')).toBeHidden();
  }
}
