/**
 * The engines in a real browser: each one trains for one step in Chromium and passes the gradient self-test. WebGL and
 * WebGPU run on software adapters here, which are slow but correct.
 */
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from './workspace.js';

interface Report {
  readonly name: string;
  readonly available: boolean;
  readonly reason: string;
  readonly selfTest: number | null;
}
interface Server {
  readonly url: string;
  close(): Promise<void>;
}

const { findBrowser } = (await import(join(root, 'tools/lib/browser.mjs'))) as {
  findBrowser: () => Promise<string | undefined>;
};
const { serve } = (await import(join(root, 'tools/serve.mjs'))) as {
  serve: (options: { folder: string; port: number }) => Promise<Server>;
};
const executablePath = await findBrowser();

describe.skipIf(executablePath === undefined)('in Chromium', () => {
  let dir: string;
  let server: Server;
  let browser: Browser;
  let reports: readonly Report[];
  const reportOf = (name: string): Report => reports.find((report) => report.name === name)!;

  beforeAll(async () => {
    // The folder is inside the workspace, so that the page's imports resolve.
    dir = await mkdtemp(join(tmpdir(), 'speil-engines-'));
    const page = join(root, 'tools/checks/.page');
    await mkdir(page, { recursive: true });
    await writeFile(
      join(page, 'page.js'),
      `import { probeEngines } from '@speil/core/engines';
       probeEngines({ wasmPath: '/wasm/' }).then((reports) => { globalThis.reports = reports; });`,
    );
    await writeFile(
      join(page, 'index.html'),
      '<!doctype html><title>engines</title><script type="module" src="./page.js"></script>',
    );
    const outDir = join(dir, 'out');
    await build({ root: page, logLevel: 'error', build: { target: 'es2022', outDir } });
    await rm(page, { recursive: true });
    const wasm = dirname(
      createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json'),
    );
    await mkdir(join(outDir, 'wasm'));
    for (const name of ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm']) {
      await copyFile(join(wasm, 'dist', name), join(outDir, 'wasm', name));
    }
    server = await serve({ folder: outDir, port: 0 });
    browser = await chromium.launch({
      executablePath: executablePath!,
      args: [
        '--no-sandbox',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--enable-unsafe-webgpu',
      ],
    });
    const tab = await browser.newPage();
    await tab.goto(server.url);
    await tab.waitForFunction('globalThis.reports !== undefined', undefined, { timeout: 240_000 });
    reports = await tab.evaluate('globalThis.reports');
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await rm(dir, { recursive: true, force: true });
  });

  it.each(['cpu', 'wasm', 'webgl'])('%s passes the gradient self-test', (name) => {
    expect(reportOf(name)).toMatchObject({ available: true, reason: '' });
    expect(reportOf(name).selfTest).toBeLessThan(1e-3);
  });

  it('webgpu passes the gradient self-test, or says in one line why it is unavailable', () => {
    const { available, reason, selfTest } = reportOf('webgpu');
    if (available) expect(selfTest).toBeLessThan(1e-3);
    else expect(reason).toMatch(/^Engine webgpu is not (available|sound here): [^\n]+\.$/u);
  });
});
