/**
 * What holds for everybody, whatever their screen, scheme and language. Each scene is opened once for it, then resized and
 * recoloured as its visitor may do: a fresh page for every size would take most of a suite's time.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { cutOff, looks, violationsOf } from './browser';

export interface SceneForEverybody {
  /** @returns a page that shows all the scene has. */
  readonly open: (locale: 'en' | 'nb') => Promise<Page>;
  /** In pixels, at which nothing may stand out of the window. */
  readonly widths: readonly number[];
  /** What a visitor opens in the scene, by its name: looked at too, one after the other. */
  readonly opened?: Readonly<Record<string, (page: Page) => Promise<void>>>;
}

export function holdsForEverybody({ open, widths, opened = {} }: SceneForEverybody): void {
  describe('in both schemes, on a phone and on a desktop', () => {
    const page = keepPage(() => open('en'));
    const nothing = (): Promise<void> => Promise.resolve();
    const states: SceneForEverybody['opened'] = { 'as it comes': nothing, ...opened };
    describe.each(Object.entries(states))('%s', (_, reach) => {
      beforeAll(() => reach(page()));

      it.each(looks)('axe finds nothing, $colorScheme, $viewport.width wide', async (look) => {
        await page().emulateMedia({ colorScheme: look.colorScheme, reducedMotion: 'reduce' });
        await resize(page(), look.viewport);
        expect(await violationsOf(page())).toEqual([]);
      });
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

/** A page for all tests of a group. */
function keepPage(open: () => Promise<Page>): () => Page {
  let page: Page | undefined;
  beforeAll(async () => {
    page = await open();
  });
  afterAll(() => page?.context().close());
  return () => page!;
}

/** Resolves when the page has been laid out and painted anew. */
async function resize(page: Page, size: { width: number; height: number }): Promise<void> {
  await page.setViewportSize(size);
  await page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
  );
}
