/** Opens the Draw scene, and reads what it shows. */
import type { BrowserContextOptions, Page } from 'playwright-core';
import { untilAlive, visit } from './browser';
import { site } from './site';

export async function openDraw(
  fragment = '',
  options: BrowserContextOptions = {},
  locale = 'en',
): ReturnType<typeof visit> {
  const visited = await visit(site, { reducedMotion: 'reduce', ...options });
  await visited.page.goto(`${site.url}/${locale}/draw/${fragment}`);
  await untilAlive(visited.page);
  return visited;
}

/** @returns the picture of a canvas as a data URL: equal strings mean equal pictures. */
export const pictureOf = (page: Page, selector: string): Promise<string> =>
  page.locator(selector).evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());

export const pad = (page: Page): Promise<string> => pictureOf(page, '[data-pad] canvas');

export const damagedIn = (page: Page): Promise<string> => pictureOf(page, '[data-damaged] canvas');

/** @returns the errors of the damaged and of the restored digit, in percent. */
export async function offOf(page: Page): Promise<[number, number]> {
  const text = (await page.locator('[data-off]').textContent()) ?? '';
  const [before = NaN, after = NaN] = (text.match(/\d+/gu) ?? []).map(Number);
  return [before, after];
}
