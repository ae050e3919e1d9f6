/** A model that was trained in the page is shown by the other scenes of pictures. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { keepSite, site } from './site';
import { button, openTrain, untilShown } from './train';

keepSite();

/** Trains for one epoch, and shows the model in another scene. */
async function openIn(scene: string, fragment: string) {
  const visited = await openTrain(fragment);
  const { page } = visited;
  await untilShown(page, 0);
  await button(page, 'One epoch').click();
  await expect
    .poll(() => page.locator('[data-validation]').getAttribute('data-validation'), {
      timeout: 60_000,
    })
    .not.toBe('');
  await button(page, scene).click();
  await page.waitForURL('**/#model=own');
  return visited;
}

const pixels = (page: Page, canvas: string): Promise<string> =>
  page
    .locator(canvas)
    .first()
    .evaluate((found: HTMLCanvasElement) => found.toDataURL());
const decoded = (page: Page) => pixels(page, '[data-reconstruction][data-alive="true"] canvas');

describe('a model that was trained in the page', () => {
  it('is explored: its plane, its reconstructions, and a link that keeps it', async () => {
    const { page, complaints } = await openIn('Explore it', '#batch=512');
    await page.getByRole('heading', { name: 'Your own latent space' }).waitFor();
    const before = await decoded(page);
    await page.locator('#plane').press('Shift+ArrowLeft');
    await expect.poll(() => decoded(page)).not.toBe(before);
    await expect.poll(() => page.url()).toMatch(/#model=own&at=/u);
    await page.locator('[data-nearest] canvas').waitFor();
    await page.getByRole('button', { name: /^Held-out picture of class 3/u }).click();
    await page.locator('[data-encoded]').waitFor();
    await expect.poll(() => page.url()).toContain('item=');
    await page.reload();
    await page.getByRole('heading', { name: 'Your own latent space' }).waitFor();
    await decoded(page);
    await page.locator('[data-encoded]').waitFor();
    expect(complaints).toEqual([]);
  });

  it('of more than two numbers is explored on the plane of its principal components', async () => {
    const { page, complaints } = await openIn(
      'Explore it',
      '#batch=512&latents=8&data=fashion-mnist-10k',
    );
    await decoded(page);
    expect(await page.locator('#plane-help').textContent()).toContain('PCA');
    await page.getByRole('button', { name: 'Held-out pictures of class Trousers' }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('that is given the class draws each class at the same point', async () => {
    const { page, complaints } = await openIn('Explore it', '#batch=512&model=cvae');
    const zero = await decoded(page);
    await page.getByRole('radio', { name: '1', exact: true }).check({ force: true });
    await expect.poll(() => decoded(page)).not.toBe(zero);
    await expect.poll(() => page.url()).toContain('condition=1');
    // A picture of a class is reconstructed as one of that class.
    await page.getByRole('button', { name: /^Held-out picture of class 3/u }).click();
    await expect
      .poll(() => page.getByRole('radio', { name: '3', exact: true }).isChecked())
      .toBe(true);
    expect(complaints).toEqual([]);
  });

  it('is compared with the models of the site under one cursor', async () => {
    const { page, complaints } = await openIn('Compare it', '#batch=512');
    const own = '[data-column="own"] [data-alive="true"] canvas';
    const before = await pixels(page, own);
    await page.locator('[data-plane="vae"]').press('Shift+ArrowLeft');
    await expect.poll(() => pixels(page, own)).not.toBe(before);
    expect(await page.locator('[data-column]').count()).toBe(6);
    expect(complaints).toEqual([]);
  });

  it('restores damaged pictures, and is carried along to the other scenes', async () => {
    const { page, complaints } = await openIn('Draw with it', '#batch=512&model=denoise');
    await page.getByText('Mended by the model that you trained').waitFor();
    await button(page, 'Back to the digits network').click();
    await page.getByText('Mended by a network that knows digits').waitFor();
    await button(page, 'Hand it to your model').click();
    await page.getByText('Mended by the model that you trained').waitFor();
    await page.getByRole('link', { name: 'Compare' }).click();
    await page.locator('[data-column="own"]').waitFor();
    expect(complaints).toEqual([]);
  });

  it('that is not on this device is said to be missing, with the way to one', async () => {
    const { page, complaints } = await openTrain();
    for (const scene of ['', 'compare/']) {
      await page.goto(`${site.url}/en/${scene}#model=own`);
      await page.getByText('there is none here').waitFor();
    }
    await page.getByRole('main').getByRole('link', { name: 'Train a model' }).click();
    await untilShown(page, 0);
    await page.goto(`${site.url}/en/draw/#model=own`);
    await page.getByText('No model that mends pictures is kept').waitFor();
    expect(complaints).toEqual([]);
  });
});
