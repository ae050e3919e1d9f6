/** The scene that mends: opened, and what its journeys look at. */
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

/** A canvas's picture: equal texts, equal pictures. */
export const pictureOf = (page: Page, selector: string): Promise<string> =>
  page.locator(selector).evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());

export const pad = (page: Page): Promise<string> => pictureOf(page, '[data-pad] canvas');

export const spoiledIn = (page: Page): Promise<string> => pictureOf(page, '[data-spoiled] canvas');

/** Percent that a pixel is off, left and right. */
export async function offOf(page: Page): Promise<[number, number]> {
  const text = (await page.locator('[data-off]').textContent()) ?? '';
  const [before = NaN, after = NaN] = (text.match(/\d+/gu) ?? []).map(Number);
  return [before, after];
}
