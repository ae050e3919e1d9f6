/** Pages of the built site in a Chromium: axe, both schemes, both sizes, search, and requests to this host alone. */
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserFlags, findBrowser } from '../../../tools/lib/browser.mjs';
import { serve } from '../../../tools/serve.mjs';
import { base, host, version } from '../build/places.mjs';

const visited = {
  home: 'index.html',
  'a guide': 'guides/own-data.html',
  'a page of the API': 'api/core/tensor.html',
  'a model of the gallery': 'gallery/mnist-vae.html',
  'the gallery': 'gallery/',
};

const looks = (['light', 'dark'] as const).flatMap((colorScheme) =>
  [
    { width: 390, height: 844 },
    { width: 1440, height: 900 },
  ].map((viewport) => ({ colorScheme, viewport })),
);

let browser: Browser;
let site: { url: string; close(): Promise<void> };
const requested: string[] = [];
const complaints: string[] = [];

beforeAll(async () => {
  const executablePath = await findBrowser();
  if (executablePath === undefined) throw new Error('No Chromium was found.');
  browser = await chromium.launch({ executablePath, args: browserFlags });
  site = await serve({ folder: host, port: 0 });
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

async function open(path: string, look = looks[1]!): Promise<Page> {
  const context = await browser.newContext({ ...look, reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.on('request', (request) => requested.push(request.url()));
  page.on('pageerror', (error) => complaints.push(`${path}: ${error.message}`));
  page.on('console', (message) => {
    // The page of the other version, below, does not exist.
    if (message.type() === 'error' && !message.text().includes('404'))
      complaints.push(`${path}: ${message.text()}`);
  });
  await page.goto(`${site.url}${base}${version}/${path}`, { waitUntil: 'networkidle' });
  return page;
}

describe.each(Object.entries(visited))('%s', (_, path) => {
  it.each(looks)(
    'is found faultless by axe in the $colorScheme scheme, $viewport.width pixels wide',
    async (look) => {
      const page = await open(path, look);
      const { violations } = await new AxeBuilder({ page })
        .setLegacyMode(true)
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
        .analyze();
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      await page.context().close();
      expect(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
      ).toEqual([]);
      // Nothing is wider than the window.
      expect(width).toBeLessThanOrEqual(look.viewport.width);
    },
  );
});

it('the address without a version leads to this version', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${site.url}${base}`);
  await page.waitForURL(`**${base}${version}/`);
  expect(await page.textContent('h1')).toContain('autoencoder studio');
  await context.close();
});

it('the menu of versions names this one, and leads to another one beside it', async () => {
  const page = await open('guides/music.html');
  expect(await page.locator('.VPNavBar .version-menu').textContent()).toContain(version);
  await page.route('**/versions.json', (route) =>
    route.fulfill({ json: { versions: ['9.9.9', version] } }),
  );
  await page.reload({ waitUntil: 'networkidle' });
  const requested = page.waitForRequest(`**${base}9.9.9/`);
  await page.locator('.VPNavBar .version-menu select').selectOption('9.9.9');
  await requested;
  await page.context().close();
});

it('search finds a name of the API', async () => {
  const page = await open('index.html');
  await page.click('.VPNavBarSearch button');
  await page.fill('.VPLocalSearchBox input', 'registerEngine');
  await page.waitForSelector('.VPLocalSearchBox .result');
  expect(await page.textContent('.VPLocalSearchBox .results')).toContain('registerEngine');
  await page.context().close();
});

it('no page requests anything from another host, or complains', () => {
  expect(requested.length).toBeGreaterThan(20);
  expect(requested.filter((url) => !url.startsWith(site.url) && !url.startsWith('data:'))).toEqual(
    [],
  );
  expect(complaints).toEqual([]);
});
