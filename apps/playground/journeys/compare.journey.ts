import { describe, expect, it } from 'vitest';
import {
  cutOff,
  looks,
  phone,
  placeOn,
  tooSmall,
  untilAlive,
  violationsOf,
  visit,
} from './browser';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { keepSite, site } from './site';

keepSite();

const planes = ['pca', 'ae', 'vae', 'beta', 'told'] as const;
type Plane = (typeof planes)[number];

async function open(fragment = '', options: BrowserContextOptions = {}, locale = 'en') {
  const visited = await visit(site, { reducedMotion: 'reduce', ...options });
  await visited.page.goto(`${site.url}/${locale}/compare/${fragment}`);
  await untilAllAlive(visited.page);
  return visited;
}

const untilAllAlive = async (page: Page): Promise<void> => {
  await page.waitForFunction(() => document.querySelectorAll('[data-alive="true"]').length === 5);
};

/** What a model draws: equal texts, equal digits. */
const drawnBy = (page: Page, plane: Plane): Promise<string> =>
  page
    .locator(`[data-column="${plane}"] [data-glass] canvas`)
    .evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());

const allDrawn = (page: Page): Promise<readonly string[]> =>
  Promise.all(planes.map((plane) => drawnBy(page, plane)));

const verdicts = (page: Page): Promise<readonly string[]> =>
  page.locator('[data-verdict]').allTextContents();

/** Which of the five draw something else than before. */
async function changed(page: Page, before: readonly string[]): Promise<readonly Plane[]> {
  const now = await allDrawn(page);
  return planes.filter((_, i) => now[i] !== before[i]);
}

