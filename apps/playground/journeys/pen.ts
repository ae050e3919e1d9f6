/** Drawing on a scene's pad with the mouse. */
import type { Page } from 'playwright-core';
import { placeOn } from './browser';

/** The points of a 0, once around, as shares of the pad. */
export const zero = Array.from({ length: 25 }, (_, i): [number, number] => {
  const angle = (i / 24) * 2 * Math.PI;
  return [0.5 + 0.2 * Math.sin(angle), 0.5 - 0.32 * Math.cos(angle)];
});

export async function draw(page: Page, points: readonly [number, number][]): Promise<void> {
  await page.locator('[data-pad]').scrollIntoViewIfNeeded();
  const first = await placeOn(page, '[data-pad]', points[0]!);
  await page.mouse.move(first.x, first.y);
  await page.mouse.down();
  for (const point of points.slice(1)) {
    const { x, y } = await placeOn(page, '[data-pad]', point);
    await page.mouse.move(x, y, { steps: 2 });
  }
  await page.mouse.up();
}
