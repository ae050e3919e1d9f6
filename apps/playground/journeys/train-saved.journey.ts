import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { visit } from './browser';
import { keepSite, site } from './site';

keepSite();

const settings = '#batch=512&seed=7';
const address = (fragment = settings): string => `${site.url}/en/train/${fragment}`;
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const status = (page: Page) => page.locator('[data-status]').getAttribute('data-status');
const notice = (page: Page, text: RegExp) => page.getByText(text).waitFor({ timeout: 10_000 });

async function open(fragment?: string) {
  const visited = await visit(site, { reducedMotion: 'reduce' });
  await visited.page.goto(address(fragment));
  await visited.page.locator('[data-manifold="0"]').waitFor();
  return visited;
}

/** Trains an epoch, and pauses. @returns the loss of held-out pictures, to the last bit. */
async function oneEpoch(page: Page): Promise<string> {
  const validation = () => page.locator('[data-validation]').getAttribute('data-validation');
  const before = await validation();
  await button(page, 'One epoch').click();
  await expect.poll(validation, { timeout: 60_000 }).not.toBe(before);
  await expect.poll(() => status(page)).toBe('paused');
  return (await validation())!;
}

/** The step up to which the device keeps the training that was left. */
const stepLeft = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open('speil-train');
        opening.onerror = () => {
          reject(new Error('no database'));
        };
        opening.onsuccess = () => {
          const read = opening.result.transaction('summaries').objectStore('summaries').get('');
          read.onsuccess = () => {
            opening.result.close();
            resolve((read.result as { step: number } | undefined)?.step ?? 0);
          };
        };
      }),
  );

/** The losses of a training that nothing interrupts, after its first and its second epoch. */
let undisturbed: Promise<readonly [string, string]> | undefined;
const expected = (): Promise<readonly [string, string]> =>
  (undisturbed ??= open().then(async ({ page }) => [await oneEpoch(page), await oneEpoch(page)]));

describe('a training that is saved', () => {
  it('goes on after a reload, to the same bits', async () => {
    const [first, second] = await expected();
    const { page, complaints } = await open();
    expect(await oneEpoch(page)).toBe(first);
    await expect.poll(() => stepLeft(page), { timeout: 20_000 }).toBe(18);
    await page.reload();
    await page.locator('[data-left="18"]').waitFor();
    await page.locator('[data-manifold="0"]').waitFor();
    await button(page, 'Go on with it').click();
    await page.locator('[data-left]').waitFor({ state: 'detached' });
    await expect.poll(() => status(page)).toBe('paused');
    await expect.poll(() => page.locator('[data-status]').textContent()).toContain('step 18');
    expect(await oneEpoch(page)).toBe(second);
    // The curves and the scrubber reach back to the first step.
    await page.getByRole('slider', { name: /^Shown/u }).press('Home');
    await page.locator('[data-manifold="0"]').waitFor();
    expect(complaints).toEqual([]);
  });

  it('is opened by its name, with its settings, and removed', async () => {
    const [first, second] = await expected();
    const { page } = await open();
    expect(await oneEpoch(page)).toBe(first);
    for (const saved of ['Mine', 'Mine (2)']) {
      await page.getByLabel('Name').fill('Mine');
      await button(page, 'Save on this device').click();
      await button(page, `Open ${saved}`).waitFor();
    }
    await page.goto(address(''));
    await page.reload();
    await page.locator('[data-manifold="0"]').waitFor();
    await button(page, 'Open Mine').click();
    await expect.poll(() => page.url()).toContain('seed=7');
    await expect.poll(() => page.locator('[data-status]').textContent()).toContain('step 18');
    await expect.poll(() => status(page)).toBe('paused');
    expect(await oneEpoch(page)).toBe(second);
    await button(page, 'Remove Mine').click();
    await button(page, 'Open Mine').waitFor({ state: 'detached' });
    await button(page, 'Open Mine (2)').waitFor();
  });

  it('goes on from its file in another browser', async () => {
    const [first, second] = await expected();
    const { page } = await open();
    expect(await oneEpoch(page)).toBe(first);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      button(page, 'Save the model').click(),
    ]);
    const zip = await buffer(await download.createReadStream());
    const other = (await open('')).page;
    await other
      .locator('input[data-file][accept^=".zip"]')
      .setInputFiles({ name: 'mine.zip', mimeType: 'application/zip', buffer: zip });
    await expect.poll(() => other.url()).toContain('seed=7');
    await expect.poll(() => other.locator('[data-status]').textContent()).toContain('step 18');
    await expect.poll(() => status(other)).toBe('paused');
    expect(await oneEpoch(other)).toBe(second);
  });

  it('is not touched by a file that is none', async () => {
    const { page, complaints } = await open();
    const steps = () => page.locator('[data-status]').textContent();
    await button(page, 'One step').click();
    await expect.poll(steps).toContain('step 1');
    const folder = path.join(import.meta.dirname, '../../../packages/models/mnist-ae-2d');
    const names = (await readdir(folder)).filter((name) =>
      /^(model\.json|.*\.safetensors)$/u.test(name),
    );
    const files = await Promise.all(
      names.map(async (name) => [name, new Uint8Array(await readFile(path.join(folder, name)))]),
    );
    for (const bytes of [new TextEncoder().encode('no zip'), zipSync(Object.fromEntries(files))]) {
      await page.locator('input[data-file][accept^=".zip"]').setInputFiles({
        name: 'other.zip',
        mimeType: 'application/zip',
        buffer: Buffer.from(bytes),
      });
      await notice(page, /^other\.zip is no model of this page/u);
      expect(await steps()).toContain('step 1');
      await page.getByText(/^other\.zip is no model/u).waitFor({ state: 'detached' });
    }
    expect(complaints).toEqual([]);
  });
});
