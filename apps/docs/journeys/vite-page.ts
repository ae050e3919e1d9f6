/** A page of a person's own, as the tutorials and the gallery describe it: built by Vite, and opened in a Chromium. */
import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromium, type Page } from 'playwright-core';
import { browserFlags, findBrowser } from '../../../tools/lib/browser.mjs';
import { serve } from '../../../tools/serve.mjs';
import { repository } from '../build/places.mjs';

/**
 * @param given the page's `index.html` and `main.js`, the model whose files it loads, and further files it may load.
 * @param visit checks the page.
 * @returns the addresses that the page requested from other hosts.
 */
export async function openVitePage(
  given: {
    readonly html: string;
    readonly program: string;
    readonly model: string;
    readonly files?: Readonly<Record<string, Uint8Array>>;
  },
  visit: (page: Page) => Promise<void>,
): Promise<readonly string[]> {
  const executablePath = await findBrowser();
  if (executablePath === undefined) throw new Error('No Chromium was found.');
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'speil-page-')));
  symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'index.html'), given.html);
  writeFileSync(join(folder, 'main.js'), given.program);
  mkdirSync(join(folder, 'public/engine'), { recursive: true });
  const wasm = join(repository, 'node_modules/@tensorflow/tfjs-backend-wasm/dist');
  for (const name of ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm']) {
    cpSync(join(wasm, name), join(folder, 'public/engine', name));
  }
  const model = join(repository, 'packages/models', given.model);
  cpSync(model, join(folder, 'public/models', given.model), { recursive: true });
  for (const [name, bytes] of Object.entries(given.files ?? {})) {
    writeFileSync(join(folder, 'public', name), bytes);
  }
  const vite = join(repository, 'node_modules/vite/bin/vite.js');
  await promisify(execFile)(process.execPath, [vite, 'build'], { cwd: folder });

  const browser = await chromium.launch({ executablePath, args: browserFlags });
  const site = await serve({ folder: join(folder, 'dist'), port: 0 });
  try {
    const page = await browser.newPage();
    const foreign: string[] = [];
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(site.url) && !/^(?:blob|data):/u.test(url)) foreign.push(url);
    });
    await page.goto(site.url);
    await visit(page);
    return foreign;
  } finally {
    await browser.close();
    await site.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
