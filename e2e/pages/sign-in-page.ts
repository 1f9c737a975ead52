import { expect, type Page } from '@playwright/test';

export class SignInPage {
  constructor(private readonly page: Page) {}

  readonly problem = () => this.page.getByRole('main').getByRole('alert');
  readonly nextAnswer = () => this.page.waitForResponse(/\/api\/auth\/callback\/credentials/);

  async open() {
    await this.page.goto('/sign-in');
  }

  async signIn({ email, password }: { email: string; password: string }) {
    await this.page.getByLabel('E-mail').fill(email);
    await this.page.getByLabel('Password').fill(password);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
  }

  async expectToHaveLeft() {
    await expect(this.page).not.toHaveURL(/\/sign-in/);
  }
}
