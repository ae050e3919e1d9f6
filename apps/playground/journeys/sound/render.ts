/** Bundles stage.ts, which then renders takes in a page. */
import path from 'node:path';
import { build } from 'vite';
import type { Page } from 'playwright-core';
import type { Take } from './take';

/** Loads the renderer into a page. @returns a function that renders a take to samples of one channel. */
export async function openStage(page: Page): Promise<(take: Take) => Promise<Float32Array>> {
  await page.evaluate(await bundled());
  return async (take) => {
    const text = await page.evaluate(
      (given) => (window as unknown as { render: (take: Take) => Promise<string> }).render(given),
      take,
    );
    const { buffer, byteOffset, byteLength } = Buffer.from(text, 'base64');
    return new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength));
  };
}

async function bundled(): Promise<string> {
  const result = await build({
    configFile: false,
    root: path.join(import.meta.dirname, '../..'),
    publicDir: false,
    logLevel: 'warn',
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      target: 'es2022',
      minify: false,
      lib: { entry: path.join(import.meta.dirname, 'stage.ts'), formats: ['iife'], name: 'stage' },
    },
  });
  const [{ output }] = result as unknown as [{ output: [{ code: string }] }];
  return output[0].code;
}
