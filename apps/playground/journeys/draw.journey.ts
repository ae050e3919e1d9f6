import { buffer } from 'node:stream/consumers';
import { decode, encode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { reconstructionOf, untilAlive } from './browser';
import { offOf, openDraw, pad, pictureOf, damagedIn } from './draw';
import { draw, zero } from './pen';
import { keepSite } from './site';

keepSite();

/** A thick dark bar on paper. */
function photograph(): Buffer {
  const [width, height] = [120, 160];
  const data = Uint8Array.from({ length: width * height }, (_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    return x > 54 && x < 68 && y > 30 && y < 130 ? 30 : 225;
  });
  return Buffer.from(encode({ width, height, data, channels: 1, depth: 8 }));
}

/** The input for a digit's file. */
const digitFile = (page: Page) =>
  page.getByRole('group', { name: 'Damage and mend' }).locator('[data-file]');

/** Share of a canvas that is painted. */
const inkOn = (page: Page, canvas: string): Promise<number> =>
  page.locator(canvas).evaluate((element: HTMLCanvasElement) => {
    const { data } = element.getContext('2d')!.getImageData(0, 0, element.width, element.height);
    return data.filter((value, i) => i % 4 === 3 && value > 0).length / (data.length / 4);
  });

describe('a digit', () => {
  it('that is drawn is damaged and restored, and the restored one is closer to the drawing', async () => {
    const { page, complaints } = await openDraw();
    const [reconstruction, before] = [await reconstructionOf(page), await damagedIn(page)];
    await draw(page, zero);
    await expect.poll(() => reconstructionOf(page)).not.toBe(reconstruction);
    await expect.poll(() => damagedIn(page)).not.toBe(before);
    await expect.poll(async () => (await offOf(page))[1]).toBeLessThan(25);
    const [damaged, restored] = await offOf(page);
    expect(restored).toBeLessThan(damaged / 1.4);
    await page.getByRole('button', { name: 'Clear' }).click();
    await expect.poll(() => reconstructionOf(page)).toBe(reconstruction);
    expect(complaints).toEqual([]);
  });

  it('is drawn on an empty pad beside the damaged digit, and stays there as it was drawn', async () => {
    const { page, complaints } = await openDraw();
    const empty = await pad(page);
    // The pad shows only the grains of empty pixels.
    expect(await inkOn(page, '[data-pad] canvas')).toBeLessThan(0.05);
    expect(await inkOn(page, '[data-damaged] canvas')).toBeGreaterThan(0.1);
    const [own, damagedPad] = await Promise.all(
      ['[data-pad]', '[data-damaged]'].map((side) => page.locator(side).boundingBox()),
    );
    expect(damagedPad!.x).toBeGreaterThan(own!.x + own!.width);
    expect([damagedPad!.y, damagedPad!.height]).toEqual([own!.y, own!.height]);
    const hint = page.locator('[data-pad]').getByText('Draw here');
    expect(await hint.count()).toBe(1);
    const before = await damagedIn(page);
    await draw(page, zero);
    await expect.poll(() => damagedIn(page)).not.toBe(before);
    expect(await hint.count()).toBe(0);
    const [drawn, damaged] = [await pad(page), await damagedIn(page)];
    expect(drawn).not.toBe(empty);
    await page.getByRole('slider', { name: 'Strength' }).fill('1');
    await expect.poll(() => damagedIn(page)).not.toBe(damaged);
    expect(await pad(page)).toBe(drawn);
    // Another input leaves the pad empty.
    await page.getByRole('button', { name: 'Test digit of class 1' }).click();
    await expect.poll(() => pad(page)).toBe(empty);
    expect(await hint.count()).toBe(1);
    expect(complaints).toEqual([]);
  });

  it('that was replaced is restored by undo, also in another language', async () => {
    const { page, complaints } = await openDraw();
    await draw(page, zero);
    await expect.poll(() => page.url()).toContain('ink=');
    // Wait until the network has restored the finished drawing.
    await expect.poll(async () => (await offOf(page))[1]).toBeLessThan(25);
    const drawn = await reconstructionOf(page);
    await page.getByRole('button', { name: 'Test digit of class 1' }).click();
    await expect.poll(() => reconstructionOf(page)).not.toBe(drawn);
    await page.getByRole('link', { name: 'Norsk bokmål' }).click();
    await page.waitForURL('**/nb/draw/#item=*');
    await untilAlive(page);
    await page.keyboard.press('Control+z');
    await expect.poll(() => reconstructionOf(page)).toBe(drawn);
    await page.keyboard.press('Control+y');
    await expect.poll(() => reconstructionOf(page)).not.toBe(drawn);
    await page.getByRole('button', { name: 'Angre' }).click();
    await expect.poll(() => page.url()).toContain('ink=');
    // An address without a fragment restores the default state. This can be undone too.
    await page.evaluate(() => (location.hash = ''));
    await expect.poll(() => reconstructionOf(page)).not.toBe(drawn);
    await page.keyboard.press('Control+z');
    await expect.poll(() => reconstructionOf(page)).toBe(drawn);
    expect(complaints).toEqual([]);
  });

  it('from the test set can be chosen by keys, and is announced to screen readers', async () => {
    const { page, complaints } = await openDraw();
    const example = page.getByRole('button', { name: 'Test digit of class 1' });
    const reconstruction = await reconstructionOf(page);
    await example.focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => reconstructionOf(page)).not.toBe(reconstruction);
    await expect
      .poll(() => page.locator('[data-spoken]').textContent())
      .toMatch(/^Mended by a network that knows digits\. Error: \d+% damaged, \d+% mended\.$/u);
    expect(complaints).toEqual([]);
  });

  it('can be an image file that is chosen or dropped', async () => {
    const { page, complaints } = await openDraw();
    const reconstruction = await reconstructionOf(page);
    const file = { name: 'one.png', mimeType: 'image/png', buffer: photograph() };
    await digitFile(page).setInputFiles(file);
    await expect.poll(() => reconstructionOf(page)).not.toBe(reconstruction);
    const restored = await reconstructionOf(page);
    await page.getByRole('button', { name: 'Clear' }).click();
    await expect.poll(() => reconstructionOf(page)).toBe(reconstruction);
    const transfer = await page.evaluateHandle((base64) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([bytes], 'one.png', { type: 'image/png' }));
      return data;
    }, file.buffer.toString('base64'));
    // The file is dropped on the heading: the whole page takes files.
    await page.dispatchEvent('h1', 'drop', { dataTransfer: transfer });
    await expect.poll(() => reconstructionOf(page)).toBe(restored);
    expect(complaints).toEqual([]);
  });

  it('can be pasted in any format that the browser reads, and a success hides the notice of a failure', async () => {
    const { page, complaints } = await openDraw();
    const reconstruction = await reconstructionOf(page);
    const notice = page.locator('main ~ [role="status"], [role="status"][data-shown]');
    await digitFile(page).setInputFiles({
      ...{ name: 'x.png', mimeType: 'image/png' },
      buffer: Buffer.from('nothing'),
    });
    await expect.poll(() => notice.getAttribute('data-shown')).toBe('true');
    // White ink on transparency, as WebP, from the clipboard.
    await page.evaluate(async () => {
      const canvas = new OffscreenCanvas(90, 120);
      const context = canvas.getContext('2d')!;
      context.fillStyle = '#fff';
      context.fillRect(40, 20, 12, 80);
      const blob = await canvas.convertToBlob({ type: 'image/webp' });
      const data = new DataTransfer();
      data.items.add(new File([blob], 'one.webp', { type: blob.type }));
      document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
    });
    await expect.poll(() => reconstructionOf(page)).not.toBe(reconstruction);
    await expect.poll(() => notice.getAttribute('data-shown')).toBe('false');
    expect(complaints).toEqual([]);
  });

  it.each([
    [
      'an SVG with the name of a PNG',
      Buffer.from('<svg onload="alert(1)"/>'),
      'cannot read that file',
    ],
    ['a PNG cut short', photograph().subarray(0, 60), 'could not be read'],
    [
      'a PNG that claims four thousand million pixels',
      (() => {
        const bomb = Buffer.from(photograph());
        bomb.writeUInt32BE(65_535, 16);
        bomb.writeUInt32BE(65_535, 20);
        return bomb;
      })(),
      'too large',
    ],
    ['a file of eleven megabytes', Buffer.alloc(11_000_000), 'too large'],
    [
      'an empty sheet',
      Buffer.from(
        encode({ width: 9, height: 9, data: new Uint8Array(81).fill(200), channels: 1, depth: 8 }),
      ),
      'looks empty',
    ],
  ])('from %s gives a notice, and the previous digit stays', async (_, buffer, notice) => {
    const { page, complaints } = await openDraw();
    const reconstruction = await reconstructionOf(page);
    await page
      .getByRole('group', { name: 'Damage and mend' })
      .locator('[data-file]')
      .setInputFiles({ name: 'x.png', mimeType: 'image/png', buffer });
    await expect
      .poll(() => page.locator('[role="status"]').first().textContent())
      .toContain(notice);
    expect(await reconstructionOf(page)).toBe(reconstruction);
    expect(complaints).toEqual([]);
  });
});

