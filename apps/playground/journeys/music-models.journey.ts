/** Tests the models of the music scenes (other checkpoints, missing models, offline use) and the layout of the pages. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { outFolder, phone, tooSmall, visit } from './browser';
import type { Site, Visit } from './browser';
import { heardIn, musicScenes, openMusic, tilesOf, untilDecoded } from './music';
import { holdsForEverybody } from './everybody';
import { keepSite, site, visitOffline } from './site';

keepSite();

describe('a model from another address', () => {
  const address = 'https://models.example/beats';
  const modelFile = (name: string): Buffer =>
    readFileSync(path.join(outFolder, 'models/drums-2bar', name));

  /** Whether the weights in the folder `short` are cut short. */
  let broken = true;

  async function withModels(page: Page): Promise<string[]> {
    const fetched: string[] = [];
    await page.context().route('https://models.example/**', async (route) => {
      const { pathname } = new URL(route.request().url());
      const [, folder, name] = pathname.split('/');
      fetched.push(pathname);
      if (folder === 'none' || name === undefined) return route.fulfill({ status: 404 });
      let body = modelFile(name);
      if (folder === 'long' && name === 'config.json') {
        body = Buffer.from(body.toString().replace('"numSteps": 32', '"numSteps": 64'));
      }
      if (folder === 'short' && name.includes('shard') && broken) body = body.subarray(0, 1000);
      const headers = { 'access-control-allow-origin': '*' };
      return route.fulfill({ body, headers });
    });
    return fetched;
  }

  it('shows its size first, is loaded and kept, and can be replaced by the shipped model', async () => {
    const { page, complaints } = await openMusic(site, 'beats', '#a=s1&b=s2&c=s3&d=s4');
    const fetched = await withModels(page);
    await page.getByRole('button', { name: 'Other model' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Address of the folder').fill(address);
    await dialog.getByRole('button', { name: 'Check address' }).click();
    await expect.poll(() => dialog.getByText(/^1\.0 MB to fetch\./u).count()).toBe(1);
    expect(fetched.filter((file) => file.includes('shard'))).toEqual([]);
    await dialog.getByRole('button', { name: 'Load' }).click();
    await expect.poll(() => dialog.isVisible()).toBe(false);
    await expect.poll(() => page.url()).toContain('model=https');
    const count = fetched.length;
    await page.getByRole('button', { name: 'Other model' }).click();
    await dialog.getByRole('button', { name: 'Check address' }).click();
    await expect.poll(() => dialog.getByText(/kept in this browser already/u).count()).toBe(1);
    expect(fetched).toHaveLength(count);
    await dialog.getByRole('button', { name: 'Back to the page’s own' }).click();
    await expect.poll(() => page.url()).not.toContain('model=');
    expect(complaints).toEqual([]);
  });

  it.each([
    ['http://models.example/beats', /^Enter the address of a folder/u],
    ['https://models.example/none', /^There is no Magenta checkpoint/u],
    ['https://models.example/long', /^That model does not fit/u],
  ])('%s is rejected with one line', async (bad, reason) => {
    const { page } = await openMusic(site, 'beats');
    await withModels(page);
    await page.getByRole('button', { name: 'Other model' }).click();
    await page.getByLabel('Address of the folder').fill(bad);
    await page.getByRole('button', { name: 'Check address' }).click();
    await expect
      .poll(() => page.getByRole('dialog').locator('[role="alert"] > p').textContent())
      .toMatch(reason);
  });

  it('is rejected and not kept if it arrives damaged, and is accepted once it is complete', async () => {
    const { page } = await openMusic(site, 'beats', '#a=s1&b=s2&c=s3&d=s4');
    await withModels(page);
    const before = await tilesOf(page);
    await page.getByRole('button', { name: 'Other model' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Address of the folder').fill('https://models.example/short');
    await dialog.getByRole('button', { name: 'Check address' }).click();
    await dialog.getByRole('button', { name: 'Load' }).click();
    await expect
      .poll(() => dialog.locator('[role="alert"] > p').textContent())
      .toMatch(/^That model could not be read/u);
    expect(await tilesOf(page)).toBe(before);
    broken = false;
    await dialog.getByRole('button', { name: 'Load' }).click();
    await expect.poll(() => dialog.isVisible()).toBe(false);
    await expect.poll(() => page.url()).toContain('model=https');
  });

  it('is offered but not fetched if a link names it', async () => {
    const { page } = await visit(site, { reducedMotion: 'reduce' });
    const fetched = await withModels(page);
    await page.goto(`${site.url}/en/beats/#model=${encodeURIComponent(address)}`);
    await untilDecoded(page);
    await expect.poll(() => page.getByRole('dialog').isVisible()).toBe(true);
    expect(await page.getByLabel('Address of the folder').inputValue()).toBe(address);
    const question = 'This link uses a model from models.example. Fetch it?';
    expect(await page.getByText(question).isVisible()).toBe(true);
    expect(fetched).toEqual([]);
  });

  it('is offered in the language of the page, with the host of its address visible', async () => {
    const { page } = await visit(site, { reducedMotion: 'reduce', viewport: phone });
    await page.goto(
      `${site.url}/nb/beats/#model=${encodeURIComponent(`${address}/${'x'.repeat(90)}`)}`,
    );
    await untilDecoded(page);
    const field = page.getByLabel('Adressen til mappen');
    await field.waitFor();
    expect(await field.evaluate((input: HTMLInputElement) => input.scrollLeft)).toBe(0);
    await field.fill('foo');
    expect(await page.getByText('Denne lenken bruker').count()).toBe(0);
    await page.getByRole('button', { name: 'Sjekk adressen' }).click();
    await expect
      .poll(() => page.getByRole('dialog').getByRole('alert').textContent())
      .toContain('Skriv adressen til en mappe; den begynner med https://.');
  });
});

describe('a music page', () => {
  it('without its model says in the language of the page what to do, and works after a retry', async () => {
    const { page } = await visit(site, { reducedMotion: 'reduce' });
    const file = '**/group1-shard1of1';
    await page.context().route(file, async (route) => route.abort());
    await page.goto(`${site.url}/nb/melodies/`);
    const alert = page.locator('main [role="alert"]');
    await expect.poll(() => alert.count()).toBe(1);
    expect(await alert.locator('p').textContent()).toMatch(/^Modellen kunne ikke lastes inn\./u);
    await page.context().unroute(file);
    await page.getByRole('button', { name: 'Prøv igjen' }).click();
    await untilDecoded(page);
    await expect.poll(() => alert.count()).toBe(0);
  });

  it('without JavaScript says that it needs it, and shows no controls', async () => {
    const { page } = await visit(site, { javaScriptEnabled: false });
    await page.goto(`${site.url}/en/beats/`);
    expect(await page.locator('noscript').innerText()).toContain('needs JavaScript');
    expect(await page.locator(':is(button, input, select):visible').count()).toBe(0);
  });

  it('still plays offline once the site has been opened', async () => {
    const openBeats = (offline: Site): Promise<Visit> =>
      openMusic(offline, 'beats', '#a=s1&b=s2&c=s3&d=s4');
    await visitOffline(async (page, offline) => {
      await page.reload();
      await untilDecoded(page);
      await page.locator('#pad').press('ArrowRight');
      await expect.poll(async () => (await heardIn(page)).length).toBeGreaterThan(3);
      // The other scene has never been opened, and works too.
      await page.goto(`${offline.url}/nb/melodies/`);
      await untilDecoded(page);
      expect(await page.locator('h1').textContent()).toBe('Mellom fire melodier');
    }, openBeats);
  });
});

describe.each(musicScenes)('the %s page', (scene) => {
  holdsForEverybody({
    widths: [320, 390, 600, 768, 1024, 1280, 1920],
    open: async (locale) => (await openMusic(site, scene, '#path=AAAAyMgA', {}, locale)).page,
    opened: {
      async 'with an editor and the choice of a model'(page) {
        await page.getByRole('button', { name: 'Edit corner B' }).click();
        await page.getByRole('button', { name: 'Other model' }).click();
      },
    },
  });

  it('fits on a phone and has large enough controls', async () => {
    const { page } = await openMusic(site, scene, '', {
      viewport: phone,
      hasTouch: true,
      isMobile: true,
    });
    const pad = await page.locator('#pad').boundingBox();
    expect(pad!.y + pad!.height).toBeLessThanOrEqual(phone.height);
    expect(await tooSmall(page)).toEqual([]);
    expect(await tooSmall(page, 'main :is(button, input, select)', 44)).toEqual([]);
    const lines = await page.locator('[data-roll]').boundingBox();
    expect(lines!.width).toBeLessThanOrEqual(phone.width);
  });
});

it.each(musicScenes)('%s loads at most 3 MB, and nothing shifts', async (scene) => {
  const { page } = await visit(site);
  await page.addInitScript(() => {
    const shifts: number[] = [];
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        shifts.push((entry as unknown as { value: number }).value);
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  let decoded = 0;
  page.on('response', (response) => {
    void response.body().then(
      (body) => {
        decoded += body.length;
      },
      () => undefined,
    );
  });
  await page.goto(`${site.url}/en/${scene}/`);
  await untilDecoded(page);
  await page.waitForTimeout(1500);
  const shifts = await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts);
  expect(shifts.reduce((sum, value) => sum + value, 0)).toBeLessThanOrEqual(0.05);
  // These are bytes before compression; the server sends fewer.
  expect(decoded).toBeGreaterThan(1e6);
  expect(decoded).toBeLessThanOrEqual(3e6);
});
