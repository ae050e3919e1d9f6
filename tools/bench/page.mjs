/**
 * `npm run bench:page`: training steps and decoding in a page of Chromium, with the engine that Speil assembles and with
 * tfjs's wasm backend, each in a page of its own, in turn. `--works dense,conv` and `--rounds 3` run a part.
 */
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { build } from 'vite';
import { browserFlags, findBrowser } from '../lib/browser.mjs';
import { serve } from '../serve.mjs';

const { values: options } = parseArgs({
  options: {
    works: { type: 'string', default: 'dense,conv,colour,lstm,digit,decode:1,decode:225' },
    rounds: { type: 'string', default: '3' },
  },
});
const works = options.works.split(',');
const rounds = Number(options.rounds);
if (!Number.isInteger(rounds) || rounds < 1) {
  console.error(`bench:page: --rounds takes a whole number from 1. Received: ${options.rounds}.`);
  process.exit(2);
}

const folder = await mkdtemp(path.join(os.tmpdir(), 'speil-page-bench-'));
try {
  await build({
    configFile: false,
    root: path.join(import.meta.dirname, '../..'),
    publicDir: false,
    logLevel: 'error',
    build: {
      target: 'es2022',
      outDir: folder,
      emptyOutDir: true,
      modulePreload: false,
      rollupOptions: {
        input: path.join(import.meta.dirname, 'page-work.mjs'),
        output: { format: 'es', entryFileNames: 'work.js' },
      },
    },
  });
  const backend = createRequire(import.meta.url).resolve(
    '@tensorflow/tfjs-backend-wasm/package.json',
  );
  await mkdir(path.join(folder, 'engines'));
  for (const name of ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm']) {
    await cp(path.join(path.dirname(backend), 'dist', name), path.join(folder, 'engines', name));
  }
  await writeFile(
    path.join(folder, 'index.html'),
    '<!doctype html><title>bench</title><script type="module" src="/work.js"></script>',
  );
  await run(folder);
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function run(site) {
  const server = await serve({ folder: site });
  const browser = await chromium.launch({
    executablePath: await findBrowser(),
    args: browserFlags,
  });
  console.log(`Chromium ${browser.version()}, ${os.cpus()[0]?.model}, one thread. Milliseconds.\n`);
  console.log(
    '| work | tfjs-wasm | speil wasm | times as fast | first step, tfjs | first step, speil |',
  );
  console.log('| --- | ---: | ---: | ---: | ---: | ---: |');
  try {
    for (const work of works) {
      const found = { tfjs: [], wasm: [] };
      for (let round = 0; round < rounds; round++) {
        for (const engine of ['tfjs', 'wasm'])
          found[engine].push(await inPage(browser, server.url, work, engine));
      }
      const median = (engine, key) => {
        const sorted = found[engine].map((one) => one[key]).sort((a, b) => a - b);
        return sorted[sorted.length >> 1];
      };
      const [before, after] = ['tfjs', 'wasm'].map((engine) => median(engine, 'median'));
      const cells = [before, after, before / after].map((value) => value.toPrecision(3));
      const firsts = ['tfjs', 'wasm'].map((engine) => median(engine, 'first').toFixed(0));
      console.log(`| ${[work, ...cells, ...firsts].join(' | ')} |`);
    }
  } finally {
    await browser.close();
    await server.close();
  }
}

async function inPage(browser, url, work, engine) {
  const page = await browser.newPage();
  try {
    await page.goto(url);
    await page.waitForFunction(() => globalThis.measure !== undefined);
    return await page.evaluate(([name, one]) => globalThis.measure(name, one), [work, engine]);
  } finally {
    await page.close();
  }
}
