import { expect, type Page } from '@playwright/test';

/** What surrounds every screen: the menu, the palette, the keyboard help, the user's own menu. */
export class Shell {
  constructor(private readonly page: Page) {}

  readonly navigation = () => this.page.getByRole('navigation', { name: 'Main' });
  readonly palette = () => this.page.getByRole('dialog', { name: 'Search people and pages' });
  readonly help = () => this.page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  readonly heading = (name: string | RegExp) => this.page.getByRole('heading', { name, level: 1 });

  /** By its key; what is typed earlier than the field has the focus would go elsewhere. */
  async openPalette() {
    await this.page.keyboard.press('Control+k');
    await expect(this.palette().getByRole('combobox')).toBeFocused();
  }

  async openUserMenu(name: string) {
    await this.page.getByRole('button', { name }).click();
    return this.page.getByRole('menu');
  }
}
