/**
 * `npm run bench:page`: training steps and decoding in a page of Chromium, with the engine that Speil assembles and with
 * tfjs's wasm backend, each in a page of its own, in turn. `--works dense,conv`, `--rounds 3` and `--threads 2` run a part.
 * `--jax-js DIR` adds jax-js to the dense step, if `npm install @jax-js/jax` was run in DIR.
 */
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { build } from 'vite';
import { browserFlags, findBrowser } from '../lib/browser.mjs';
import { ensureInstalled, nxEnv, requireNode, runBin } from '../lib/setup.mjs';
import { serve } from '../serve.mjs';

const { values: options } = parseArgs({
  options: {
    works: { type: 'string', default: 'dense,conv,colour,lstm,digit,decode:1,decode:225' },
    rounds: { type: 'string', default: '3' },
    threads: { type: 'string', default: '1,2' },
    'jax-js': { type: 'string' },
  },
});
const works = options.works.split(',');
const rounds = Number(options.rounds);
if (!Number.isInteger(rounds) || rounds < 1) {
  console.error(`bench:page: --rounds takes a whole number from 1. Received: ${options.rounds}.`);
  process.exit(2);
}

const threads = options.threads.split(',').map(Number);
if (!threads.every((count) => Number.isInteger(count) && count >= 1)) {
  console.error(
    `bench:page: --threads takes whole numbers from 1, such as 1,2. Received: ${options.threads}.`,
  );
  process.exit(2);
}

requireNode();
ensureInstalled();
const building = ['run-many', '-t', 'build', '-p', '@speil/terminal', '--output-style=static'];
const built = await runBin('nx', building, { env: nxEnv });
if (built !== 0) process.exit(built);
const { findBenchmark } = await import('../../apps/terminal/dist/bench/benchmarks.js');
try {
  for (const work of works) if (work !== 'digit') findBenchmark(work);
} catch (error) {
  console.error(`bench:page: ${error.message}`);
  process.exit(2);
}

const jax = options['jax-js'];
const jaxFile = jax && path.resolve(jax, 'node_modules/@jax-js/jax/dist/index.js');
if (jaxFile !== undefined && !existsSync(jaxFile)) {
  console.error(`bench:page: there is no jax-js at ${jaxFile}. Run npm install @jax-js/jax there.`);
  process.exit(2);
}

const folder = await mkdtemp(path.join(os.tmpdir(), 'speil-page-bench-'));
try {
  await build({
    configFile: false,
    root: path.join(import.meta.dirname, '../..'),
    publicDir: false,
    logLevel: 'error',
    resolve: { alias: jaxFile === undefined ? {} : { '@jax-js/jax': jaxFile } },
    build: {
      target: 'es2022',
      outDir: folder,
      emptyOutDir: true,
      modulePreload: false,
      rollupOptions: {
        input: path.join(import.meta.dirname, 'page-work.mjs'),
        external: jaxFile === undefined ? ['@jax-js/jax'] : [],
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
  await writeFile(path.join(folder, 'index.html'), '<!doctype html><title>bench</title>');
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
  console.log(`Chromium ${browser.version()}, ${os.cpus()[0]?.model}. Milliseconds.\n`);
  const engines = [
    'tfjs',
    ...threads.map((count) => `wasm, ${count} ${count === 1 ? 'thread' : 'threads'}`),
    ...(jaxFile === undefined ? [] : ['jax-js']),
  ];
  console.log('| work | engine | ms | times as fast as tfjs | first step, ms |');
  console.log('| --- | --- | ---: | ---: | ---: |');
  try {
    for (const work of works) {
      const here = engines.filter((engine) => engine !== 'jax-js' || work === 'dense');
      const found = new Map(here.map((engine) => [engine, []]));
      for (let round = 0; round < rounds; round++) {
        for (const engine of here) {
          found.get(engine).push(await inPage(browser, server.url, work, engine));
        }
      }
      const median = (engine, key) => {
        const sorted = found.get(engine).map((one) => one[key]);
        sorted.sort((a, b) => a - b);
        return sorted[sorted.length >> 1];
      };
      for (const engine of here) {
        const time = median(engine, 'median');
        const ratio = median('tfjs', 'median') / time;
        const cells = [time.toPrecision(3), ratio.toFixed(2), median(engine, 'first').toFixed(0)];
        console.log(`| ${[work, engine, ...cells].join(' | ')} |`);
      }
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
    const count = Number(/\d+/u.exec(engine)?.[0] ?? 1);
    const name = engine.startsWith('wasm') ? 'wasm' : engine;
    const { result, error } = await page.evaluate(
      (task) =>
        new Promise((resolve, reject) => {
          const worker = new Worker('/work.js', { type: 'module' });
          worker.onmessage = ({ data }) => resolve(data);
          worker.onerror = ({ message }) => reject(new Error(message));
          worker.postMessage(task);
        }),
      [work, name, count],
    );
    if (error !== undefined) throw new Error(`${work} on ${engine}: ${error}`);
    return result;
  } finally {
    await page.close();
  }
}
