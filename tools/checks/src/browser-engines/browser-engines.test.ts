/**
 * The engines in a real browser: each one passes the gradient self-test in Chromium, and trains like the cpu engine. WebGL
 * and WebGPU run on software adapters here, which are slow but correct; WebAssembly has two threads.
 */
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../workspace.js';

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
  let tab: Page;
  let reports: readonly Report[];
  let cpuLosses: readonly number[];
  const reportOf = (name: string): Report => reports.find((report) => report.name === name)!;
  const lossesOf = (name: string): Promise<number[]> => tab.evaluate(`page.losses('${name}')`);
  const expectLikeCpu = (losses: readonly number[]): void => {
    expect(losses).toHaveLength(3);
    losses.forEach((loss, epoch) => expect(loss / cpuLosses[epoch]!).toBeCloseTo(1, 4));
  };

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'speil-engines-'));
    const outDir = join(dir, 'out');
    await build({
      ...{ configFile: false, root: import.meta.dirname, logLevel: 'error' },
      build: { target: 'es2022', outDir, emptyOutDir: true },
    });
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
        '--use-webgpu-adapter=swiftshader',
      ],
    });
    tab = await browser.newPage();
    await tab.goto(server.url);
    await tab.waitForFunction('globalThis.page !== undefined');
    reports = await tab.evaluate('page.probe()');
    cpuLosses = await lossesOf('cpu');
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

  it('wasm trains like cpu, on two threads', async () => {
    expectLikeCpu(await lossesOf('wasm'));
    expect(tab.workers().map((worker) => worker.url())).toEqual([
      expect.stringContaining('thread.browser'),
    ]);
  });

  it('webgpu passes the gradient self-test and trains like cpu', async ({ skip }) => {
    if (!(await tab.evaluate('page.hasAdapter()'))) {
      expect(reportOf('webgpu').reason).toMatch(
        /^Engine webgpu is not (available|sound here): [^\n]+\.$/u,
      );
      skip('this Chromium has no adapter of WebGPU');
    }
    expect(reportOf('webgpu')).toMatchObject({ available: true, reason: '' });
    expect(reportOf('webgpu').selfTest).toBeLessThan(1e-3);
    expectLikeCpu(await lossesOf('webgpu'));
  });
});
