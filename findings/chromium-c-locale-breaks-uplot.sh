#!/usr/bin/env bash
# Chromium 153 (@sparticuz/chromium 153.0.0, headless), driven by playwright-core 1.65.2, and uPlot 1.6.32, Linux x64.
#
# Where the system's language is C.UTF-8, as in most containers, Chromium reports `navigator.language` as "en-US@posix". That
# is a locale of the ICU library, not a BCP 47 language tag as the HTML specification requires, and Intl throws a
# RangeError for it. uPlot makes its number format of `navigator.language` while it is loaded, so its import alone throws,
# and a page that imports it statically shows nothing.
#
# Seen: LANG=C.UTF-8: "en-US@posix", and the import fails with "RangeError: Invalid language tag: en-US@posix";
# LANG=en_US.UTF-8: "und" (undetermined, which is a tag), and the import works.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export TMPDIR="$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts @sparticuz/chromium@153.0.0 playwright-core@1.65.2 uplot@1.6.32 >/dev/null 2>&1
cat >run.mjs <<'JS'
import { readFileSync } from 'node:fs';
import chromium from '@sparticuz/chromium';
import { chromium as playwright } from 'playwright-core';
const library = readFileSync('node_modules/uplot/dist/uPlot.esm.js', 'utf8');
const executablePath = await chromium.executablePath();
for (const [language, reported, works] of [
  ['C.UTF-8', 'en-US@posix', false],
  ['en_US.UTF-8', 'und', true],
]) {
  const browser = await playwright.launch({
    executablePath,
    args: ['--no-sandbox', '--headless'],
    env: { ...process.env, LANG: language, LC_ALL: '', LANGUAGE: '' },
  });
  const page = await browser.newPage();
  const seen = await page.evaluate(async (code) => {
    const url = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
    const result = await import(url).then(() => 'works', (error) => `${error.name}: ${error.message}`);
    return [navigator.language, result];
  }, library);
  console.log(language, browser.version(), seen);
  await browser.close();
  if (seen[0] !== reported || (seen[1] === 'works') !== works) throw new Error('This has changed.');
  if (!works && !seen[1].startsWith('RangeError')) throw new Error('This has changed.');
}
JS
node run.mjs
