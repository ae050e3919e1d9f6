#!/usr/bin/env bash
# Chromium 153 (@sparticuz/chromium 153.0.0, headless, without a graphics card), driven by playwright-core 1.65.2, Linux x64.
#
# A page that would compute on a graphics card, but not on software that imitates one, is meant to ask for a context with
# `failIfMajorPerformanceCaveat: true`, which the WebGL specification (section 5.2) has refused where the implementation would
# be much slower than a native program. With SwiftShader, which computes on the processor, Chromium gives a context all
# the same, on a canvas element and on an OffscreenCanvas. Only the name of the renderer tells, and `RENDERER` itself is
# always "WebKit WebGL": the name needs WEBGL_debug_renderer_info.
#
# Seen: two contexts in spite of the option; RENDERER "WebKit WebGL"; UNMASKED_RENDERER_WEBGL names SwiftShader.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export TMPDIR="$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts @sparticuz/chromium@153.0.0 playwright-core@1.65.2 >/dev/null 2>&1
cat >run.mjs <<'JS'
import chromium from '@sparticuz/chromium';
import { chromium as playwright } from 'playwright-core';
const browser = await playwright.launch({
  executablePath: await chromium.executablePath(),
  args: ['--no-sandbox', '--headless'],
});
const page = await browser.newPage();
const seen = await page.evaluate(() =>
  [document.createElement('canvas'), new OffscreenCanvas(1, 1)].map((canvas) => {
    const context = canvas.getContext('webgl2', { failIfMajorPerformanceCaveat: true });
    if (context === null) return 'refused';
    const { UNMASKED_RENDERER_WEBGL } = context.getExtension('WEBGL_debug_renderer_info');
    const names = [context.RENDERER, UNMASKED_RENDERER_WEBGL].map((name) => context.getParameter(name));
    return names.join(' | ');
  }),
);
console.log(browser.version(), seen);
await browser.close();
if (!seen.every((one) => /^WebKit WebGL \| .*SwiftShader/u.test(one))) throw new Error('This has changed.');
JS
node run.mjs
