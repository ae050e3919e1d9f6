import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { visit } from './browser';
import { keepSite, site } from './site';

keepSite();

/** The picture that the README shows first. `SPEIL_PICTURES=write` renews it. */
const file = path.join(import.meta.dirname, '../../../docs/images/train.png');
const epochs = 6;
/** Mean difference of two pictures' values: fonts and the last bits of a training differ between machines. */
const tolerance = 8;

describe('the README', () => {
  it('shows the Train scene as it is', { timeout: 120_000 }, async () => {
    const { page } = await visit(site, {
      viewport: { width: 1280, height: 848 },
      reducedMotion: 'reduce',
      colorScheme: 'light',
    });
    await page.goto(`${site.url}/en/train/`);
    await page.locator('[data-manifold="0"]').waitFor();
    const status = page.locator('[data-status]');
    for (let epoch = 1; epoch <= epochs; epoch++) {
      await page.getByRole('button', { name: 'One epoch', exact: true }).click();
      await expect.poll(() => status.textContent()).toContain(`Epoch ${epoch}, step ${71 * epoch}`);
      await expect.poll(() => status.getAttribute('data-status')).toBe('paused');
    }
    await page.locator(`[data-manifold="${71 * epochs}"]`).waitFor();
    await page.locator('#training').scrollIntoViewIfNeeded();
    await page.evaluate(() => {
      document.getElementById('training')!.scrollIntoView();
    });
    const shot = await page.screenshot();
    if (process.env['SPEIL_PICTURES'] === 'write') {
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, shot);
    }
    const [shown, now] = [decode(await readFile(file)), decode(shot)];
    expect([shown.width, shown.height]).toEqual([now.width, now.height]);
    let difference = 0;
    for (let i = 0; i < now.data.length; i++) difference += Math.abs(now.data[i]! - shown.data[i]!);
    expect(difference / now.data.length).toBeLessThan(tolerance);
  });
});
