import { describe, expect, it } from 'vitest';
import { cursorOf, reconstructionOf, middleOf, phone, placeOn, untilAlive, visit } from './browser';
import { keepSite, site } from './site';

keepSite();

const plane = '#plane';

describe('the plane', () => {
  it('decodes the digit under the mouse while it is dragged', async () => {
    const { page, complaints } = await visit(site, { reducedMotion: 'reduce' });
    await page.goto(`${site.url}/en/`);
    await untilAlive(page);
    const pictures = new Set([await reconstructionOf(page)]);
    const start = await placeOn(page, plane, [0.5, 0.5]);
    await page.mouse.move(start.x, start.y);
    await page.mouse.down();
    for (const share of [0.3, 0.2, 0.7, 0.8]) {
      const { x, y } = await placeOn(page, plane, [share, 1 - share]);
      await page.mouse.move(x, y, { steps: 5 });
      await expect.poll(async () => pictures.has(await reconstructionOf(page))).toBe(false);
      pictures.add(await reconstructionOf(page));
    }
    await page.mouse.up();
    // A point at 0.8 of the width and 0.2 of the height is as far to the right of the middle as above it.
    const { x, y } = await cursorOf(page);
    const middle = await middleOf(page);
    expect(x).toBeGreaterThan(middle.x);
    expect(Math.abs(x - middle.x - (y - middle.y))).toBeLessThan(0.05);
    expect(complaints).toEqual([]);
  });

  it('decodes the hovered point, and the cursor’s point again once the mouse has left', async () => {
    const { page, complaints } = await visit(site, { reducedMotion: 'reduce' });
    await page.goto(`${site.url}/en/#at=1,1`);
    await untilAlive(page);
    const thumb = page.locator('[data-nearest] canvas');
    await expect.poll(() => thumb.count()).toBe(1);
    const pictureOf = () => thumb.evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
    const [stays, nearest] = [await reconstructionOf(page), await pictureOf()];
    const over = await placeOn(page, plane, [0.2, 0.3]);
    await page.mouse.move(over.x, over.y, { steps: 3 });
    await expect.poll(() => reconstructionOf(page)).not.toBe(stays);
    // The nearest test digit has its own place on the page and does not cover the plane.
    await expect.poll(pictureOf).not.toBe(nearest);
    expect((await cursorOf(page)).x).toBeLessThan(0);
    const looked = await reconstructionOf(page);
    await page.mouse.move(5, 5);
    await expect.poll(() => reconstructionOf(page)).toBe(stays);
    expect(await cursorOf(page)).toEqual({ x: 1, y: 1 });
    // The cursor stays where the mouse was pressed.
    await page.mouse.click(over.x, over.y);
    await page.mouse.move(5, 5);
    await expect.poll(() => reconstructionOf(page)).toBe(looked);
    expect(complaints).toEqual([]);
  });

  it('follows a finger, and the page does not scroll meanwhile', async () => {
    const { page, complaints } = await visit(site, {
      viewport: phone,
      hasTouch: true,
      isMobile: true,
      reducedMotion: 'reduce',
    });
    await page.goto(`${site.url}/en/`);
    await untilAlive(page);
    const before = await reconstructionOf(page);
    const devtools = await page.context().newCDPSession(page);
    const touch = async (
      type: 'touchStart' | 'touchMove' | 'touchEnd',
      at?: { x: number; y: number },
    ) => devtools.send('Input.dispatchTouchEvent', { type, touchPoints: at ? [at] : [] });
    await touch('touchStart', await placeOn(page, plane, [0.5, 0.4]));
    for (let step = 1; step <= 8; step++) {
      await touch('touchMove', await placeOn(page, plane, [0.5 - 0.03 * step, 0.4 + 0.04 * step]));
    }
    await touch('touchEnd');
    await expect.poll(() => reconstructionOf(page)).not.toBe(before);
    const { x, y } = await cursorOf(page);
    const middle = await middleOf(page);
    expect(x).toBeLessThan(middle.x);
    expect(y).toBeLessThan(middle.y);
    expect(await page.evaluate(() => scrollY)).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('is controlled by keys alone, and announces the place of the cursor', async () => {
    const { page, complaints } = await visit(site, { reducedMotion: 'reduce' });
    await page.goto(`${site.url}/en/#at=0,0`);
    await untilAlive(page);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter'); // The skip link.
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('plane');
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowUp', 'Shift+ArrowDown']) {
      await page.keyboard.press(key);
    }
    expect(await cursorOf(page)).toEqual({ x: 0.2, y: -0.4 });
    await expect
      .poll(() => page.locator('[data-spoken]').textContent())
      .toMatch(/^(?:Nearest: \ds(?: and \ds)?|Far from .+)\. x 0\.20, y −0\.40\.$/u);
    await page.keyboard.press('Home');
    expect(await cursorOf(page)).toEqual(await middleOf(page));
    expect(complaints).toEqual([]);
  });

  it('plays its tour until it is touched', async () => {
    const { page } = await visit(site);
    await page.goto(`${site.url}/en/`);
    await untilAlive(page);
    const first = await cursorOf(page);
    await expect.poll(() => cursorOf(page)).not.toEqual(first);
    const { x, y } = await placeOn(page, plane, [0.25, 0.25]);
    await page.mouse.click(x, y);
    await page.mouse.move(5, 5);
    const touched = await cursorOf(page);
    await page.waitForTimeout(300);
    expect(await cursorOf(page)).toEqual(touched);
  });

  it('plays no tour for people who prefer reduced motion', async () => {
    const { page } = await visit(site, { reducedMotion: 'reduce' });
    await page.goto(`${site.url}/en/`);
    await untilAlive(page);
    const opening = await cursorOf(page);
    // The tour would start on a clear digit, where all neighbours are of one class.
    await page.getByText(/^Nearest: \ds$/u).waitFor();
    await page.waitForTimeout(300);
    expect(await cursorOf(page)).toEqual(opening);
  });

  it('hides and shows classes and layers', async () => {
    const { page } = await visit(site, { reducedMotion: 'reduce' });
    await page.goto(`${site.url}/en/`);
    await untilAlive(page);
    const scatter = page.locator(`${plane} canvas`).nth(1);
    const painted = () => scatter.evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
    await expect.poll(async () => (await painted()).length).toBeGreaterThan(20_000);
    const all = await painted();
    await page.getByRole('button', { name: 'Test digits of class 7' }).click();
    await expect.poll(painted).not.toBe(all);
    await page.getByRole('button', { name: 'Test digits of class 7' }).click();
    await expect.poll(painted).toBe(all);
    await page.getByRole('button', { name: '2,000 test digits' }).click();
    await expect.poll(() => scatter.isVisible()).toBe(false);
  });
});
