import { describe, expect, it } from 'vitest';
import { desktop, phone, placeOn, tooSmall, untilAlive, visit } from './browser';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { draw, zero } from './pen';
import { holdsForEverybody } from './everybody';
import { keepSite, site } from './site';

keepSite();

const planes = ['pca', 'ae', 'vae', 'beta', 'cvae'] as const;
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

/** @returns the digit that a model shows, as a data URL: equal strings mean equal digits. */
const drawnBy = (page: Page, plane: Plane): Promise<string> =>
  page
    .locator(`[data-column="${plane}"] [data-reconstruction] canvas`)
    .evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());

const allDrawn = (page: Page): Promise<readonly string[]> =>
  Promise.all(planes.map((plane) => drawnBy(page, plane)));

const verdicts = (page: Page): Promise<readonly string[]> =>
  page.locator('[data-verdict]').allTextContents();

/** @returns the models that show a different digit from before. */
async function changed(page: Page, before: readonly string[]): Promise<readonly Plane[]> {
  const now = await allDrawn(page);
  return planes.filter((_, i) => now[i] !== before[i]);
}

/** Counts how often the digits of the planes are painted, and how often everything else is painted. */
async function countPaintings(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const counts = { digits: 0, others: 0 };
    Object.assign(window, { paintings: counts });
    const clear: (...area: number[]) => void = Reflect.get(
      CanvasRenderingContext2D.prototype,
      'clearRect',
    );
    CanvasRenderingContext2D.prototype.clearRect = function (...area) {
      const { canvas } = this as { canvas: HTMLCanvasElement };
      if (canvas.matches('[data-plane] canvas:first-child')) counts.digits += 1;
      else counts.others += 1;
      Reflect.apply(clear, this, area);
    };
  });
}

