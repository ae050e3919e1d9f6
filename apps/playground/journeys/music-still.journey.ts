/** Controls do not move while a person uses them, and the play button is always visible. */
import { describe, expect, it } from 'vitest';
import { cutOff, phone } from './browser';
import { dragOver, openMusic } from './music';
import { keepSite, site } from './site';
import type { Page } from 'playwright-core';

keepSite();

const boxes = (page: Page, selectors: readonly string[]): Promise<unknown> =>
  page.evaluate(
    (all) =>
      all.map((selector) => {
        const { x, y, height } = document.querySelector(selector)!.getBoundingClientRect();
        return { selector, x, y: y + scrollY, height };
      }),
    [...selectors],
  );

it('the roll has the same height whatever the range of the melody, and nothing below it moves', async () => {
  const { page } = await openMusic(site, 'melodies');
  const still = ['[data-roll]', 'input[max="1.5"]'];
  const before = await boxes(page, still);
  const drawn = (): Promise<string | null> => page.locator('[data-roll]').getAttribute('data-rows');
  const rows = await drawn();
  await page.getByRole('slider', { name: 'Temperature' }).fill('1.5');
  for (const letter of ['A', 'B', 'C']) {
    await page.getByRole('button', { name: `Surprise me in corner ${letter}` }).click();
  }
  await expect.poll(drawn).not.toBe(rows);
  expect(await boxes(page, still)).toEqual(before);
});

it.each([
  ['desktop', { width: 1440, height: 900 }],
  ['laptop', { width: 1280, height: 800 }],
])('a new path moves nothing on a %s', async (_, viewport) => {
  const { page } = await openMusic(site, 'beats', '#a=s1&b=s2&c=s3&d=s4', { viewport });
  const still = ['#pad', '[aria-labelledby="similar-label"] button', '[data-roll]'];
  const before = await boxes(page, still);
  await page.getByRole('button', { name: 'Draw a path' }).click();
  await dragOver(page, [
    [0.1, 0.1],
    [0.9, 0.1],
    [0.9, 0.9],
  ]);
  await page.getByRole('button', { name: 'Remove path' }).waitFor();
  expect(await boxes(page, still)).toEqual(before);
});

describe('the play button', () => {
  it.each([
    ['beats', 844, 390],
    ['beats', 667, 375],
    ['melodies', 568, 320],
  ] as const)(
    'of %s is beside the pad on a phone on its side, %i by %i, and both are fully visible',
    async (scene, width, height) => {
      const options = { viewport: { width, height }, hasTouch: true };
      const { page } = await openMusic(site, scene, '', options, 'nb');
      const pad = (await page.locator('#pad').boundingBox())!;
      expect(pad.y + pad.height).toBeLessThanOrEqual(height);
      const play = page.getByRole('button', { name: 'Spill av', exact: true });
      expect(await play.getAttribute('data-away')).toBe('false');
      const box = (await play.boundingBox())!;
      expect(box.y + box.height).toBeLessThanOrEqual(height);
      expect(box.x).toBeGreaterThan(pad.x + pad.width);
      // The pad stays visible while the controls beside it scroll.
      await page.locator('[data-corner="B"]').evaluate((card) => card.scrollIntoView(false));
      const after = (await page.locator('#pad').boundingBox())!;
      expect(after.y).toBeGreaterThanOrEqual(0);
      expect(after.y + after.height).toBeLessThanOrEqual(height);
      expect(await cutOff(page)).toEqual([]);
    },
  );

  it('stays within reach while a corner is edited, a screen below the pad', async () => {
    const { page } = await openMusic(site, 'beats', '', { viewport: phone, hasTouch: true });
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await page.getByRole('button', { name: 'Edit corner A' }).click();
    const pause = page.getByRole('button', { name: 'Pause', exact: true });
    await expect.poll(() => pause.getAttribute('data-away')).toBe('true');
    const before = await page.evaluate(() => scrollY);
    await pause.click();
    await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
    expect(await page.evaluate(() => scrollY)).toBe(before);
  });
});
