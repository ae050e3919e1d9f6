/**
 * Users of the published packages, for the rehearsal: someone who installs the command line, someone who builds a page,
 * someone whose compiler resolves the types, and someone who makes a package of their own. Each works in a folder of its own with packages of the registry alone.
 */
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findBrowser, browserFlags } from '../lib/browser.mjs';
import { bundle, installInto } from '../lib/consumer.mjs';
import { run } from '../lib/programs.mjs';
import { onWindows, root } from '../lib/setup.mjs';
import { serve } from '../serve.mjs';

/** Installs the command line globally, into a folder, and trains a tiny model with it. @returns what it reports. */
export async function useTerminal(home, env) {
  const prefix = join(home, 'prefix');
  const work = join(home, 'work');
  for (const folder of [prefix, work]) mkdirSync(folder, { recursive: true });
  await run('npm', ['install', '--global', '--prefix', prefix, '@speil/terminal'], work, env);
  const speil = join(prefix, onWindows ? 'speil.cmd' : 'bin/speil');
  const brief = ['--limit', '64', '--epochs', '1', '--width', '4', '--no-tui', '--json'];
  const out = await run(
    speil,
    ['train', 'vae', '--data', 'scenes', ...brief, '--out', 'runs/x'],
    work,
    env,
  );
  const { steps, epochs } = JSON.parse(out.trim().split('\n').at(-1));
  if (epochs !== 1 || !(steps >= 1)) {
    throw new Error(`A training of one epoch was expected. Received: ${out.trim().slice(-300)}`);
  }
  return `${steps} steps trained`;
}

const pageScript = `
import { fromUrl, loadEngine, loadModel } from '@speil/core';
import { imageCodec } from '@speil/images';
import { folder } from '@speil/model-mnist-vae';

const engine = await loadEngine('cpu', { training: false });
const model = await loadModel(fromUrl(new URL('model/', document.baseURI)), { codec: imageCodec, engine });
const [picture] = await model.decode({ shape: [1, 2], values: Float32Array.of(0.5, -0.5) });
const canvas = document.querySelector('canvas');
const { width, height, pixels: grey } = picture;
const image = new ImageData(width, height);
for (let i = 0; i < width * height; i++) {
  image.data.set([grey[i], grey[i], grey[i], 255], i * 4);
}
canvas.getContext('2d').putImageData(image, 0, 0);
document.title = folder instanceof URL ? 'decoded' : 'no folder';
`;

/** Builds a page with a shipped model and, if there is a browser, looks at the digit that it decodes. */
export async function usePage(home, env) {
  const packages = ['@speil/core', '@speil/images', '@speil/model-mnist-vae'];
  await installInto(home, packages, env);
  mkdirSync(join(home, 'public/model'), { recursive: true });
  for (const file of ['model.json', 'weights.safetensors']) {
    copyFileSync(
      join(home, 'node_modules/@speil/model-mnist-vae', file),
      join(home, 'public/model', file),
    );
  }
  writeFileSync(join(home, 'main.js'), pageScript);
  writeFileSync(
    join(home, 'index.html'),
    '<!doctype html><title>wait</title><canvas width="28" height="28"></canvas><script type="module" src="./main.js"></script>',
  );
  await bundle(home);
  const browser = await findBrowser();
  if (browser === undefined || !existsSync(browser)) return 'built; no Chromium to open it';
  return `built, and Chromium shows ${await look(browser, join(home, 'dist'))}`;
}

/** Opens the page. @returns a description of the digit. @throws if the canvas shows none. */
async function look(executablePath, folder) {
  const { chromium } = await import('playwright-core');
  const site = await serve({ folder, port: 0, host: '127.0.0.1' });
  const browser = await chromium.launch({ executablePath, args: browserFlags });
  try {
    const page = await browser.newPage();
    const errors = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(site.url);
    await page
      .waitForFunction(() => document.title !== 'wait', undefined, { timeout: 60_000 })
      .catch(() => {
        throw new Error(`The page decoded nothing within a minute. ${errors.join(' ')}`);
      });
    const ink = await page.evaluate(() => {
      const { data } = document.querySelector('canvas').getContext('2d').getImageData(0, 0, 28, 28);
      return data.filter((value, i) => i % 4 === 0 && value > 128).length;
    });
    // A stroke covers a tenth of the picture or so; a blank or a full canvas is no digit.
    if (ink < 20 || ink > 400) {
      throw new Error(`The page should show a digit. Received: ${ink} bright pixels of 784.`);
    }
    return `a digit of ${ink} bright pixels`;
  } finally {
    await browser.close();
    await site.close();
  }
}

/** Compiles a file that imports the packages' entries, under both resolutions of ES modules. */
export async function resolveTypes(home, env) {
  const names = ['api', 'core', 'images', 'music', 'runs'].map((name) => `@speil/${name}`);
  await installInto(home, names, env);
  const lines = names.flatMap((name) => {
    const manifest = JSON.parse(
      readFileSync(join(home, 'node_modules', name, 'package.json'), 'utf8'),
    );
    return Object.entries(manifest.exports)
      .filter(([entry, target]) => typeof target === 'object' && !entry.includes('engines/'))
      .map(([entry]) => name + entry.slice(1));
  });
  const program = [
    ...lines.map((from, i) => `import * as entry${i} from '${from}';`),
    `export const all = [${lines.map((_, i) => `entry${i}`).join(', ')}];`,
    "import { modelSpecSchema } from '@speil/api';",
    'export const name: string = modelSpecSchema.parse({}).name;',
    // A name that resolves to no types would be accepted as any.
    '// @ts-expect-error: a specification has no such property.',
    'export const wrong = modelSpecSchema.parse({}).noSuchProperty;',
  ];
  writeFileSync(join(home, 'consumer.ts'), `${program.join('\n')}\n`);
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const strict = ['--noEmit', '--strict', '--skipLibCheck', '--target', 'es2022'];
  for (const [resolution, module] of [
    ['node16', 'node16'],
    ['bundler', 'esnext'],
  ]) {
    await run(
      process.execPath,
      [tsc, ...strict, '--module', module, '--moduleResolution', resolution, 'consumer.ts'],
      home,
      env,
    );
  }
  return `${lines.length} entries under node16 and bundler`;
}

/** Makes a package of one's own with `npm create`, runs its tests, trains a little and packs the model. */
export async function createOwn(home, env) {
  mkdirSync(home, { recursive: true });
  await run(
    'npm',
    ['create', '--yes', 'speil@latest', 'mine', '--', '--data', 'scenes'],
    home,
    env,
  );
  const folder = join(home, 'mine');
  const npm = (...args) => run('npm', args, folder, env);
  await npm('install');
  await npm('test');
  await npm('run', 'train', '--', '--limit', '64', '--epochs', '1', '--no-tui');
  await npm('run', 'pack');
  await npm('run', 'verify');
  await npm('test');
  return 'tested, trained, packed, verified';
}