const paintings = (page: Page): Promise<{ digits: number; others: number }> =>
  page.evaluate(
    () => (window as unknown as { paintings: { digits: number; others: number } }).paintings,
  );

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
    await page.mouse.move(5, 5);
    await expect.poll(() => changed(page, before)).toEqual(planes);
    await expect.poll(() => page.url()).toMatch(/#at=0\.5\d*,0\.4\d*$/u);
    expect(complaints).toEqual([]);
  });

  it('stays while a mouse hovers: the planes show the hovered point without repainting their digits', async () => {
    const { page, complaints } = await visit(site, { reducedMotion: 'reduce' });
    await countPaintings(page);
    await page.goto(`${site.url}/en/compare/`);
    await untilAllAlive(page);
    const [still, before] = [await allDrawn(page), await paintings(page)];
    const from = await placeOn(page, '[data-plane="vae"]', [0.2, 0.3]);
    for (let step = 0; step < 20; step++) {
      await page.mouse.move(from.x + 4 * step, from.y + 2 * step);
    }
    await expect.poll(() => changed(page, still)).toEqual(planes);
    // Digits and hatching are not repainted; the cursors and the decoded digits are.
    const now = await paintings(page);
    expect(now.digits).toBe(before.digits);
    expect(now.others).toBeGreaterThan(before.others);
    await page.mouse.move(5, 5);
    await expect.poll(() => changed(page, still)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('moves with the keys, and screen readers announce what all models show', async () => {
    const { page } = await open();
    const before = await allDrawn(page);
    await page.locator('[data-plane="vae"]').press('Shift+ArrowLeft');
    await expect.poll(() => changed(page, before)).toEqual(planes);
    await expect
      .poll(() => page.locator('[data-spoken]').textContent())
      .toMatch(/^Principal components: .+ Conditional VAE: Class: 3\.$/u);
    await page.locator('[data-plane="vae"]').press('Home');
    await expect.poll(() => changed(page, before)).toEqual([]);
  });

  it('is restored by a link', async () => {
    const { page } = await open();
    await page.locator('[data-plane="pca"]').press('Shift+ArrowUp');
    await expect.poll(() => page.url()).toContain('#at=');
    const drawn = await allDrawn(page);
    const again = await open(new URL(page.url()).hash);
    await expect.poll(() => changed(again.page, drawn)).toEqual([]);
  });
});

describe('an input digit', () => {
  it('is encoded and reconstructed by every model, and can be removed', async () => {
    const { page, complaints } = await open();
    const before = await allDrawn(page);
    await page.getByRole('button', { name: 'Test digit of class 9' }).click();
    await expect.poll(() => verdicts(page)).toEqual(planes.map(() => expect.stringMatching(off)));
    expect(await changed(page, before)).toEqual(planes);
    // The linear model has the largest error.
    const errors = (await verdicts(page)).map((text) => Number(off.exec(text)![1]));
    expect(Math.max(...errors)).toBe(errors[0]);
    // The mean over all digits is shown beside the error of one.
    expect(await page.locator('[data-mean]').allTextContents()).toEqual(
      [23, 19, 19, 20, 18].map((mean) => `over 2,000 test digits: ${mean}%`),
    );
    // The condition is the digit's own class, unless a person chooses another.
    expect(await page.getByRole('radio', { name: '9' }).isChecked()).toBe(true);
    expect(await page.locator('[data-original]').count()).toBe(1);
    await page.getByRole('button', { name: 'Remove' }).click();
    await expect.poll(() => changed(page, before)).toEqual([]);
    expect(complaints).toEqual([]);
  });
  const off = /^Average error: (\d+)%$/u;

  it('may be a drawing, which is carried between scenes and shown again after the cursor has moved', async () => {
    const { page } = await visit(site, { reducedMotion: 'reduce' });
    await page.goto(`${site.url}/en/draw/`);
    await untilAlive(page);
    await draw(page, zero);
    // The link is followed at once, before the address contains the drawing.
    await page.getByRole('link', { name: 'Compare', exact: true }).click();
    await page.waitForURL('**/en/compare/#ink=*');
    await expect.poll(() => verdicts(page)).toEqual(planes.map(() => expect.stringMatching(off)));
    // The condition is the class at the point where the VAE encodes the drawing.
    expect(await page.getByRole('radio', { name: '0' }).isChecked()).toBe(true);
    await page.locator('[data-plane="vae"]').press('ArrowLeft');
    await expect.poll(async () => (await verdicts(page))[2]).toMatch(/^(?:Nearest|Far)/u);
    await page.getByRole('button', { name: 'Show again' }).click();
    await expect.poll(() => verdicts(page)).toEqual(planes.map(() => expect.stringMatching(off)));
    await page.locator('[data-plane="vae"]').press('ArrowLeft');
    // The drawing is also kept on a way through a scene of music.
    await page.getByRole('link', { name: 'Beats', exact: true }).click();
    await page.waitForURL('**/en/beats/');
    await page.getByRole('link', { name: 'Draw', exact: true }).click();
    await page.waitForURL('**/en/draw/#ink=*');
  });

  it('is carried over from another scene', async () => {
    const { page } = await visit(site, { reducedMotion: 'reduce' });
    await page.goto(`${site.url}/en/#item=30`);
    await untilAlive(page);
    await page.getByRole('link', { name: 'Compare', exact: true }).click();
    await page.waitForURL('**/en/compare/#item=30');
    await expect.poll(() => verdicts(page)).toEqual(planes.map(() => expect.stringMatching(off)));
  });
});

it('only the conditional model follows the condition', async () => {
  const { page } = await open();
  const before = await allDrawn(page);
  await page.getByRole('radio', { name: '8' }).check();
  await expect.poll(() => changed(page, before)).toEqual(['cvae']);
  await expect.poll(async () => (await verdicts(page))[4]).toBe('Class: 8');
  await expect.poll(() => page.url()).toContain('condition=8');
});

describe('a page that lacks something', () => {
  it('one model: the others work, and trying again loads it', async () => {
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

  it('the worker: every model says so, and one press of the button loads them all', async () => {
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

  it('scripts: says so, and shows no control that would do nothing', async () => {
    const { page } = await visit(site, { javaScriptEnabled: false });
    await page.goto(`${site.url}/en/compare/`);
    expect(await page.locator('noscript').innerText()).toContain('need JavaScript');
    expect(await page.locator(':is(button, input):visible').count()).toBe(0);
  });
});

describe('for everybody', () => {
  holdsForEverybody({
    widths: [320, 390, 768, 1024, 1440, 1920],
    async open(locale) {
      const { page } = await open('#item=3', {}, locale);
      await page.waitForFunction(() => document.querySelector('[data-original]') !== null);
      return page;
    },
  });

  it.each([
    [1024, 768],
    [1280, 720],
  ])('keeps the models apart in Norwegian too, at %i by %i', async (width, height) => {
    const { page } = await visit(site, { viewport: { width, height }, reducedMotion: 'reduce' });
    await page.goto(`${site.url}/nb/compare/`);
    await untilAlive(page);
    const names = await page.locator('[data-column] h2').evaluateAll((all) =>
      all.map((name) => {
        const words = document.createRange();
        words.selectNodeContents(name);
        return words.getBoundingClientRect().toJSON();
      }),
    );
    const planes = await page
      .locator('[data-plane]')
      .evaluateAll((all) => all.map((plane) => plane.getBoundingClientRect().toJSON()));
    for (const row of [names, planes]) {
      row.slice(1).forEach(({ left }, i) => {
        expect(left - row[i]!.right).toBeGreaterThanOrEqual(8);
      });
    }
  });

  it.each([
    ['phone', phone],
    ['small phone', { width: 375, height: 667 }],
    ['tablet', { width: 820, height: 1180 }],
    ['phone on its side', { width: 844, height: 390 }],
    ['projector', { width: 1024, height: 768 }],
    ['desktop', desktop],
    ['large screen', { width: 2560, height: 1440 }],
  ])('shows all five models and the controls at once, on a %s', async (name, viewport) => {
    const touch = /phone|tablet/u.test(name);
    const { page } = await open('#item=3', { viewport, hasTouch: touch, isMobile: touch });
    const boxes = await page
      .locator(
        '[data-plane], [data-reconstruction], [data-verdict], [data-mean], main :is(input, button):not([data-key] *)',
      )
      .evaluateAll((elements) =>
        elements.map((element) => element.getBoundingClientRect().toJSON()),
      );
    expect(boxes.length).toBeGreaterThan(30);
    for (const { top, bottom } of boxes) {
      expect(top).toBeGreaterThanOrEqual(0);
      expect(bottom).toBeLessThanOrEqual(viewport.height);
    }
    expect(await page.evaluate(() => scrollY)).toBe(0);
    expect(await tooSmall(page)).toEqual([]);
  });
});
