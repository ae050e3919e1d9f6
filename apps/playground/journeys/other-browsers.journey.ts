/**
 * In WebKit and Firefox every scene loads, draws and plays. Details are tested in Chromium. These tests cover what
 * differs between browsers: workers, wasm, pointers, canvas, sound.
 */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outFolder, startServer } from './browser';
import { firefox } from './browsers/firefox';
import type { Place, Tab } from './browsers/tab';
import { webkit } from './browsers/webkit';

describe('the worker', () => {
  it('starts from a file that no chunk imports', () => {
    const folder = path.join(outFolder, 'workers');
    const chunks = readdirSync(folder).filter((name) => name.endsWith('.js'));
    expect(chunks).toContain('model.js');
    const importers = chunks.filter((name) =>
      /["'`]\.\/model\.js["'`]/u.test(readFileSync(path.join(folder, name), 'utf8')),
    );
    expect(importers).toEqual([]);
  });
});

describe.each([webkit, firefox])('in $name', (browser) => {
  const missing = browser.missing();
  if (missing !== undefined) {
    it.skip(`every scene loads, draws and plays (${missing})`);
    return;
  }
  let tab: Tab;
  let site: Awaited<ReturnType<typeof startServer>>;
  let close: () => Promise<void>;
  beforeAll(async () => {
    site = await startServer();
    ({ tab, close } = await browser.open());
  });
  afterAll(async () => {
    await close();
    await site.stop();
  });

  /** Opens a scene, and waits until its model has decoded something. */
  async function open(scene: string): Promise<void> {
    await tab.goto(`${site.url}/en/${scene}`);
    await expect
      .poll(
        () =>
          tab.evaluate(() => ({
            failure: document.querySelector('main [role="alert"]')?.textContent ?? '',
            alive: document.querySelector('[data-alive="true"]') !== null,
          })),
        { timeout: 60_000 },
      )
      .toEqual({ failure: '', alive: true });
  }

  /** @returns the picture of a canvas as a data URL: equal strings mean equal pictures. */
  const pictureOf = (selector: string): Promise<string> =>
    tab.evaluate(
      (wanted) => document.querySelector<HTMLCanvasElement>(wanted)!.toDataURL(),
      selector,
    );

  /**
   * @returns points on an element in CSS pixels, given as shares of its width and height. Scrolls to the element first.
   */
  function placesOn(
    selector: string,
    shares: readonly (readonly [number, number])[],
  ): Promise<Place[]> {
    return tab.evaluate(
      (given) => {
        const element = document.querySelector(given.selector)!;
        element.scrollIntoView({ block: 'center', behavior: 'instant' });
        const { left, top, width, height } = element.getBoundingClientRect();
        return given.shares.map(([across, down]) => ({
          x: left + across * width,
          y: top + down * height,
        }));
      },
      { selector, shares },
    );
  }

  const across = [
    [0.5, 0.5],
    [0.4, 0.4],
    [0.3, 0.3],
    [0.3, 0.25],
  ] as const;

  /** A stroke that looks like a 1. */
  const stroke = Array.from({ length: 9 }, (_, i) => [0.5, 0.2 + 0.07 * i] as const);

  it('a drag over the plane decodes other digits, and a drawing is encoded', async () => {
    await open('');
    const before = await pictureOf('[data-reconstruction] canvas');
    await tab.drag(await placesOn('#plane', across));
    await expect.poll(() => pictureOf('[data-reconstruction] canvas')).not.toBe(before);
    const empty = await pictureOf('[data-pad] canvas');
    await tab.drag(await placesOn('[data-pad]', stroke));
    await expect.poll(() => pictureOf('[data-pad] canvas')).not.toBe(empty);
  });

  it('a drawn digit is corrupted and denoised', async () => {
    await open('draw/');
    const before = await pictureOf('[data-reconstruction] canvas');
    await tab.drag(await placesOn('[data-pad]', stroke));
    await expect.poll(() => pictureOf('[data-reconstruction] canvas')).not.toBe(before);
  });

  it('all five models decode the same point', async () => {
    await open('compare/');
    const pictures = (): Promise<readonly string[]> =>
      tab.evaluate(() =>
        Array.from(
          document.querySelectorAll<HTMLCanvasElement>('[data-reconstruction] canvas'),
          (canvas) => canvas.toDataURL(),
        ),
      );
    const before = await pictures();
    expect(before).toHaveLength(5);
    await tab.drag(await placesOn('[data-plane]', across));
    await expect
      .poll(async () => (await pictures()).filter((picture, i) => picture !== before[i]).length)
      .toBe(5);
  });

  it.each(['beats/', 'melodies/'])('%s plays the pattern under the puck', async (scene) => {
    await open(scene);
    await tab.evaluate(() => {
      const heard: number[] = [];
      Object.assign(window, { heard });
      const start: (...args: number[]) => void = Reflect.get(
        AudioBufferSourceNode.prototype,
        'start',
      );
      AudioBufferSourceNode.prototype.start = function (...args: number[]) {
        heard.push(this.context.currentTime);
        Reflect.apply(start, this, args);
      };
    });
    await tab.drag(await placesOn('#pad', across));
    // The clock of the sound advances, and notes are started meanwhile.
    await expect
      .poll(() =>
        tab.evaluate(() => {
          const { heard } = window as unknown as { heard: number[] };
          return new Set(heard.filter((at) => at > 0)).size;
        }),
      )
      .toBeGreaterThan(5);
  });
});