it('the damaged digit and the restored one are saved side by side', async () => {
  const { page } = await openDraw();
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save picture' }).click();
  const download = await coming;
  expect(download.suggestedFilename()).toBe('speil-mended.png');
  const { width, height, data, channels } = decode(await buffer(await download.createReadStream()));
  expect([width, height]).toEqual([1240, 704]);
  const inked = (left: number): number => {
    let count = 0;
    for (let y = 40; y < 600; y++) {
      for (let x = left; x < left + 560; x++)
        count += data[(y * width + x) * channels]! < 90 ? 1 : 0;
    }
    return count;
  };
  // The noise has more ink than the digit.
  expect(inked(40)).toBeGreaterThan(inked(640));
  expect(inked(640)).toBeGreaterThan(5000);
});

describe('the damage', () => {
  it('grows with the slider, by mouse or by keys, and is zero at its lower end', async () => {
    const { page, complaints } = await openDraw();
    const slider = page.getByRole('slider', { name: 'Strength' });
    await slider.focus();
    await page.keyboard.press('Home');
    await expect.poll(async () => (await offOf(page))[0]).toBe(0);
    await slider.fill('0.5');
    await expect.poll(async () => (await offOf(page))[0]).toBeGreaterThan(8);
    const half = (await offOf(page))[0];
    await slider.press('End');
    await expect.poll(async () => (await offOf(page))[0]).toBeGreaterThan(half);
    expect(complaints).toEqual([]);
  });

  it('leaves the digit visible at first', async () => {
    const { page } = await openDraw();
    await expect(page.getByRole('slider', { name: 'Strength' }).inputValue()).resolves.toBe('0.6');
    const [damaged, restored] = await offOf(page);
    expect(restored).toBeLessThan(damaged);
    expect(await page.locator('[data-off]').textContent()).toMatch(/mended\.$/u);
  });

  it('by blocks has errors of its own, and the page says why restoring can make a digit worse', async () => {
    const { page, complaints } = await openDraw('#noise=maskBlocks&strength=0');
    expect(await page.locator('[data-off]').textContent()).toMatch(
      /including what was undamaged\.$/u,
    );
    const whole = await damagedIn(page);
    await page.getByRole('slider', { name: 'Strength' }).press('End');
    await expect
      .poll(() => page.locator('[data-off]').textContent())
      .toMatch(/Where it was cut out: \d+% damaged, \d+% mended\./u);
    expect(await damagedIn(page)).not.toBe(whole);
    const figures = ((await page.locator('[data-off]').textContent()) ?? '').match(/\d+/gu);
    const [, , damaged, restored] = figures!.map(Number);
    expect(restored).toBeLessThan(damaged!);
    expect(complaints).toEqual([]);
  });

  it('is of four kinds, and is drawn again with another seed on demand', async () => {
    const { page, complaints } = await openDraw();
    const seen = new Set([await damagedIn(page)]);
    for (const kind of ['Salt and pepper', 'Blocks', 'Blur', 'Gaussian noise']) {
      const before = await damagedIn(page);
      await page.getByRole('radio', { name: kind }).check({ force: true });
      await expect.poll(() => damagedIn(page)).not.toBe(before);
      seen.add(await damagedIn(page));
    }
    expect(seen.size).toBe(4);
    const before = await damagedIn(page);
    await page.getByRole('button', { name: 'Damage again' }).click();
    await expect.poll(() => damagedIn(page)).not.toBe(before);
    expect(complaints).toEqual([]);
  });

  it('is restored differently by a network that knows only clothes', async () => {
    const { page, complaints } = await openDraw();
    const [reconstruction, damaged] = [await reconstructionOf(page), await damagedIn(page)];
    await page.getByRole('button', { name: 'Hand it to the clothes network' }).click();
    await expect.poll(() => reconstructionOf(page)).not.toBe(reconstruction);
    expect(await page.getByText('Mended by a network that knows only clothes').count()).not.toBe(0);
    expect(await damagedIn(page)).toBe(damaged);
    await page.getByRole('button', { name: 'Back to the digits network' }).click();
    await expect.poll(() => reconstructionOf(page)).toBe(reconstruction);
    expect(complaints).toEqual([]);
  });
});

