/** What all scenes share: the About page, previews of links, several tabs, mistyped addresses. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { cutOff, outFolder, phone, placeOn, untilAlive, violationsOf, visit } from './browser';
import type { Site, Visit } from './browser';
import { contextsIn, openMusic, untilDecoded } from './music';
import { keepSite, site, visitOffline } from './site';

keepSite();

const pages = [
  ...['', 'draw/', 'compare/', 'beats/', 'melodies/', 'about/'],
  ...['lesson/', 'lesson/sheet/', 'lesson/teachers/'],
];

describe('a page, as other sites and systems see it', () => {
  it.each(pages)('/en/%s has a preview, its own title, and names its languages', async (page) => {
    const html = readFileSync(path.join(outFolder, 'en', page, 'index.html'), 'utf8');
    const content = (name: string): string | undefined =>
      new RegExp(`<meta (?:name|property)="${name}" content="([^"]*)"`, 'u').exec(html)?.[1];
    const title = /<title>([^<]*)<\/title>/u.exec(html)?.[1];
    expect(title).toContain('Speil');
    expect(content('og:title')).toBe(title);
    expect(content('twitter:card')).toBe('summary_large_image');
    const picture = new URL(content('og:image')!);
    const { width, height } = decode(readFileSync(path.join(outFolder, picture.pathname)));
    expect([width, height]).toEqual([1200, 630]);
    expect(html).toContain(`<link rel="canonical" href="${picture.origin}/en/${page}"`);
    expect(html).toContain('hrefLang="x-default"');
  });

  it('has a different title for each scene', () => {
    const titles = ['en', 'nb'].flatMap((locale) =>
      pages.map((page) => {
        const html = readFileSync(path.join(outFolder, locale, page, 'index.html'), 'utf8');
        return /<title>([^<]*)<\/title>/u.exec(html)?.[1];
      }),
    );
    expect(new Set(titles).size).toBe(titles.length);
  });

  it('can be installed: its manifest names icons that exist', async () => {
    const response = await fetch(`${site.url}/manifest.webmanifest`);
    expect(response.headers.get('content-type')).toContain('application/manifest+json');
    const manifest = (await response.json()) as {
      icons: { src: string; sizes: string; purpose?: string }[];
    };
    expect(manifest.icons.map(({ sizes }) => sizes)).toEqual(
      expect.arrayContaining(['192x192', '512x512']),
    );
    for (const { src, sizes } of [
      ...manifest.icons,
      { src: '/icons/apple-touch-icon.png', sizes: '180x180' },
    ]) {
      const icon = await fetch(site.url + src);
      expect(icon.status).toBe(200);
      if (!src.endsWith('.png')) continue;
      const { width, height } = decode(new Uint8Array(await icon.arrayBuffer()));
      expect(`${width}x${height}`).toBe(sizes);
    }
  });

  it('says in its first lines what Speil is, and links to the source, the guides and the authors', async () => {
    const { page, complaints } = await visit(site, { reducedMotion: 'reduce', viewport: phone });
    await page.goto(`${site.url}/en/`);
    expect(await page.locator('main p').first().textContent()).toMatch(
      /latent space.+autoencoder/u,
    );
    await page.getByRole('link', { name: 'About Speil' }).click();
    await page.waitForURL('**/en/about/');
    for (const name of ['Source code', 'Guide: music']) {
      expect(await page.locator('main').getByRole('link', { name }).count()).toBe(1);
    }
    expect(await violationsOf(page)).toEqual([]);
    expect(await cutOff(page)).toEqual([]);
    await page.getByRole('link', { name: 'Norsk bokmål' }).click();
    await page.waitForURL('**/nb/about/');
    expect(complaints).toEqual([]);
  });
});

describe('a mistyped address', () => {
  it('leads to a page that says that there is no such page, and that has landmarks', async () => {
    const { page } = await visit(site);
    const response = await page.goto(`${site.url}/en/drawing/`);
    expect(response?.status()).toBe(404);
    expect(await page.locator('main h1').textContent()).toBe('No such page');
    expect(await violationsOf(page)).toEqual([]);
  });

  it('leads to that page offline too, and a missing final slash is added', async () => {
    const openAbout = async (offline: Site): Promise<Visit> => {
      const visited = await visit(offline, { reducedMotion: 'reduce' });
      await visited.page.goto(`${offline.url}/en/about/`);
      return visited;
    };
    await visitOffline(async (page, offline) => {
      await page.goto(`${offline.url}/en/draw`);
      await page.waitForURL('**/en/draw/');
      await untilAlive(page);
      await page.goto(`${offline.url}/en/nothing`);
      expect(await page.locator('main h1').textContent()).toBe('No such page');
    }, openAbout);
  });
});