describe('one cursor', () => {
  it('moves in all five planes when it is dragged in one', async () => {
    const { page, complaints } = await open();
    const before = await allDrawn(page);
    const from = await placeOn(page, '[data-plane="ae"]', [0.5, 0.5]);
    const to = await placeOn(page, '[data-plane="ae"]', [0.75, 0.3]);
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(to.x, to.y, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => changed(page, before)).toEqual(planes);
    await expect.poll(() => page.url()).toMatch(/#at=0\.5\d*,0\.4\d*$/u);
    expect(complaints).toEqual([]);
  });

  it('is moved by keys, and what all draw is said aloud', async () => {
    const { page } = await open();
    const before = await allDrawn(page);
    await page.locator('[data-plane="vae"]').press('Shift+ArrowLeft');
    await expect.poll(() => changed(page, before)).toEqual(planes);
    await expect
      .poll(() => page.locator('[data-spoken]').textContent())
      .toMatch(/^Principal components: .+ Conditional VAE: A 3, as it was told\.$/u);
    await page.locator('[data-plane="vae"]').press('Home');
    await expect.poll(() => changed(page, before)).toEqual([]);
  });

  it('comes back with a link', async () => {
    const { page } = await open();
    await page.locator('[data-plane="pca"]').press('Shift+ArrowUp');
    await expect.poll(() => page.url()).toContain('#at=');
    const drawn = await allDrawn(page);
    const again = await open(new URL(page.url()).hash);
    await expect.poll(() => changed(again.page, drawn)).toEqual([]);
  });
});

describe('a digit that is held up', () => {
  it('is placed and drawn again by every model, and let go of by hand', async () => {
    const { page, complaints } = await open();
    const before = await allDrawn(page);
    await page.getByRole('button', { name: 'Test digit of class 9' }).click();
    await expect.poll(() => verdicts(page)).toEqual(planes.map(() => expect.stringMatching(off)));
    expect(await changed(page, before)).toEqual(planes);
    // The linear one is the furthest off.
    const errors = (await verdicts(page)).map((text) => Number(off.exec(text)![1]));
    expect(Math.max(...errors)).toBe(errors[0]);
    // It is told the digit's own class, unless a hand says another.
    expect(await page.getByRole('radio', { name: '9' }).isChecked()).toBe(true);
    expect(await page.locator('[data-original]').count()).toBe(1);
    await page.getByRole('button', { name: 'Let go' }).click();
    await expect.poll(() => changed(page, before)).toEqual([]);
    expect(complaints).toEqual([]);
  });
  const off = /^A pixel is off by (\d+)%$/u;

  it('comes along from another scene', async () => {
    const { page } = await visit(site, { reducedMotion: 'reduce' });
    await page.goto(`${site.url}/en/#item=30`);
    await untilAlive(page);
    await page.getByRole('link', { name: 'Compare', exact: true }).click();
    await page.waitForURL('**/en/compare/#item=30');
    await expect.poll(() => verdicts(page)).toEqual(planes.map(() => expect.stringMatching(off)));
  });
});

it('only the conditional model draws what it is told', async () => {
  const { page } = await open();
  const before = await allDrawn(page);
  await page.getByRole('radio', { name: '8' }).check();
  await expect.poll(() => changed(page, before)).toEqual(['told']);
  await expect.poll(async () => (await verdicts(page))[4]).toBe('An 8, as it was told');
  await expect.poll(() => page.url()).toContain('told=8');
});

describe('a page that lacks something', () => {
  it('one model: the others work, and it comes when tried again', async () => {
    const { page } = await visit(site, { reducedMotion: 'reduce' });
    const file = '**/mnist-ae-2d/weights.safetensors';
    await page.context().route(file, async (route) => route.abort());
    await page.goto(`${site.url}/en/compare/`);
    await page.waitForFunction(() => document.querySelectorAll('[data-alive="true"]').length === 4);
    const alert = page.locator('[data-column="ae"] [role="alert"]');
    expect(await alert.locator('p').textContent()).toMatch(/^This one could not be loaded\./u);
    expect(await page.locator('main [role="alert"]').count()).toBe(1);
    await page.context().unroute(file);
    await alert.getByRole('button', { name: 'Try again' }).click();
    await untilAllAlive(page);
    expect(await alert.count()).toBe(0);
  });

  it('the worker: every model says so, and one press brings all', async () => {
    const { page } = await visit(site, { reducedMotion: 'reduce' });
    const file = '**/workers/model.js';
    await page.context().route(file, async (route) => route.abort());
    await page.goto(`${site.url}/nb/compare/`);
    await expect.poll(() => page.locator('main [role="alert"]').count()).toBe(5);
    await page.context().unroute(file);
    await page.getByRole('button', { name: 'Prøv igjen' }).first().click();
    await untilAllAlive(page);
    expect(await page.locator('main [role="alert"]').count()).toBe(0);
  });

  it('scripts: says so, and shows no control that does nothing', async () => {
    const { page } = await visit(site, { javaScriptEnabled: false });
    await page.goto(`${site.url}/en/compare/`);
    expect(await page.locator('noscript').innerText()).toContain('need JavaScript');
    expect(await page.locator(':is(button, input):visible').count()).toBe(0);
  });
});

describe('for everybody', () => {
  it.each(looks)('axe finds nothing, $colorScheme, $viewport.width wide', async (options) => {
    const { page } = await open('#item=3', options);
    await page.waitForFunction(() => document.querySelector('[data-original]') !== null);
    expect(await violationsOf(page)).toEqual([]);
  });

  it.each([320, 390, 768, 1024, 1440, 1920])('nothing is cut off at %i pixels', async (width) => {
    const { page } = await open('#item=3', { viewport: { width, height: 800 } }, 'nb');
    await page.waitForFunction(() => document.querySelector('[data-original]') !== null);
    expect(await cutOff(page)).toEqual([]);
  });

  it('has plane and digit side by side on a phone, and its controls large enough', async () => {
    const { page } = await open('#item=3', { viewport: phone, hasTouch: true, isMobile: true });
    for (const plane of planes) {
      const sheet = await page.locator(`[data-plane="${plane}"]`).boundingBox();
      const glass = await page.locator(`[data-column="${plane}"] [data-glass]`).boundingBox();
      expect(Math.abs(sheet!.y - glass!.y)).toBeLessThan(1);
      expect(glass!.x).toBeGreaterThan(sheet!.x + sheet!.width);
    }
    expect(await tooSmall(page)).toEqual([]);
  });
});
