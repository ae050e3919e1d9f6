/**
 * Renders the previews of shared links, and the icons, from a built site in a real Chromium. They are kept in
 * src/entry, since no browser is available during a build. Usage: node build/previews.mjs, after node build/build.mjs.
 */
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { serve } from '../../../tools/serve.mjs';

const root = path.join(import.meta.dirname, '..');
const entry = path.join(root, 'src/entry');
/** A preview is 1200 by 630 pixels. The window is large enough to show a whole scene. */
const view = { viewport: { width: 1600, height: 840 }, deviceScaleFactor: 0.75 };

/** What each picture shows: a page, an element that the page must contain, and a button to press before that. */
const previews = {
  explore: ['en/#at=-0.6,1.2', '[data-reconstruction][data-alive="true"]'],
  draw: ['en/draw/', '[data-reconstruction][data-alive="true"]'],
  compare: ['en/compare/#item=3', '[data-mean]'],
  train: ['en/train/', '[data-diagnosis="fine"]', 'One epoch'],
  lesson: ['en/lesson/#part=plane', '[data-widget="plane"]'],
  beats: ['en/beats/', '#pad[data-alive="true"]'],
  melodies: ['en/melodies/', '#pad[data-alive="true"]'],
  about: ['en/about/', 'h1'],
};

/** Hides the controls, and enlarges the wordmark. */
const style = `
  nav, header button, footer, noscript { display: none !important }
  header { height: 104px !important; width: auto !important }
  header > a { font-size: 2.75rem !important; height: 104px !important; line-height: 104px !important }
  header > a i { top: 32px !important; height: 45px !important }
`;

const { url, close } = await serve({ folder: path.join(root, 'out'), port: 0 });
const browser = await chromium.launch({
  executablePath: process.env.PLAYWRIGHT_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
await mkdir(path.join(entry, 'previews'), { recursive: true });
await mkdir(path.join(entry, 'icons'), { recursive: true });
try {
  for (const [name, [address, awaited, pressed]] of Object.entries(previews)) {
    const page = await open({ ...view, reducedMotion: 'reduce', colorScheme: 'light' });
    await page.goto(`${url}/${address}`);
    if (pressed !== undefined) await page.getByRole('button', { name: pressed }).click();
    await page.waitForSelector(awaited);
    await page.addStyleTag({ content: style });
    await page.waitForLoadState('networkidle');
    await page.screenshot({ path: path.join(entry, 'previews', `${name}.png`) });
    await page.context().close();
  }
  const icon = await readFile(path.join(entry, 'icon.svg'), 'utf8');
  for (const [name, side, share] of [
    ['apple-touch-icon', 180, 1],
    ['icon-192', 192, 1],
    ['icon-512', 512, 1],
    // A mask may only cut off background.
    ['maskable-512', 512, 0.8],
  ]) {
    const page = await open({ viewport: { width: side, height: side } });
    const drawn = icon.replace('<svg ', `<svg width="${side * share}" height="${side * share}" `);
    await page.setContent(
      `<body style="margin:0;height:100vh;display:grid;place-items:center;background:#0e161c">${drawn}`,
    );
    await page.screenshot({ path: path.join(entry, 'icons', `${name}.png`) });
    await page.context().close();
  }
} finally {
  await browser.close();
  await close();
}

async function open(options) {
  const context = await browser.newContext({
    ...options,
    bypassCSP: true,
    serviceWorkers: 'block',
  });
  return await context.newPage();
}
