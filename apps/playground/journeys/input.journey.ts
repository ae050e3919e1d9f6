import { decode } from 'fast-png';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { cursorOf, reconstructionOf, placeOn, untilAlive, visit } from './browser';
import { draw, zero } from './pen';
import type { Page } from 'playwright-core';
import { keepSite, site } from './site';

keepSite();

const overlay = (page: Page): Promise<string> =>
  page
    .locator('#plane canvas')
    .nth(2)
    .evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());

describe('an input digit', () => {
  it('is a faint example from the test set until somebody draws', async () => {
    const { page, complaints } = await visit(site, { reducedMotion: 'reduce' });
    await page.goto(`${site.url}/en/`);
    await untilAlive(page);
    await page.locator('[data-pad]').scrollIntoViewIfNeeded();
    const examples = page.locator('[data-example="true"]');
    // The input, its reconstruction, and its point on the plane.
    await expect.poll(() => examples.count()).toBe(3);
    await draw(page, zero);
    await expect.poll(() => examples.count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('that is drawn is encoded with its ellipse and reconstructed', async () => {
    const { page, complaints } = await visit(site, { reducedMotion: 'reduce' });
    await page.goto(`${site.url}/en/`);
    await untilAlive(page);
    const before = await overlay(page);
    await draw(page, zero);
    await expect
      .poll(() => page.locator('[data-encoded]').textContent())
      .toMatch(/^Lands at x −?\d\.\d\d, y −?\d\.\d\d, give or take \d\.\d\d and \d\.\d\d\.$/u);
    await expect.poll(() => overlay(page)).not.toBe(before);
    // The cursor moved to where the digit is encoded, and the page describes that place.
    const text = await page.locator('[data-encoded]').textContent();
    const { x, y } = await cursorOf(page);
    const [landedX = NaN, landedY = NaN] = (text?.match(/−?\d\.\d\d/gu) ?? []).map((figure) =>
      Number(figure.replace('−', '-')),
    );
    // The sentence rounds to hundredths, the slider to its steps.
    expect(Math.abs(x - landedX)).toBeLessThan(0.011);
    expect(Math.abs(y - landedY)).toBeLessThan(0.011);
    await expect
      .poll(() => page.locator('[data-spoken]').textContent())
      .toMatch(/^(?:Nearest: \ds(?: and \ds)?|Far from .+)\. x −?\d\.\d\d, y −?\d\.\d\d\.$/u);
    await page.getByRole('button', { name: 'Clear' }).click();
    await expect.poll(() => page.locator('[data-encoded]').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('from the test set can be chosen by keys', async () => {
    const { page, complaints } = await visit(site, { reducedMotion: 'reduce' });
    await page.goto(`${site.url}/en/`);
    await untilAlive(page);
    const example = page.getByRole('button', { name: 'Test digit of class 1' });
    await example.focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('[data-encoded]').count()).toBe(1);
    const first = await page.locator('[data-encoded]').textContent();
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('[data-encoded]').textContent()).not.toBe(first);
    await expect.poll(() => page.locator('[data-spoken]').textContent()).toMatch(/earest: 1s/u);
    expect(complaints).toEqual([]);
  });
});

describe('a journey between two points', () => {
  it('plays, pauses and can be set by hand', async () => {
    const { page, complaints } = await visit(site, { reducedMotion: 'reduce' });
    await page.goto(`${site.url}/en/#at=1,1`);
    await untilAlive(page);
    await page.getByRole('button', { name: 'Set A to the cursor' }).click();
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    const position = page.getByRole('slider', { name: 'Between A and B' });
    const share = async () => Number(await position.inputValue());
    await expect.poll(share).toBeGreaterThan(0.1);
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    const [stopped, picture] = [await share(), await reconstructionOf(page)];
    await page.waitForTimeout(300);
    expect(await share()).toBe(stopped);
    await position.fill('1');
    await expect.poll(() => reconstructionOf(page)).not.toBe(picture);
    await position.fill('0');
    await expect.poll(() => cursorOf(page)).toEqual({ x: 1, y: 1 });
    expect(complaints).toEqual([]);
  });
});

describe('the ends of a journey', () => {
  it('are dragged one at a time on the small plane, and undo reverts a whole drag', async () => {
    const { page, complaints } = await visit(site, { reducedMotion: 'reduce' });
    await page.goto(`${site.url}/en/`);
    await untilAlive(page);
    const map = page.locator('[data-travel-map]');
    await map.scrollIntoViewIfNeeded();
    const strip = (): Promise<string> =>
      page
        .getByRole('img', { name: 'Digits on the way from A to B' })
        .evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
    await expect.poll(strip).toContain('image/png');
    const before = await strip();
    const from = await placeOn(page, '[data-travel-map]', [0.9, 0.5]);
    const to = await placeOn(page, '[data-travel-map]', [0.6, 0.9]);
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(to.x, to.y, { steps: 5 });
    await page.mouse.up();
    await expect.poll(() => page.url()).toMatch(/[#&]b=/u);
    expect(page.url()).not.toMatch(/[#&]a=/u);
    await expect.poll(strip).not.toBe(before);
    await page.keyboard.press('Control+z');
    await expect.poll(() => page.url()).not.toMatch(/[#&]b=/u);
    expect(complaints).toEqual([]);
  });

  it('are visible while the journey plays, and may be the person’s own digit', async () => {
    const { page, complaints } = await visit(site, { reducedMotion: 'reduce' });
    await page.goto(`${site.url}/en/`);
    await untilAlive(page);
    await draw(page, zero);
    await page.getByRole('button', { name: 'Set B to your digit' }).click();
    await expect.poll(() => page.url()).toMatch(/[#&]b=/u);
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    const now = page.getByRole('img', { name: 'The digit at the cursor' });
    const picture = (): Promise<string> =>
      now.evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
    const first = await picture();
    await expect.poll(picture).not.toBe(first);
    const sight = page.viewportSize()!.height;
    for (const part of [now, page.locator('[data-travel-map]')]) {
      const box = (await part.boundingBox())!;
      expect(box.y).toBeGreaterThanOrEqual(0);
      expect(box.y + box.height).toBeLessThanOrEqual(sight);
    }
    expect(complaints).toEqual([]);
  });
});

describe('pictures', () => {
  it.each([
    ['Save digit', 'speil-digit.png', 640, 704],
    ['Save plane', 'speil-plane.png', 1600, 1600],
  ])('%s gives %s', async (button, name, across, down) => {
    const { page, complaints } = await visit(site, { reducedMotion: 'reduce' });
    await page.goto(`${site.url}/en/#at=1,1`);
    await untilAlive(page);
    const coming = page.waitForEvent('download');
    await page.getByRole('button', { name: button }).click();
    const download = await coming;
    expect(download.suggestedFilename()).toBe(name);
    const folder = await mkdtemp(path.join(tmpdir(), 'speil-'));
    await download.saveAs(path.join(folder, name));
    const { width, height, data, channels } = decode(await readFile(path.join(folder, name)));
    await rm(folder, { recursive: true });
    expect([width, height]).toEqual([across, down]);
    // The margin is light paper, as on the page.
    expect(data[0]).toBeGreaterThan(200);
    if (name === 'speil-plane.png') {
      const red = (x: number, y: number): number => data[(y * width + x) * channels]!;
      const reds = (left: number, top: number, across: number, down: number): Set<number> =>
        new Set(
          Array.from({ length: across * down }, (_, i) =>
            red(left + (i % across), top + Math.floor(i / across)),
          ),
        );
      // The numbers of the axis are on the left and the legend is below, with empty paper between them.
      expect(reds(20, 60, 80, 1300).size).toBeGreaterThan(10);
      expect(reds(112, 1500, 1400, 80).size).toBeGreaterThan(10);
      expect(reds(20, 1580, 1560, 20).size).toBe(1);
    }
    expect(new Set(data).size).toBeGreaterThan(50); // The picture is not all of one colour.
    expect(complaints).toEqual([]);
  });
});
