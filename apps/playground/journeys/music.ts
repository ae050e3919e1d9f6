/** Opens a scene of music, and records what it plays. */
import type { BrowserContextOptions, Page } from 'playwright-core';
import { placeOn, visit } from './browser';
import type { Site, Visit } from './browser';

export const musicScenes = ['beats', 'melodies'] as const;
export type MusicScene = (typeof musicScenes)[number];

/** A voice that was started: when it sounds, and when it was scheduled, in seconds of the audio clock. */
export interface Started {
  readonly when: number;
  readonly now: number;
}

export async function openMusic(
  site: Site,
  scene: MusicScene,
  fragment = '',
  options: BrowserContextOptions = {},
  locale = 'en',
): Promise<Visit> {
  const visited = await visit(site, { reducedMotion: 'reduce', ...options });
  await listen(visited.page);
  await visited.page.goto(`${site.url}/${locale}/${scene}/${fragment}`);
  await untilDecoded(visited.page);
  return visited;
}

export async function untilDecoded(page: Page): Promise<void> {
  await page.waitForSelector('#pad[data-alive="true"]');
}

/** Records every sample that the page starts, and every audio context. */
async function listen(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const heard: Started[] = [];
    const contexts: AudioContext[] = [];
    Object.assign(window, { heard, contexts });
    const start: (...args: number[]) => void = Reflect.get(
      AudioBufferSourceNode.prototype,
      'start',
    );
    AudioBufferSourceNode.prototype.start = function (when = 0, ...rest) {
      heard.push({ when, now: this.context.currentTime });
      Reflect.apply(start, this, [when, ...rest]);
    };
    const Native = AudioContext;
    window.AudioContext = class extends Native {
      constructor(options?: AudioContextOptions) {
        super(options);
        contexts.push(this);
      }
    };
  });
}

export const heardIn = (page: Page): Promise<readonly Started[]> =>
  page.evaluate(() => (window as unknown as { heard: Started[] }).heard);

export const contextsIn = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    (window as unknown as { contexts: AudioContext[] }).contexts.map(({ state }) => state),
  );

/** @returns a picture of the pad as a data URL: equal strings mean equal patterns and the puck at the same point. */
export const tilesOf = (page: Page): Promise<string> =>
  page
    .locator('#pad canvas')
    .first()
    .evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());

export const rollOf = (page: Page): Promise<string> =>
  page.locator('[data-roll] canvas').evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());

/** Drags over the pad. Points are shares of its width and height. */
export async function dragOver(
  page: Page,
  places: readonly (readonly [number, number])[],
): Promise<void> {
  for (const [i, share] of places.entries()) {
    const { x, y } = await placeOn(page, '#pad', share);
    await page.mouse.move(x, y, { steps: i === 0 ? 1 : 6 });
    if (i === 0) await page.mouse.down();
  }
  await page.mouse.up();
}
