/**
 * Browsers that lack something, and insecure contexts: plain http to a machine in the classroom, older versions of
 * Safari, WebAssembly or storage switched off. The page works without the missing part, or says what is missing.
 */
import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { reconstructionOf, placeOn, untilAlive, visit } from './browser';
import { tilesOf, untilDecoded } from './music';
import { draw, zero } from './pen';
import { keepSite, site } from './site';

keepSite();

/** Removes an interface of the browser from all pages that are opened from now on. */
async function without(page: Page, ...names: readonly string[]): Promise<void> {
  await page.addInitScript((paths) => {
    for (const path of paths) {
      const parts = path.split('.');
      const last = parts.pop()!;
      const owner = parts.reduce<object | undefined>(
        (object, part) => Reflect.get(object ?? {}, part) as object | undefined,
        window,
      );
      if (owner === undefined) continue;
      // Otherwise a journey could pass while the interface is still there.
      if (!Reflect.deleteProperty(owner, last) || last in owner) {
        throw new Error(`${path} could not be removed.`);
      }
    }
  }, names);
}

/** Removes a global of the language from the worker. */
async function withoutInWorker(page: Page, name: string): Promise<void> {
  const removal = `delete globalThis.${name}; if ('${name}' in globalThis) throw new Error('${name} is still there.');`;
  await page.route('**/workers/removal.js', (route) =>
    route.fulfill({ contentType: 'text/javascript', body: removal }),
  );
  await page.route('**/workers/model.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `import './removal.js';\n${await response.text()}` });
  });
}

async function dragOverPlane(page: Page): Promise<void> {
  const start = await placeOn(page, '#plane', [0.5, 0.5]);
  const end = await placeOn(page, '#plane', [0.25, 0.3]);
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(end.x, end.y, { steps: 4 });
  await page.mouse.up();
}

/** Checks that Explore and its pad, Draw, and a scene of music work. */
async function expectAllWorks(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/en/`);
  await untilAlive(page);
  let reconstruction = await reconstructionOf(page);
  await dragOverPlane(page);
  await expect.poll(() => reconstructionOf(page)).not.toBe(reconstruction);
  await page.goto(`${url}/en/draw/`);
  await untilAlive(page);
  reconstruction = await reconstructionOf(page);
  await draw(page, zero);
  await expect.poll(() => reconstructionOf(page)).not.toBe(reconstruction);
  await page.goto(`${url}/en/beats/`);
  await untilDecoded(page);
  const tiles = await tilesOf(page);
  await page.locator('#pad').press('Shift+ArrowLeft');
  await expect.poll(() => tilesOf(page)).not.toBe(tiles);
}

describe('the page still works', () => {
  it('by plain http from another machine in the local network', async () => {
    const { page, complaints } = await visit(site, { reducedMotion: 'reduce' });
    await expectAllWorks(page, site.lanUrl);
    expect(await page.evaluate(() => isSecureContext)).toBe(false);
    // The browser ignores this header of the server outside of a secure context.
    const unexpected = complaints.filter((text) => !text.includes('Cross-Origin-Opener-Policy'));
    expect(unexpected).toEqual([]);
  });

  it.each([
    ['coalesced events, as in Safari before 18.2', ['PointerEvent.prototype.getCoalescedEvents']],
    ['a clipboard and sharing', ['Navigator.prototype.clipboard', 'Navigator.prototype.share']],
    ['a service worker and caches', ['Navigator.prototype.serviceWorker', 'caches']],
    ['OffscreenCanvas and shared memory', ['OffscreenCanvas', 'SharedArrayBuffer']],
    ['storage', ['localStorage', 'sessionStorage', 'indexedDB']],
  ])('without %s', async (_, names) => {
    const { page, complaints } = await visit(site, { reducedMotion: 'reduce' });
    await without(page, ...names);
    await expectAllWorks(page, site.url);
    expect(complaints).toEqual([]);
  });

  it('without WebAssembly, more slowly', async () => {
    const { page, complaints } = await visit(site, { reducedMotion: 'reduce' });
    await without(page, 'WebAssembly');
    await withoutInWorker(page, 'WebAssembly');
    await expectAllWorks(page, site.url);
    expect(complaints).toEqual([]);
  });
});

describe('the page says what is missing', () => {
  it.each(['', 'draw/', 'compare/', 'beats/', 'melodies/'])(
    'without workers, in /en/%s, and does not blame the connection',
    async (scene) => {
      const { page, complaints } = await visit(site, { reducedMotion: 'reduce' });
      await without(page, 'Worker');
      await page.goto(`${site.url}/en/${scene}`);
      const alert = page.locator('main [role="alert"]').first();
      await expect.poll(() => alert.textContent()).toContain('This browser has no web workers');
      expect(await page.locator('main').textContent()).not.toContain('connection');
      expect(complaints).toEqual([]);
    },
  );

  it('without Web Audio, and the notes are still shown', async () => {
    const { page, complaints } = await visit(site, { reducedMotion: 'reduce' });
    await without(page, 'AudioContext', 'webkitAudioContext');
    await page.goto(`${site.url}/en/beats/`);
    await untilDecoded(page);
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await expect
      .poll(() => page.locator('p[role="status"]').textContent())
      .toContain('This browser has no Web Audio');
    expect(await page.locator('[data-playing]').getAttribute('data-playing')).toBe('false');
    expect(complaints).toEqual([]);
  });

  it('where the audio context never runs, as on a machine without a sound device', async () => {
    const { page } = await visit(site, { reducedMotion: 'reduce' });
    await page.addInitScript(() => {
      AudioContext.prototype.resume = () => new Promise<void>(() => undefined);
      Object.defineProperty(BaseAudioContext.prototype, 'state', { get: () => 'suspended' });
    });
    await page.goto(`${site.url}/en/beats/`);
    await untilDecoded(page);
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await expect
      .poll(() => page.locator('p[role="status"]').textContent())
      .toContain('No sound comes out');
  });
});
