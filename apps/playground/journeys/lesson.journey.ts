/** The Lesson: its text, quizzes and widgets, for mouse, touch, keyboard and screen readers, and without scripts. */
import { describe, expect, it } from 'vitest';
import { cutOff, phone, placeOn, tooSmall, violationsOf, visit } from './browser';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { holdsForEverybody } from './everybody';
import { keepSite, site, visitOffline } from './site';

keepSite();

async function open(fragment = '', options: BrowserContextOptions = {}, locale = 'en') {
  const visited = await visit(site, { reducedMotion: 'reduce', ...options });
  await visited.page.goto(`${site.url}/${locale}/lesson/${fragment}`);
  if (options.javaScriptEnabled !== false) await untilHydrated(visited.page);
  return visited;
}

/** Waits until React listens to the page and has read the address: what is entered before is lost. */
async function untilHydrated(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const input = document.querySelector('main input');
    return input !== null && Object.keys(input).some((key) => key.startsWith('__reactProps'));
  });
  await page.evaluate(
    () =>
      new Promise((resolve) => {
        requestAnimationFrame(() => requestIdleCallback(resolve, { timeout: 1000 }));
      }),
  );
}

const widget = (page: Page, part: string) => page.locator(`[data-widget="${part}"]`);

/** Waits until a widget shows an answer of its model. */
async function untilAnswered(page: Page, part: string): Promise<void> {
  await widget(page, part).scrollIntoViewIfNeeded();
  await page.waitForFunction((name) => {
    const shown = document.querySelector(`[data-widget="${name}"] [data-off]`);
    return shown instanceof HTMLElement && shown.dataset['off'] !== '';
  }, part);
}

const spoken = (page: Page, part: string) =>
  expect.poll(() => widget(page, part).locator('[data-spoken]').first().textContent());

/** @returns a canvas of a widget as a data URL: equal strings mean equal pictures. */
const pictureOf = (page: Page, part: string, index = 0): Promise<string> =>
  widget(page, part)
    .locator('canvas')
    .nth(index)
    .evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());

describe('the quizzes', () => {
  it('explain each answer, keep it on the device, and forget it on request', async () => {
    const { page, complaints } = await open();
    const question = page.locator('[data-question="why.before.0"]');
    await question.getByRole('radio', { name: 'All 784.' }).check();
    expect(await question.textContent()).toContain('Not this one.');
    expect(await question.textContent()).toContain('neighbouring pixels agree');
    await question.getByRole('radio', { name: /^A few/u }).check();
    expect(await question.textContent()).toContain('The pixels of a digit depend on each other');
    expect(await page.locator('[data-score]').getAttribute('data-score')).toBe('1 1');
    await page.reload();
    await expect.poll(() => question.getAttribute('data-answer')).toBe('1');
    await page.getByRole('button', { name: 'Forget my answers' }).click();
    expect(await question.getAttribute('data-answer')).toBe('');
    expect(await page.evaluate(() => localStorage.getItem('speil.lesson'))).toBeNull();
    expect(complaints).toEqual([]);
  });

  it('mark a part as done when all its questions are answered', async () => {
    const { page } = await open();
    const link = page.locator('nav a[data-done]').first();
    for (const when of ['before', 'after']) {
      expect(await link.getAttribute('data-done')).toBe('false');
      await page.locator(`[data-question="why.${when}.0"] input`).first().check();
    }
    expect(await link.getAttribute('data-done')).toBe('true');
  });
});

