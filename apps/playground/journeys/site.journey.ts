import { describe, expect, it } from 'vitest';
import {
  cursorOf,
  cutOff,
  reconstructionOf,
  openSite,
  phone,
  tooSmall,
  untilAlive,
  visit,
} from './browser';
import { holdsForEverybody } from './everybody';
import { keepSite, site, visitOffline } from './site';

keepSite();

describe('the languages', () => {
  it.each([
    ['en-GB', 'en', 'Two numbers, every digit', 'Draw here'],
    ['nb-NO', 'nb', 'To tall, alle sifre', 'Tegn her'],
    ['nn-NO', 'nb', 'To tall, alle sifre', 'Tegn her'],
    ['fr-FR', 'en', 'Two numbers, every digit', 'Draw here'],
  ])('a browser in %s is sent to %s', async (locale, code, heading, hint) => {
    const { page, complaints } = await visit(site, { locale });
    await page.goto(`${site.url}/#at=0.5,0.5`);
    await page.waitForURL(`**/${code}/#at=0.5,0.5`);
    await untilAlive(page);
    expect(await page.locator('html').getAttribute('lang')).toBe(code);
    expect(await page.locator('h1').textContent()).toBe(heading);
    expect(await page.title()).toContain(
      heading.slice(0, 7) === 'Two num' ? 'two numbers' : 'to tall',
    );
    expect(await page.locator('[data-pad]').textContent()).toBe(hint);
    expect(await cursorOf(page)).toEqual({ x: 0.5, y: 0.5 });
    expect(complaints).toEqual([]);
  });

  it('change with one press, and the state is kept', async () => {
    const { page } = await visit(site, { locale: 'en-GB', reducedMotion: 'reduce' });
    await page.goto(`${site.url}/en/#at=1,-1&hide=3`);
    await untilAlive(page);
    await page.getByRole('link', { name: 'Norsk bokmål' }).click();
    await page.waitForURL('**/nb/#at=1,-1&hide=3');
    await untilAlive(page);
    await page.locator('#plane').press('ArrowUp');
    await expect
      .poll(() => page.locator('[data-spoken]').textContent())
      .toMatch(/^(?:Nærmest: \d‑tall(?: og \d‑tall)?|Langt fra .+)\. x 1,00, y −0,90\.$/u);
    // The choice is stored for the next time.
    await page.goto(`${site.url}/`);
    await page.waitForURL('**/nb/');
  });
});

describe('the site without a network', () => {
  it('shows the whole page, including its model, after a reload', async () => {
    await visitOffline(async (page, offline) => {
      await page.reload();
      await untilAlive(page);
      const before = await reconstructionOf(page);
      await page.locator('#plane').press('Shift+ArrowRight');
      await expect.poll(() => reconstructionOf(page)).not.toBe(before);
      // The page in the other language has never been opened, and works too.
      await page.goto(`${offline.url}/nb/`);
      await untilAlive(page);
      expect(await page.locator('h1').textContent()).toBe('To tall, alle sifre');
    });
  });

  it('shows people who save data what they have opened, and has fetched nothing else', async () => {
    const offline = await openSite();
    try {
      const { page } = await visit(offline, { reducedMotion: 'reduce' });
      await page.addInitScript(() => {
        Object.defineProperty(navigator, 'connection', { value: { saveData: true } });
      });
      await page.goto(`${offline.url}/en/`);
      await untilAlive(page);
      await page.evaluate(async () => {
        await navigator.serviceWorker.ready;
      });
      // The service worker controls the next page, and keeps what that page requests.
      await page.reload();
      await untilAlive(page);
      const kept = await page.evaluate(async () => {
        const names = await caches.keys();
        const requests = await Promise.all(
          names.map(async (name) => (await caches.open(name)).keys()),
        );
        return requests.flat().map(({ url }) => new URL(url).pathname);
      });
      const models = kept.filter((address) => address.startsWith('/models/'));
      expect(models.length).toBeGreaterThan(0);
      expect(models.filter((address) => /drums|melody|denoise/u.test(address))).toEqual([]);
      await offline.goOffline();
      await page.reload();
      await untilAlive(page);
    } finally {
      await offline.close();
    }
  });
});

describe('accessibility', () => {
  holdsForEverybody({
    widths: [320, 390, 600, 768, 899, 1024, 1440, 1920],
    async open(locale) {
      const { page } = await visit(site, { reducedMotion: 'reduce' });
      await page.goto(`${site.url}/${locale}/#item=3`);
      await untilAlive(page);
      await page.locator('[data-encoded]').waitFor();
      return page;
    },
  });

  it('every control has at least the size that WCAG 2.5.8 requires, 24 by 24 pixels', async () => {
    const { page } = await visit(site, { viewport: phone, reducedMotion: 'reduce' });
    await page.goto(`${site.url}/en/`);
    await untilAlive(page);
    expect(await tooSmall(page)).toEqual([]);
  });
});

