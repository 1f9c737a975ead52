import type { Page } from '@playwright/test';

/** The question "Why is this person not here?", wherever it is asked. */
export class Lookup {
  constructor(private readonly page: Page) {}

  readonly question = () => this.page.getByRole('textbox', { name: 'Marketo ID or e-mail address' });
  readonly answer = (of: string | number) => this.page.getByRole('region', { name: `Answer for ${of}` });
  readonly dialog = () => this.page.getByRole('dialog', { name: 'Why is this person not here?' });

  async ask(of: string | number) {
    await this.question().fill(String(of));
    await this.page.getByRole('button', { name: 'Ask Marketo' }).click();
  }
}
