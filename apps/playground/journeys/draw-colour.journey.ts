import { encode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { damagedIn, openDraw, pictureOf } from './draw';
import { keepSite } from './site';

keepSite();

describe('the colour picture', () => {
  const plate = '[data-divided="colour-help"] canvas';
  /** A photo in which every pixel has another colour. */
  const photo = Buffer.from(
    encode({
      ...{ width: 90, height: 60, channels: 3, depth: 8 },
      data: Uint8Array.from({ length: 90 * 60 * 3 }, (_, i) => (i * 7) % 251),
    }),
  );
  async function openColour(fragment = '') {
    const visited = await openDraw(fragment);
    const { page } = visited;
    const divided = page.locator('[data-divided="colour-help"]');
    await divided.scrollIntoViewIfNeeded();
    await expect.poll(() => divided.getAttribute('data-ready'), { timeout: 20_000 }).toBe('true');
    return { ...visited, section: page.locator('[data-colour]') };
  }

  it('is a rendered scene, which five networks restore or encode', async () => {
    const { page, complaints, section } = await openColour();
    const errors = async (): Promise<number[]> =>
      ((await section.textContent()) ?? '').match(/(?<=error )[\d.]+/gu)?.map(Number) ?? [];
    // The network's error is below the interpolation's.
    const [interpolated, network] = await errors();
    expect(network).toBeLessThan(interpolated!);
    const seen = new Set([await pictureOf(page, plate)]);
    for (const name of ['Twice the size', 'Without noise', '24 numbers', '64 indices']) {
      const was = await pictureOf(page, plate);
      await section.getByRole('radio', { name }).check({ force: true });
      await expect.poll(() => pictureOf(page, plate), { timeout: 20_000 }).not.toBe(was);
      seen.add(await pictureOf(page, plate));
      expect((await errors()).at(-1)).toBeLessThan(12);
    }
    expect(seen.size).toBe(5);
    await section.getByRole('button', { name: 'Another scene' }).click();
    await expect.poll(() => pictureOf(page, plate)).not.toBe([...seen].at(-1));
    await expect.poll(() => page.url()).toContain('scene=1&task=vqVae');
    expect(complaints).toEqual([]);
  });

  it('may be a file that is chosen or dropped on the section; the digit stays, and undo brings the scene back', async () => {
    const { page, complaints, section } = await openColour();
    const [scene, digit] = [await pictureOf(page, plate), await damagedIn(page)];
    await page
      .locator('[data-colour] [data-file]')
      .setInputFiles({ name: 'photo.png', mimeType: 'image/png', buffer: photo });
    await expect.poll(() => pictureOf(page, plate)).not.toBe(scene);
    const own = await pictureOf(page, plate);
    expect(await damagedIn(page)).toBe(digit);
    await page.keyboard.press('Control+z');
    await expect.poll(() => pictureOf(page, plate)).toBe(scene);
    const data = await page.evaluateHandle((base64) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const transfer = new DataTransfer();
      transfer.items.add(new File([bytes], 'photo.png', { type: 'image/png' }));
      return transfer;
    }, photo.toString('base64'));
    await section.dispatchEvent('dragover', { dataTransfer: data });
    await expect.poll(() => section.getByText('Drop the picture here').count()).toBe(1);
    await section.dispatchEvent('drop', { dataTransfer: data });
    await expect.poll(() => pictureOf(page, plate)).toBe(own);
    expect(await damagedIn(page)).toBe(digit);
    await section.getByRole('button', { name: 'Back to the scenes' }).click();
    await expect.poll(() => pictureOf(page, plate)).toBe(scene);
    expect(complaints).toEqual([]);
  });

  it('that cannot be read gives one clear notice, and the last one stays', async () => {
    const { page, section } = await openColour('#scene=5');
    const scene = await pictureOf(page, plate);
    await page
      .locator('[data-colour] [data-file]')
      .setInputFiles({ name: 'photo.png', mimeType: 'image/png', buffer: photo.subarray(0, 100) });
    await expect.poll(() => page.getByText('could not be read').count()).toBe(1);
    expect(await pictureOf(page, plate)).toBe(scene);
    expect(await section.getByRole('button', { name: 'Another scene' }).count()).toBe(1);
  });
});
