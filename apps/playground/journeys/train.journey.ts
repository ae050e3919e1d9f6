import { buffer } from 'node:stream/consumers';
import { fromFiles, readModel } from '@speil/core';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { holdsForEverybody } from './everybody';
import { keepSite } from './site';
import { button, openTrain, plane, untilShown } from './train';

keepSite();

async function open(fragment = '', options: BrowserContextOptions = {}, locale = 'en') {
  const visited = await openTrain(fragment, options, locale);
  await untilShown(visited.page, 0);
  return visited;
}

const stepOf = async (page: Page): Promise<number> =>
  Number(await page.locator('[data-manifold]').getAttribute('data-manifold'));
const status = (page: Page) => page.locator('[data-status]').getAttribute('data-status');

describe('training in the page', () => {
  it('learns, pauses, and goes back to any kept moment', async () => {
    const { page, complaints } = await open();
    const untrained = await plane(page);
    await button(page, 'Play: train').click();
    await expect.poll(() => stepOf(page), { timeout: 60_000 }).toBeGreaterThan(80);
    await button(page, 'Pause').click();
    await expect.poll(() => status(page)).toBe('paused');
    const trained = await plane(page);
    expect(trained).not.toBe(untrained);
    const slider = page.getByRole('slider', { name: /^Shown/u });
    await slider.press('Home');
    await untilShown(page, 0);
    expect(await plane(page)).toBe(untrained);
    await button(page, 'Newest').click();
    await expect.poll(() => plane(page)).toBe(trained);
    expect(complaints).toEqual([]);
  });

  it('does one epoch, gives advice, and gives the same curve for the same link', async () => {
    const validation = async (): Promise<string> => {
      const { page } = await open('#batch=512&seed=7');
      await button(page, 'One epoch').click();
      const where = page.locator('[data-validation]');
      await expect
        .poll(() => where.getAttribute('data-validation'), { timeout: 60_000 })
        .not.toBe('');
      await expect.poll(() => status(page)).toBe('paused');
      expect(await page.locator('[data-diagnosis]').getAttribute('data-diagnosis')).toBe('fine');
      return (await where.getAttribute('data-validation'))!;
    };
    const first = await validation();
    expect(Number(first)).toBeLessThan(300);
    expect(await validation()).toBe(first);
  });

  it('goes on from a kept moment with other settings', async () => {
    const { page, complaints } = await open('#batch=512');
    await button(page, 'One epoch').click();
    await page.locator('[data-diagnosis="fine"]').waitFor({ timeout: 60_000 });
    await button(page, 'One epoch').click();
    await expect.poll(() => stepOf(page), { timeout: 60_000 }).toBeGreaterThanOrEqual(20);
    await page.getByRole('slider', { name: /^Shown/u }).press('Home');
    await untilShown(page, 0);
    await button(page, 'Go on from here').click();
    await expect.poll(() => page.locator('[data-status]').textContent()).toContain('step 0');
    await button(page, 'One epoch').click();
    await page.locator('[data-diagnosis="fine"]').waitFor({ timeout: 60_000 });
    expect(complaints).toEqual([]);
  });

  it('saves a model folder that Speil reads', async () => {
    const { page } = await open('#batch=512');
    await button(page, 'One step').click();
    await expect.poll(() => page.locator('[data-status]').textContent()).toContain('step 1');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      button(page, 'Save the model').click(),
    ]);
    const files = unzipSync(new Uint8Array(await buffer(await download.createReadStream())));
    const folder = Object.fromEntries(
      Object.entries(files).map(([name, bytes]) => [name.replace('speil-model/', ''), bytes]),
    );
    const { file, variables } = await readModel(fromFiles('downloaded', folder));
    expect(file.training).toMatchObject({ steps: 1, dataset: { size: 9000 } });
    expect(Object.keys(variables).length).toBeGreaterThan(0);
  });

  it('is steered while it trains, and begins anew with another model', async () => {
    const { page } = await open();
    await button(page, 'One step').click();
    await expect.poll(() => page.locator('[data-status]').textContent()).toContain('step 1');
    await page.getByRole('slider', { name: /weight of the KL/u }).press('ArrowRight');
    await expect.poll(() => page.url()).toContain('#beta=2');
    await button(page, 'One step').click();
    await expect.poll(() => page.locator('[data-status]').textContent()).toContain('step 2');
    await page.getByRole('radio', { name: 'Autoencoder' }).check({ force: true });
    await expect.poll(() => page.locator('[data-status]').textContent()).toContain('step 0');
    await expect.poll(() => page.url()).toContain('model=ae');
  });
});

describe('the scene', () => {
  holdsForEverybody({
    open: async (locale) => (await open('', {}, locale)).page,
    widths: [320, 360, 768, 1024, 1440],
    opened: {
      'while it trains': async (page) => {
        await button(page, 'One epoch').click();
        await page.locator('[data-diagnosis="fine"]').waitFor({ timeout: 60_000 });
      },
    },
  });
});
