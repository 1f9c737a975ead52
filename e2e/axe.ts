/** What axe finds on a page, in light and dark. */
import { expect, type Page } from '@playwright/test';
import axe from 'axe-core';

const options: axe.RunOptions = {
  runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
  // Off unless asked for: whoever speaks to the browser says what is written on a button.
  rules: { 'label-content-name-mismatch': { enabled: true } },
};

type WithAxe = Window & { axe: typeof axe };

export const wide = { width: 1280, height: 800 };
export const narrow = { width: 390, height: 844 };

/** Nothing, in every size and colour scheme; the page is wide afterwards. */
export async function expectNothingFound(page: Page, sizes = [wide]) {
  for (const size of sizes) {
    await page.setViewportSize(size);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await expect
        .poll(() => page.evaluate(() => getComputedStyle(document.documentElement).colorScheme))
        .toBe(colorScheme);
      expect.soft(await violations(page), `${colorScheme}, ${size.width} px`).toEqual([]);
    }
  }
  await page.setViewportSize(wide);
}

/** What axe finds, after every animation that ends has ended: colours on their way are nobody's colours. */
export async function violations(page: Page) {
  await page.evaluate(() => {
    const ending = document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime !== Infinity);
    return Promise.allSettled(ending.map((one) => one.finished));
  });
  // Given to a page once: reading half a megabyte of source takes longer than looking. No page of ours has frames.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const { violations: found } = await page.evaluate(
    (wanted) => (window as unknown as WithAxe).axe.run(document, wanted),
    options,
  );
  return found.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target} (${node.failureSummary})`).join('; ')}`,
  );
}
