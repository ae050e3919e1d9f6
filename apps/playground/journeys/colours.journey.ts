/** Forced colours (Windows' contrast themes): every control, state and class is visible. */
import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { untilAlive, violationsOf, visit } from './browser';
import { untilDecoded } from './music';
import { keepSite, site } from './site';

keepSite();

async function open(path: string, colorScheme: 'light' | 'dark' = 'dark'): Promise<Page> {
  const { page } = await visit(site, {
    forcedColors: 'active',
    reducedMotion: 'reduce',
    colorScheme,
  });
  await page.goto(`${site.url}/en/${path}`);
  return page;
}

interface Colours {
  /** The number of different colours. */
  readonly count: number;
  /** Whether any of them is not a grey. */
  readonly coloured: boolean;
  /** The picture's PNG file in base64: equal strings mean equal pictures. */
  readonly picture: string;
}

async function coloursOf(control: Locator): Promise<Colours> {
  const png = await control.screenshot();
  const { data, channels } = decode(png);
  const colours = new Set<string>();
  for (let i = 0; i < data.length; i += channels) colours.add(data.subarray(i, i + 3).join());
  const spread = (text: string): number => {
    const parts = text.split(',').map(Number);
    return Math.max(...parts) - Math.min(...parts);
  };
  return {
    count: colours.size,
    coloured: [...colours].some((colour) => spread(colour) > 60),
    picture: png.toString('base64'),
  };
}

/** The colour of a control's left edge, at half its height. */
async function rimOf(control: Locator): Promise<string> {
  const { data, channels, width, height } = decode(await control.screenshot());
  const row = data.subarray(Math.floor(height / 2) * width * channels);
  // The edge may fall between two pixels of the picture.
  const colours = [0, 1, 2].map((x) => row.subarray(x * channels, x * channels + 3).join());
  return colours.find((colour) => colour !== colours[2]) ?? colours[0]!;
}

/** Checks that a pressed control looks different, apart from its focus ring. */
async function expectSeen(page: Page, control: Locator): Promise<void> {
  const blurred = async (): Promise<string> => {
    await page.mouse.move(2, 2);
    await control.blur();
    return (await coloursOf(control)).picture;
  };
  const before = await blurred();
  await control.click();
  expect(await blurred()).not.toBe(before);
}

describe('with forced colours', () => {
  it('Explore shows its toggles, its classes and the logo', async () => {
    const page = await open('#at=1,1');
    await untilAlive(page);
    const legend = page.getByRole('button', { name: 'Test digits of class 0' });
    expect((await coloursOf(legend)).coloured).toBe(true);
    await expectSeen(page, legend);
    await expectSeen(page, page.getByRole('button', { name: 'Decoded digits' }));
    await expectSeen(page, page.getByRole('button', { name: 'Test digit of class 0' }));
    const logo = page.locator('header a i');
    const { backgroundColor, paper } = await logo.evaluate((element) => ({
      backgroundColor: getComputedStyle(element).backgroundColor,
      paper: getComputedStyle(document.documentElement).backgroundColor,
    }));
    expect(backgroundColor).not.toBe(paper);
    expect(await violationsOf(page)).toEqual([]);
  });

  it('a button that becomes enabled looks like the other buttons', async () => {
    const page = await open('');
    await untilAlive(page);
    const [once, always] = await Promise.all(
      ['Save digit', 'Save plane'].map(async (name) =>
        rimOf(page.getByRole('button', { name, exact: true })),
      ),
    );
    expect(once).toBe(always);
  });

  it('Draw shows which option is chosen', async () => {
    const page = await open('draw/', 'light');
    await untilAlive(page);
    const chosen = page.locator('label', { hasText: 'Blocks' });
    const before = (await coloursOf(chosen)).picture;
    await chosen.click();
    expect((await coloursOf(chosen)).picture).not.toBe(before);
  });

  it('Beats shows its play button and which controls are pressed', async () => {
    const page = await open('beats/');
    await untilDecoded(page);
    expect((await coloursOf(page.locator('[data-playing]'))).count).toBeGreaterThan(1);
    await expectSeen(page, page.getByRole('button', { name: 'Mute' }));
    await expectSeen(page, page.getByRole('button', { name: 'Draw a path' }));
    await expectSeen(page, page.getByRole('button', { name: 'Hear corner B by itself' }));
    await expectSeen(page, page.getByRole('button', { name: 'Edit corner B' }));
    expect(await violationsOf(page)).toEqual([]);
  });
});
