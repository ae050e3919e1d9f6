/** Opens the Train scene, and reads what it shows. */
import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { visit } from './browser';
import { site } from './site';

/** Opens the scene, without waiting for a training. */
export async function openTrain(
  fragment = '',
  options: BrowserContextOptions = {},
  locale = 'en',
): ReturnType<typeof visit> {
  const visited = await visit(site, { reducedMotion: 'reduce', ...options });
  await visited.page.goto(`${site.url}/${locale}/train/${fragment}`);
  return visited;
}

/** Waits until the plane of a step is shown. */
export const untilShown = (page: Page, step: number): Promise<unknown> =>
  page.locator(`[data-manifold="${step}"]`).waitFor();

export const button = (page: Page, name: string): Locator =>
  page.getByRole('button', { name, exact: true });

/** @returns the picture of the plane as a data URL: equal strings mean equal pictures. */
export const plane = (page: Page): Promise<string> =>
  page
    .locator('[data-manifold] canvas')
    .evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