describe('the first screen', () => {
  it.each([
    [1440, 900],
    [1280, 800],
    [800, 900],
    [390, 844],
  ])('has the plane at the same height in all languages, %i by %i', async (width, height) => {
    const { page } = await visit(site, { viewport: { width, height }, reducedMotion: 'reduce' });
    const tops: (number | undefined)[] = [];
    for (const locale of ['en', 'nb']) {
      await page.goto(`${site.url}/${locale}/`);
      await untilAlive(page);
      tops.push((await page.locator('#plane').boundingBox())?.y);
    }
    expect(tops[1]).toBe(tops[0]);
  });

  it.each([
    ['a phone on its side', 844, 390, 0.65],
    ['a small phone on its side', 667, 375, 0.5],
    ['a large screen', 2560, 1440, 0.6],
  ])('of %s is mostly filled by the plane and the mirror', async (_, width, height, part) => {
    const { page } = await visit(site, { viewport: { width, height }, reducedMotion: 'reduce' });
    for (const scene of ['', 'draw/']) {
      await page.goto(`${site.url}/nb/${scene}`);
      await untilAlive(page);
      const side = scene === '' ? '#plane' : '[data-pad]';
      for (const half of [side, '[data-reconstruction]']) {
        const box = (await page.locator(half).boundingBox())!;
        expect(box.y + box.height).toBeLessThanOrEqual(height);
        if (half !== '[data-pad]') expect(box.height).toBeGreaterThan(part * height);
      }
      expect(await cutOff(page)).toEqual([]);
    }
  });

  it.each([
    [1000, 700],
    [1024, 768],
    [1280, 720],
  ])('keeps the names of the scenes apart from the wordmark, %i by %i', async (width, height) => {
    const { page } = await visit(site, { viewport: { width, height }, reducedMotion: 'reduce' });
    await page.goto(`${site.url}/nb/`);
    const last = await page.getByRole('link', { name: 'Melodier' }).boundingBox();
    const word = await page.locator('header a > span').first().boundingBox();
    expect(last!.x + last!.width).toBeLessThanOrEqual(word!.x - 8);
  });

  it('includes the buttons, 1280 by 800', async () => {
    const viewport = { width: 1280, height: 800 };
    const { page } = await visit(site, { viewport, reducedMotion: 'reduce' });
    for (const [locale, name] of [
      ['en', 'Save plane'],
      ['nb', 'Lagre kartet'],
    ] as const) {
      await page.goto(`${site.url}/${locale}/`);
      await untilAlive(page);
      const box = await page.getByRole('button', { name }).boundingBox();
      expect(box!.y + box!.height).toBeLessThanOrEqual(800);
    }
  });
});

describe('a page that lacks something', () => {
  it.each([
    ['weights', '**/weights.safetensors'],
    ['latents', '**/latents.bin'],
    ['worker', '**/workers/model.js'],
  ])('its %s: says what to do in its language, and works after trying again', async (_, file) => {
    const { page } = await visit(site, { reducedMotion: 'reduce' });
    await page.context().route(file, async (route) => route.abort());
    await page.goto(`${site.url}/nb/`);
    const alert = page.locator('main [role="alert"]');
    await expect.poll(() => alert.count()).toBe(1);
    expect(await alert.locator('p').textContent()).toMatch(
      /^Nettverket kunne ikke lastes inn\. Kontroller at du er på nett, og prøv igjen\./u,
    );
    await page.context().unroute(file);
    await page.getByRole('button', { name: 'Prøv igjen' }).click();
    await untilAlive(page);
    await expect.poll(() => alert.count()).toBe(0);
    await expect.poll(() => page.getByText(/^(?:Nærmest:|Langt fra)/u).count()).toBe(1);
  });

  it.each([
    ['en', 'needs JavaScript'],
    ['nb', 'trenger JavaScript'],
  ])('scripts: /%s/ says so, and shows no control that would do nothing', async (locale, text) => {
    const { page } = await visit(site, { javaScriptEnabled: false });
    await page.goto(`${site.url}/${locale}/`);
    expect(await page.locator('noscript').innerText()).toContain(text);
    expect(await page.locator(':is(button, input):visible').count()).toBe(0);
  });
});

describe('safety', () => {
  it('the policy forbids eval and inline code, and nothing on the page violates it', async () => {
    const { page, complaints } = await visit(site, { reducedMotion: 'reduce' });
    await page.goto(`${site.url}/en/`);
    await untilAlive(page);
    const policy = await page
      .locator('meta[http-equiv="Content-Security-Policy"]')
      .getAttribute('content');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("'wasm-unsafe-eval'");
    expect(policy).not.toMatch(/'unsafe-(?:inline|eval)'/u);
    await page.getByRole('button', { name: 'Switch between light and dark' }).click();
    await page.getByRole('button', { name: 'Test digit of class 5' }).click();
    await expect.poll(() => page.locator('[data-encoded]').count()).toBe(1);
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await page.waitForTimeout(300);
    expect(complaints).toEqual([]);
    // The policy is effective: an injected script does not run.
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'document.title = "slipped in"';
      document.head.append(script);
    });
    expect(await page.title()).not.toBe('slipped in');
    expect(complaints.join()).toContain('script-src');
  });

  it('the page requests nothing from another host', async () => {
    const { page } = await visit(site, { reducedMotion: 'reduce' });
    const hosts = new Set<string>();
    page.on('request', (request) => hosts.add(new URL(request.url()).origin));
    await page.goto(`${site.url}/en/#item=3`);
    await untilAlive(page);
    await expect.poll(() => page.locator('[data-encoded]').count()).toBe(1);
    hosts.delete('null'); // These are blob: and data: URLs.
    expect([...hosts]).toEqual([site.url]);
  });

  it('the server sends security headers, and no file from outside its folder', async () => {
    const { headers } = await fetch(`${site.url}/en/`);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    for (const address of [
      '/../package.json',
      '/%2e%2e/package.json',
      '/..%2fpackage.json',
      '/%00',
      '/%',
    ]) {
      const { status } = await fetch(site.url + address);
      expect([400, 404]).toContain(status);
    }
    expect((await fetch(`${site.url}/en`, { redirect: 'manual' })).status).toBe(308);
    expect((await fetch(`${site.url}/en/`, { method: 'POST' })).status).toBe(405);
  });
});