describe('two tabs', () => {
  it('have the same theme, also in the browser’s own bars', async () => {
    const { page } = await visit(site, { reducedMotion: 'reduce', colorScheme: 'light' });
    await page.goto(`${site.url}/en/about/`);
    const other = await page.context().newPage();
    await other.goto(`${site.url}/nb/about/`);
    await page.getByRole('button', { name: 'Switch between light and dark' }).click();
    const look = () =>
      other.evaluate(() => [
        getComputedStyle(document.documentElement).colorScheme,
        ...Array.from(
          document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]'),
          ({ content }) => content,
        ),
      ]);
    await expect.poll(look).toEqual(['dark', '#0e161c', '#0e161c']);
    await other.reload();
    await expect.poll(look).toEqual(['dark', '#0e161c', '#0e161c']);
  });

  it('do not play at the same time, and a change of language keeps the music and the undo history', async () => {
    const { page } = await openMusic(site, 'beats', '#a=s1&b=s2&c=s3&d=s4');
    const playing = (tab: typeof page) =>
      tab.locator('[data-playing]').getAttribute('data-playing');
    await page.getByRole('button', { name: 'Surprise me in corner A' }).click();
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await expect.poll(() => contextsIn(page)).toEqual(['running']);
    const other = await page.context().newPage();
    await other.goto(`${site.url}/en/melodies/`);
    await other.waitForSelector('#pad[data-alive="true"]');
    await other.getByRole('button', { name: 'Play', exact: true }).click();
    await expect.poll(() => playing(page)).toBe('false');
    expect(await playing(other)).toBe('true');
    await other.close();
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await page.getByRole('link', { name: 'Norsk bokmål' }).click();
    await page.waitForURL('**/nb/beats/#a=*');
    await expect.poll(() => playing(page)).toBe('true');
    await page.keyboard.press('Control+z');
    await expect.poll(() => page.url()).toContain('#a=s1&');
  });
});

it('the keys of a headset pause and resume the music, and a lock screen names the scene', async () => {
  const { page } = await visit(site, { reducedMotion: 'reduce' });
  // A browser does not report which handlers are set.
  await page.addInitScript(() => {
    const handlers: Partial<Record<MediaSessionAction, MediaSessionActionHandler | null>> = {};
    Object.assign(window, { handlers });
    MediaSession.prototype.setActionHandler = (action, handler) => {
      handlers[action] = handler;
    };
  });
  const pressed = (action: 'play' | 'pause'): Promise<void> =>
    page.evaluate((one) => {
      const { handlers } = window as unknown as {
        handlers: Record<string, MediaSessionActionHandler>;
      };
      handlers[one]!({ action: one });
    }, action);
  const session = () =>
    page.evaluate(() => {
      const { playbackState, metadata } = navigator.mediaSession;
      return [playbackState, metadata?.title];
    });
  await page.goto(`${site.url}/en/beats/`);
  await untilDecoded(page);
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await expect.poll(session).toEqual(['playing', await page.title()]);
  await pressed('pause');
  await expect.poll(async () => (await session())[0]).toBe('paused');
  expect(await page.getByRole('button', { name: 'Play', exact: true }).count()).toBe(1);
  await pressed('play');
  await expect.poll(async () => (await session())[0]).toBe('playing');
});

it('a finger beside the plane does not move its cursor, since the margins are for scrolling', async () => {
  const options = { viewport: phone, hasTouch: true, isMobile: true } as const;
  const { page } = await visit(site, { reducedMotion: 'reduce', ...options });
  await page.goto(`${site.url}/en/#at=1,1`);
  await untilAlive(page);
  const devtools = await page.context().newCDPSession(page);
  const { y } = await placeOn(page, '#plane', [0, 0.5]);
  // Ten pixels to the left of the plane, whose left edge is at 16.
  for (const type of ['touchStart', 'touchEnd'] as const) {
    const touchPoints = type === 'touchStart' ? [{ x: 6, y, radiusX: 12, radiusY: 12 }] : [];
    await devtools.send('Input.dispatchTouchEvent', { type, touchPoints });
  }
  await page.locator('#plane').press('ArrowUp');
  await expect.poll(() => page.url()).toContain('#at=1,1.1');
});

it('the server lets browsers keep files whose names contain a hash of their content', async () => {
  const { page } = await visit(site, { reducedMotion: 'reduce' });
  const kept = new Map<string, string>();
  page.on('response', (response) => {
    kept.set(new URL(response.url()).pathname, response.headers()['cache-control'] ?? '');
  });
  await page.goto(`${site.url}/en/beats/`);
  await page.waitForSelector('#pad[data-alive="true"]');
  const chunks = [...kept].filter(([name]) => /-[\w-]{8}\.js$|^\/_next\/static\//u.test(name));
  expect(chunks.some(([name]) => name.startsWith('/workers/'))).toBe(true);
  for (const [name, control] of chunks)
    expect([name, control]).toEqual([name, expect.stringContaining('immutable')]);
  expect(kept.get('/en/beats/')).toBe('no-cache');
});