describe('the widgets', () => {
  it('load no model before one of them comes into view, and no music before it is wanted', async () => {
    const { page, complaints } = await visit(site, { reducedMotion: 'reduce', viewport: phone });
    const requested: string[] = [];
    page.on('request', (request) => requested.push(new URL(request.url()).pathname));
    page.on('worker', (worker) => requested.push(worker.url()));
    await page.goto(`${site.url}/en/lesson/`);
    await page.waitForTimeout(1500);
    expect(requested.filter((path) => /safetensors|worker|shard/u.test(path))).toEqual([]);
    await untilAnswered(page, 'why');
    expect(requested.some((path) => path.includes('worker'))).toBe(true);
    await widget(page, 'music').scrollIntoViewIfNeeded();
    await page.waitForTimeout(500);
    expect(requested.filter((path) => path.includes('drums-2bar'))).toEqual([]);
    await page.getByRole('button', { name: /^Load the model/u }).click();
    await page.waitForFunction(() => document.querySelector('[data-rhythms="5"]') !== null);
    const before = await pictureOf(page, 'music');
    await page.getByRole('slider', { name: 'From the first rhythm' }).fill('4');
    await expect.poll(() => pictureOf(page, 'music')).not.toBe(before);
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await page.getByRole('button', { name: 'Pause', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    expect(complaints).toEqual([]);
  });

  it('follow one digit, and say what changes where a person is', async () => {
    const { page } = await open();
    await untilAnswered(page, 'why');
    await widget(page, 'why')
      .getByRole('button', { name: /class 3/u })
      .click();
    await spoken(page, 'why').toMatch(/^Latent x .+, y .+\. The reconstruction is off by \d+%\.$/u);
    await untilAnswered(page, 'reduction');
    const pressed = widget(page, 'reduction').getByRole('button', { name: /class 3/u });
    expect(await pressed.getAttribute('aria-pressed')).toBe('true');
    expect(await widget(page, 'reduction').locator('[data-spoken]').first().textContent()).toBe('');
  });

  it('are used by keyboard alone', async () => {
    const { page } = await open('#part=halves');
    await untilAnswered(page, 'why');
    await widget(page, 'halves').locator('[data-latent="encoded"]').waitFor();
    await expect
      .poll(() => widget(page, 'halves').locator('input').first().inputValue())
      .not.toBe('0');
    const slider = page.getByRole('slider', { name: 'First number' });
    await slider.focus();
    await page.keyboard.press('ArrowRight');
    await widget(page, 'halves').locator('[data-latent="own"]').waitFor();
    await spoken(page, 'halves').toContain('Your latent: x ');
    await page.keyboard.press('Control+z');
    await widget(page, 'halves').locator('[data-latent="encoded"]').waitFor();
    const plane = widget(page, 'plane').locator('[data-plane]');
    await plane.focus();
    await page.keyboard.press('Shift+ArrowRight');
    await spoken(page, 'plane').toMatch(/x 0\.50, y 0\.00\.$/u);
    await page.keyboard.press('Home');
    await spoken(page, 'plane').toMatch(/x 0\.00, y 0\.00\.$/u);
  });

  it('show both terms of the loss, and which model is the cheaper one', async () => {
    const { page } = await open('#part=variational');
    const region = widget(page, 'variational');
    await page.getByRole('slider', { name: 'Mean μ' }).fill('0');
    await page.getByRole('slider', { name: 'ln σ²' }).fill('0');
    expect(await region.locator('[data-kl]').getAttribute('data-kl')).toBe('0.00');
    await page.getByRole('slider', { name: 'Mean μ' }).fill('2');
    expect(await region.locator('[data-kl]').getAttribute('data-kl')).toBe('2.00');
    const table = region.locator('table');
    expect(await table.getAttribute('data-cheaper')).toBe('vae');
    await page.getByRole('slider', { name: /^β/u }).fill('4');
    expect(await table.getAttribute('data-cheaper')).toBe('beta');
  });

  it('give the model a T-shirt, and other random latents', async () => {
    const { page } = await open('#part=properties');
    await untilAnswered(page, 'properties');
    const before = await pictureOf(page, 'properties', 10);
    await widget(page, 'properties')
      .getByRole('radio', { name: 'A T-shirt' })
      .check({ force: true });
    await expect.poll(() => pictureOf(page, 'properties', 1)).not.toBe(before);
    await widget(page, 'generating').scrollIntoViewIfNeeded();
    await widget(page, 'generating').locator('[data-ready="true"]').first().waitFor();
    const drawn = await pictureOf(page, 'generating');
    await page.getByRole('button', { name: 'Draw ten others' }).click();
    await expect.poll(() => pictureOf(page, 'generating')).not.toBe(drawn);
  });

  it('are used by touch', async () => {
    const { page } = await open('#part=plane', { viewport: phone, hasTouch: true, isMobile: true });
    const plane = '[data-widget="plane"] [data-plane]';
    await page.locator(plane).scrollIntoViewIfNeeded();
    const { x, y } = await placeOn(page, plane, [0.75, 0.25]);
    await page.touchscreen.tap(x, y);
    await expect.poll(() => page.url()).toMatch(/at=(?:1\.9\d*|2(?:\.0\d*)?),1\.[45]\d*/u);
    expect(await tooSmall(page)).toEqual([]);
  });
});

describe('a task', () => {
  it('links into a scene, and checks a number', async () => {
    const { page } = await open('#part=reduction');
    const task = page.locator('[data-task="two-lines"]');
    expect(await task.getByRole('link').getAttribute('href')).toBe('/en/compare/#item=18');
    const answer = task.getByRole('textbox');
    await answer.fill('many');
    await answer.press('Enter');
    expect(await task.textContent()).toContain('Enter a number.');
    await answer.fill('40');
    await answer.press('Enter');
    expect(await task.getAttribute('data-outcome')).toBe('wrong');
    await answer.fill('23 %');
    await task.getByRole('button', { name: 'Check' }).click();
    expect(await task.getAttribute('data-outcome')).toBe('right');
    await page.reload();
    await expect.poll(() => task.getAttribute('data-outcome')).toBe('right');
  });

  it('checks a choice', async () => {
    const { page } = await open('#part=plane');
    const task = page.locator('[data-task="walk"]');
    await task.getByRole('radio').first().check({ force: true });
    expect(await task.getAttribute('data-outcome')).toBe('wrong');
    await task.getByRole('radio').nth(1).check({ force: true });
    expect(await task.getAttribute('data-outcome')).toBe('right');
  });
});

describe('the address', () => {
  it('holds the part and the widgets, and opens them again', async () => {
    const { page } = await open('#part=variational');
    await page.getByRole('slider', { name: 'Mean μ' }).fill('-1.5');
    await expect.poll(() => page.url()).toContain('mean=-1.5');
    const other = (await visit(site, { reducedMotion: 'reduce' })).page;
    await other.goto(page.url());
    await expect
      .poll(() => other.getByRole('slider', { name: 'Mean μ' }).inputValue())
      .toBe('-1.5');
    await expect
      .poll(() => other.locator('[aria-current="location"]').textContent())
      .toContain('7');
    await expect.poll(() => other.evaluate(() => scrollY)).toBeGreaterThan(1000);
    await other.getByRole('link', { name: 'Norsk bokmål' }).click();
    await other.waitForURL('**/nb/lesson/#part=*mean=-1.5*');
  });

  it('follows the reader, and the contents lead to a part', async () => {
    const { page } = await open();
    await page.getByRole('link', { name: '8. The plane and the scatter' }).click();
    await expect.poll(() => page.url()).toContain('#part=plane');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-part'))).toBe(
      'plane',
    );
    await page.locator('[data-part="music"]').scrollIntoViewIfNeeded();
    await expect.poll(() => page.url()).toMatch(/#part=(?:music|properties)/u);
  });

  it.each([
    ['markup', '#part=<b>&given=%3Cimg src=x onerror=alert(1)%3E'],
    ['huge numbers', '#item=99999&mean=1e308&beta=-999999&seed=99999'],
  ])('with %s still opens the page', async (_, fragment) => {
    const { page, complaints } = await open(fragment);
    await untilAnswered(page, 'why');
    expect(complaints).toEqual([]);
  });
});

describe('if the models cannot be loaded', () => {
  it('says so, and a retry brings them back', async () => {
    const { page } = await visit(site, { reducedMotion: 'reduce', serviceWorkers: 'block' });
    await page.context().route('**/mnist-vae/weights.safetensors', (route) => route.abort());
    await page.goto(`${site.url}/en/lesson/#part=why`);
    const alert = widget(page, 'why').getByRole('alert');
    await alert.waitFor();
    expect(await alert.textContent()).toContain('The text and the questions work without them.');
    await page.context().unroute('**/mnist-vae/weights.safetensors');
    await alert.getByRole('button', { name: 'Try again' }).click();
    await untilAnswered(page, 'why');
    expect(await alert.count()).toBe(0);
  });
});

describe('without scripts', () => {
  it.each(['en', 'nb'])('has the text, pictures and all answers in %s', async (locale) => {
    const { page } = await visit(site, { javaScriptEnabled: false });
    await page.goto(`${site.url}/${locale}/lesson/`);
    expect(await page.locator('[data-part]').count()).toBe(12);
    const question = page.locator('[data-question]').first();
    expect(await question.getByRole('radio').count()).toBe(0);
    await question.locator('summary').click();
    expect(await question.locator('li').count()).toBe(3);
    const picture = page.locator('img').first();
    await picture.scrollIntoViewIfNeeded();
    await expect
      .poll(() => picture.evaluate((image) => image.getBoundingClientRect().width))
      .toBeGreaterThan(100);
    await page.locator('a[href="#part=music"]').first().click();
    await expect.poll(() => page.url()).toContain('#part=music');
  });
});

describe('on paper', () => {
  it('the lesson, the sheet and the notes have no controls of the page', async () => {
    const { page } = await open('', { viewport: { width: 794, height: 1123 } });
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('footer').isVisible()).toBe(false);
    expect(await page.locator('header nav').first().isVisible()).toBe(false);
    expect(await page.locator('[data-question]').first().isVisible()).toBe(true);
    expect(await cutOff(page)).toEqual([]);
    await page.goto(`${site.url}/en/lesson/sheet/`);
    expect(await page.locator('main').textContent()).toContain('In your own words');
    expect(await page.getByRole('link', { name: 'Back to the lesson' }).isVisible()).toBe(false);
  });

  it.each(['sheet', 'teachers'])('the page %s is accessible in both languages', async (name) => {
    for (const locale of ['en', 'nb']) {
      const { page, complaints } = await visit(site, { viewport: phone });
      await page.goto(`${site.url}/${locale}/lesson/${name}/`);
      expect(await violationsOf(page)).toEqual([]);
      expect(await cutOff(page)).toEqual([]);
      expect(complaints).toEqual([]);
    }
  });
});

describe('offline', () => {
  it('works after another page has been opened', async () => {
    await visitOffline(async (page, offline) => {
      await page.goto(`${offline.url}/en/lesson/#part=why`);
      await untilAnswered(page, 'why');
    });
  });
});

describe('for everybody', () => {
  holdsForEverybody({
    widths: [320, 360, 390, 600, 820, 899, 1024, 1440, 1920],
    async open(locale) {
      const { page } = await open('', {}, locale);
      for (const part of ['why', 'reduction', 'denoising', 'enlarging', 'properties']) {
        await untilAnswered(page, part);
      }
      await page.locator('[data-question] input').first().check();
      await page.evaluate(() => {
        scrollTo(0, 0);
      });
      return page;
    },
    opened: {
      'with answers': async (page) => {
        await page.locator('[data-question] input').last().check();
        await page.locator('[data-task="two-lines"] input').fill('40');
        await page.locator('[data-task="two-lines"] button').click();
        // Otherwise an answer may lie half below the rail, where axe measures only the other half.
        await page.evaluate(() => {
          scrollTo(0, 0);
        });
      },
    },
  });
});