describe('the enlargement', () => {
  it('has a divider that keys and mouse move, and three pictures to compare with', async () => {
    const { page, complaints } = await openDraw();
    const divided = page.locator('[data-divided="enlarge-help"]');
    const plate = '[data-divided="enlarge-help"] canvas';
    const enlargement = page.getByRole('region', { name: 'Small, and large again' });
    await divided.scrollIntoViewIfNeeded();
    await expect.poll(() => divided.getAttribute('data-ready')).toBe('true');
    const divider = page.getByRole('slider', { name: 'Divider between before and after' });
    const before = await pictureOf(page, plate);
    await divider.focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => pictureOf(page, plate)).not.toBe(before);
    expect(await divider.inputValue()).toBe('0.51');
    const { x, y, width, height } = (await divided.boundingBox())!;
    await page.mouse.click(x + width / 4, y + height / 2);
    expect(Math.abs(Number(await divider.inputValue()) - 0.25)).toBeLessThan(0.03);
    for (const name of ['Interpolated', 'Original', 'Shrunk', '14 × 14 pixels']) {
      const was = await pictureOf(page, plate);
      await enlargement.getByRole('radio', { name }).check({ force: true });
      await expect.poll(() => pictureOf(page, plate)).not.toBe(was);
    }
    expect(complaints).toEqual([]);
  });
});

describe('the map of encoded digits', () => {
  it('shows the three points, also in words, and links to the Explore scene with the drawing', async () => {
    const { page, complaints } = await openDraw();
    await draw(page, zero);
    await page.locator('[data-map]').scrollIntoViewIfNeeded();
    const places = page.locator('[data-encoded] li');
    await expect.poll(() => places.count()).toBe(3);
    await expect
      .poll(() => places.first().textContent())
      .toMatch(/As it was(?:Nearest: |Far from )/u);
    await page.getByRole('link', { name: 'Go there in Explore' }).click();
    await page.waitForURL('**/en/#at=*');
    await untilAlive(page);
    await expect.poll(() => page.locator('[data-encoded]').count()).toBe(1);
    expect(complaints).toEqual([]);
  });
});
