import { describe, expect, it } from 'vitest';
import { cursorOf, reconstructionOf, placeOn, untilAlive, visit } from './browser';
import { keepSite, site } from './site';

keepSite();

describe('a link', () => {
  it('restores everything that another person saw', async () => {
    const { page } = await visit(site, { reducedMotion: 'reduce' });
    await page.goto(`${site.url}/en/`);
    await untilAlive(page);
    await page.getByRole('button', { name: 'Test digits of class 4' }).click();
    await page.getByRole('button', { name: 'Decoded digits' }).click();
    await page.getByRole('button', { name: 'Clear' }).scrollIntoViewIfNeeded();
    const [from, to] = [
      await placeOn(page, '[data-pad]', [0.3, 0.2]),
      await placeOn(page, '[data-pad]', [0.5, 0.85]),
    ];
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(to.x, to.y, { steps: 12 });
    await page.mouse.up();
    await expect.poll(() => page.locator('[data-encoded]').count()).toBe(1);
    await page.getByRole('button', { name: 'Set B to the cursor' }).click();
    await page.getByRole('radio', { name: '2×' }).check();
    await page.locator('#plane').press('ArrowUp');
    await expect.poll(() => page.url()).toContain('ink=');
    await page.waitForTimeout(700);

    const other = (await visit(site, { reducedMotion: 'reduce' })).page;
    await other.goto(page.url());
    await untilAlive(other);
    expect(await cursorOf(other)).toEqual(await cursorOf(page));
    await expect.poll(() => reconstructionOf(other)).toBe(await reconstructionOf(page));
    await expect
      .poll(() => other.locator('[data-encoded]').allTextContents())
      .toEqual(await page.locator('[data-encoded]').allTextContents());
    const pressed = (name: string) =>
      other.getByRole('button', { name }).getAttribute('aria-pressed');
    expect(await pressed('Test digits of class 4')).toBe('false');
    expect(await pressed('Test digits of class 5')).toBe('true');
    expect(await pressed('Decoded digits')).toBe('false');
    expect(await other.getByRole('radio', { name: '2×' }).isChecked()).toBe(true);
    await other.waitForTimeout(700);
    expect(other.url()).toBe(page.url());
  });

  it.each([
    ['markup', '#at=%3Cimg src=x onerror=alert(1)%3E&item=javascript:alert(1)'],
    ['huge numbers', '#at=1e308,1e308&a=999,-999&t=9e9&item=99999&hide=0123456789012345'],
    ['broken escapes', '#at=%E0%A4%A&ink=%ff%ff&off=%00'],
    ['a hundred thousand characters', `#ink=${'A'.repeat(100_000)}`],
    ['a prototype', '#__proto__=1&constructor=2&at=0.5,0.5'],
  ])('with %s still opens the page', async (_, fragment) => {
    const { page, complaints } = await visit(site, { reducedMotion: 'reduce' });
    page.on('dialog', () => complaints.push('dialog'));
    await page.goto(`${site.url}/en/${fragment}`);
    await untilAlive(page);
    const { x, y } = await cursorOf(page);
    expect(Math.abs(x)).toBeLessThan(10);
    expect(Math.abs(y)).toBeLessThan(10);
    await page.locator('#plane').press('ArrowUp');
    await expect.poll(async () => (await cursorOf(page)).y).not.toBe(y);
    expect(complaints).toEqual([]);
  });
});
