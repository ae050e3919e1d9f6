/** tfjs's engine `webgpu` in Chromium, on its software adapter: whether its gradients are right, not how fast a GPU is. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { build } from 'vite';
import { expect, it, onTestFinished } from 'vitest';
import { browserFlags } from '../../../../tools/lib/browser.mjs';
import { serve } from '../../../../tools/serve.mjs';
import { executable } from '../browser';

it('the engine webgpu passes the self-test of gradients, and trains like the cpu engine', async ({
  skip,
}) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'speil-webgpu-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await build({
    configFile: false,
    root: import.meta.dirname,
    publicDir: false,
    logLevel: 'error',
    build: {
      target: 'es2022',
      outDir: folder,
      emptyOutDir: true,
      modulePreload: false,
      rollupOptions: {
        input: path.join(import.meta.dirname, 'work.ts'),
        output: { format: 'es', entryFileNames: 'work.js' },
      },
    },
  });
  await writeFile(
    path.join(folder, 'index.html'),
    '<!doctype html><title>WebGPU</title><script type="module" src="/work.js"></script>',
  );
  const server = await serve({ folder, port: 0 });
  onTestFinished(() => server.close());
  const browser = await chromium.launch({
    executablePath: await executable(),
    args: [...browserFlags, '--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'],
  });
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  await page.goto(server.url);
  await page.waitForFunction(() => 'losses' in globalThis);
  const hasAdapter = await page.evaluate(() => globalThis.hasAdapter());
  if (!hasAdapter) skip('this Chromium has no adapter of WebGPU');
  const [webgpu, cpu] = await page.evaluate(async () => [
    await globalThis.losses('webgpu'),
    await globalThis.losses('cpu'),
  ]);
  expect(webgpu).toHaveLength(3);
  webgpu.forEach((loss, epoch) => expect(loss / cpu[epoch]!).toBeCloseTo(1, 4));
});
