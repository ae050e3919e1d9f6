/** The page of the Draw scene: its links, missing features, accessibility. */
import { describe, expect, it } from 'vitest';
import { reconstructionOf, phone, tooSmall, untilAlive, visit } from './browser';
import { openDraw } from './draw';
import { holdsForEverybody } from './everybody';
import { draw, zero } from './pen';
import { keepSite, site, visitOffline } from './site';

keepSite();

describe('a link', () => {
  it('restores everything that another person saw', async () => {
    const { page } = await openDraw();
    await draw(page, zero);
    await page.getByRole('radio', { name: 'Salt and pepper' }).check({ force: true });
    await page.getByRole('slider', { name: 'Strength' }).fill('0.7');
    await page.getByRole('button', { name: 'Damage again' }).click();
    await page.getByRole('button', { name: 'Hand it to the clothes network' }).click();
    await expect.poll(() => page.url()).toContain('network=clothes');
    await page.waitForTimeout(800);
    const other = (await visit(site, { reducedMotion: 'reduce' })).page;
    await other.goto(page.url());
    await untilAlive(other);
    await expect.poll(() => reconstructionOf(other)).toBe(await reconstructionOf(page));
    expect(await other.getByRole('slider', { name: 'Strength' }).inputValue()).toBe('0.7');
    expect(await other.getByRole('radio', { name: 'Salt and pepper' }).isChecked()).toBe(true);
    await other.waitForTimeout(700);
    expect(other.url()).toBe(page.url());
  });

  it.each([
    ['markup', '#noise=%3Cimg src=x onerror=alert(1)%3E&pixels=<b>'],
    ['huge numbers', '#strength=1e308&seed=99999&item=99999&divider=-9&factor=1000000'],
    ['a hundred thousand characters', `#pixels=${'A'.repeat(100_000)}`],
  ])('with %s still opens the page', async (_, fragment) => {
    const { page, complaints } = await openDraw(fragment);
    const reconstruction = await reconstructionOf(page);
    await page.getByRole('slider', { name: 'Strength' }).fill('0.2');
    await expect.poll(() => reconstructionOf(page)).not.toBe(reconstruction);
    expect(complaints).toEqual([]);
  });

  it('to another scene carries the drawing over', async () => {
    const { page } = await openDraw();
    await draw(page, zero);
    await expect.poll(() => page.url()).toContain('ink=');
    await page.getByRole('link', { name: 'Explore', exact: true }).click();
    await page.waitForURL('**/en/#ink=*');
    await untilAlive(page);
    await expect.poll(() => page.locator('[data-encoded]').count()).toBe(1);
    await page.getByRole('link', { name: 'Draw', exact: true }).click();
    await page.waitForURL('**/en/draw/#ink=*');
    await untilAlive(page);
    await page.getByRole('link', { name: 'Norsk bokmål' }).click();
    await page.waitForURL('**/nb/draw/#ink=*');
    await untilAlive(page);
    expect(await page.locator('h1').textContent()).toBe('Et speil som reparerer');
  });
});

describe('a page that lacks something', () => {
  it.each([
    ['the denoiser', '**/mnist-denoise-any/weights.safetensors'],
    ['the worker', '**/workers/model.js'],
  ])('%s: says what to do, and works after trying again', async (_, file) => {
    const { page } = await visit(site, { reducedMotion: 'reduce' });
    await page.context().route(file, async (route) => route.abort());
    await page.goto(`${site.url}/nb/draw/`);
    const alert = page.locator('main [role="alert"]');
    await expect.poll(() => alert.count()).toBe(1);
    expect(await alert.locator('p').textContent()).toMatch(/^Nettverket kunne ikke lastes inn\./u);
    // The page no longer says that it is loading.
    expect(await page.getByText('Laster nettverket').count()).toBe(0);
    await page.context().unroute(file);
    await page.getByRole('button', { name: 'Prøv igjen' }).click();
    await untilAlive(page);
    await expect.poll(() => alert.count()).toBe(0);
  });

  it('a network: works with the files that the first visit has stored', async () => {
    await visitOffline(async (page, offline) => {
      // This scene was never opened before, and works with all of its networks.
      await page.goto(`${offline.url}/nb/draw/`);
      await untilAlive(page);
      const reconstruction = await reconstructionOf(page);
      await page.getByRole('button', { name: 'Gi det til klesnettverket' }).click();
      await expect.poll(() => reconstructionOf(page)).not.toBe(reconstruction);
    });
  });

  it('scripts: says so, and shows no control that would do nothing', async () => {
    const { page } = await visit(site, { javaScriptEnabled: false });
    await page.goto(`${site.url}/en/draw/`);
    expect(await page.locator('noscript').innerText()).toContain('need JavaScript');
    expect(await page.locator(':is(button, input):visible').count()).toBe(0);
  });
});

describe('for everybody', () => {
  holdsForEverybody({
    widths: [320, 390, 600, 768, 899, 1024, 1440, 1920],
    async open(locale) {
      const { page } = await openDraw('', {}, locale);
      await page.locator('[data-map]').scrollIntoViewIfNeeded();
      await page.locator('[data-encoded] li').nth(2).waitFor();
      return page;
    },
  });

  it('has both sides of the mirror on the first screen of a phone, and large enough controls', async () => {
    const { page } = await openDraw('', { viewport: phone, hasTouch: true, isMobile: true });
    const box = await page.locator('[data-reconstruction]').boundingBox();
    expect(box!.y + box!.height).toBeLessThanOrEqual(phone.height);
    expect(await tooSmall(page)).toEqual([]);
  });

  it('has a skip link to the restored digit', async () => {
    const { page } = await openDraw();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('restored');
  });
});
