/**
 * Runs axe on the largest pages of the built site, which take too long for a test: the four that a reader scrolls
 * through for minutes. `npm run docs` first, then
 *
 *   node apps/docs/build/axe.mjs [page ...]
 *
 * Prints the findings of each page and the time; the exit code is 1 if there are any. A page on which axe as a whole is
 * stopped after two minutes is checked in parts: each heading of the second level with what follows it.
 */
import { AxeBuilder } from '@axe-core/playwright';
import { chromium } from 'playwright-core';
import { browserFlags, findBrowser } from '../../../tools/lib/browser.mjs';
import { serve } from '../../../tools/serve.mjs';
import { base, host, version } from './places.mjs';

const largest = ['api/api.html', 'api/core.html', 'api/music.html', 'benchmarks.html'];
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const looks = [
  { colorScheme: 'light', viewport: { width: 1440, height: 900 } },
  { colorScheme: 'dark', viewport: { width: 390, height: 844 } },
];
const patience = 120_000;

const executablePath = await findBrowser();
if (executablePath === undefined) throw new Error('No Chromium was found.');
const site = await serve({ folder: host, port: 0 });
const browser = await chromium.launch({ executablePath, args: browserFlags });
const wanted = process.argv.slice(2);
try {
  for (const path of wanted.length > 0 ? wanted : largest) {
    for (const look of looks) await check(path, look);
  }
} finally {
  await browser.close();
  await site.close();
}

async function check(path, look) {
  const context = await browser.newContext({ ...look, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const started = performance.now();
  await page.goto(`${site.url}${base}${version}/${path}`, { waitUntil: 'networkidle' });
  const whole = await withinPatience(run(page));
  // A page in which axe still runs answers nothing else, so the parts are checked in a new one.
  const violations = whole ?? (await checkParts(path, look));
  const seconds = Math.round((performance.now() - started) / 1000);
  const how = whole === undefined ? 'in parts' : 'as a whole';
  console.log(
    `${path}, ${look.colorScheme}, ${look.viewport.width} pixels wide: ${violations.length} findings, ${how}, ${seconds} s`,
  );
  for (const { id, help, nodes } of violations) {
    console.log(`  ${id}: ${help}, ${nodes.length} times`);
    for (const { html, failureSummary } of nodes.slice(0, 3)) {
      console.log(`    ${html.slice(0, 300)}\n      ${failureSummary.replaceAll('\n', ' ')}`);
    }
  }
  if (violations.length > 0) process.exitCode = 1;
  await context.close();
}

async function run(page, ...include) {
  const builder = new AxeBuilder({ page }).setLegacyMode(true).withTags(tags);
  for (const selector of include) builder.include(selector);
  return (await builder.analyze()).violations;
}

/** @returns undefined if the work takes too long. */
async function withinPatience(work) {
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, patience);
  });
  work.catch(() => undefined);
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/**
 * Removes all of the text but one part, for each part: axe is then as fast as on a small page. The frame of the page is
 * there each time; headings are checked in the order of the page, since each part begins with one.
 */
async function checkParts(path, look) {
  const found = [];
  for (let part = 0, parts = 1; part < parts; part++) {
    const context = await browser.newContext({ ...look, reducedMotion: 'reduce' });
    const page = await context.newPage();
    await page.goto(`${site.url}${base}${version}/${path}`, { waitUntil: 'networkidle' });
    parts = await page.evaluate((kept) => {
      const text = document.querySelector('.vp-doc > div');
      let index = 0;
      for (const child of [...text.children]) {
        if (child.tagName === 'H2') index++;
        // The title stays, so that headings begin at the first level.
        if (index !== kept && child.tagName !== 'H1') child.remove();
      }
      return index + 1;
    }, part);
    found.push(...(await run(page)));
    await context.close();
  }
  return found;
}
