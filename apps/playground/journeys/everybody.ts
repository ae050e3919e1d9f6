/**
 * Checks a scene on all screens, in both colour schemes and in all languages. A scene is opened once and then resized
 * and recoloured, since a new page for every size would take most of the suite's time.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { cutOff, looks, violationsOf } from './browser';

export interface SceneForEverybody {
  /** @returns a page on which every part of the scene is visible. */
  readonly open: (locale: 'en' | 'nb') => Promise<Page>;
  /** Widths in pixels at which nothing may extend beyond the window. */
  readonly widths: readonly number[];
  /** Further states of the scene, by name. They are checked one after the other. */
  readonly opened?: Readonly<Record<string, (page: Page) => Promise<void>>>;
}

export function holdsForEverybody({ open, widths, opened = {} }: SceneForEverybody): void {
  describe('in both schemes, on a phone and on a desktop', () => {
    const page = keepPage(() => open('en'));
    const nothing = (): Promise<void> => Promise.resolve();
    const states: SceneForEverybody['opened'] = { 'as it comes': nothing, ...opened };
    describe.each(Object.entries(states))('%s', (_, reach) => {
      beforeAll(() => reach(page()));

      it.each(looks)(
        'axe finds nothing in the $colorScheme scheme, $viewport.width pixels wide',
        async (look) => {
          await page().emulateMedia({ colorScheme: look.colorScheme, reducedMotion: 'reduce' });
          await resize(page(), look.viewport);
          expect(await violationsOf(page())).toEqual([]);
        },
      );
    });
  });

  describe('in bokmål', () => {
    const page = keepPage(() => open('nb'));

    it.each(widths)('nothing is cut off at %i pixels', async (width) => {
      await resize(page(), { width, height: 800 });
      expect(await cutOff(page())).toEqual([]);
    });
  });
}

/** Opens a page for all tests of a group. */
function keepPage(open: () => Promise<Page>): () => Page {
  let page: Page | undefined;
  beforeAll(async () => {
    page = await open();
  });
  afterAll(() => page?.context().close());
  return () => page!;
}

/** Resolves when the page has been laid out and painted again. */
async function resize(page: Page, size: { width: number; height: number }): Promise<void> {
  await page.setViewportSize(size);
  await page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
  );
}
