/**
 * The tutorials that the documents' own check does not run: the page, built by Vite and opened in a Chromium, and the
 * programs in Python, where its libraries are.
 */
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { repository } from '../build/places.mjs';
import { openVitePage } from './vite-page.js';

const run = promisify(execFile);
const python = process.env['SPEIL_PYTHON'] ?? 'python3';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'speil-tutorials-'));
  symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The blocks of a tutorial in one language, in their order. */
function blocks(name: string, language: string): readonly string[] {
  const text = readFileSync(join(repository, 'docs/tutorials', `${name}.md`), 'utf8');
  const fence = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gmsu');
  return [...text.matchAll(fence)].map((match) => match[1]!);
}

describe.each([
  ['a digit', 'mnist-vae', 28, 0],
  ['a scene in colour', 'scenes-vae', 64, 1],
] as const)('the page of the tutorial that shows %s', (_, model, side, index) => {
  it('shows it, and another one under the pointer', async () => {
    const [html, program] = [blocks('web-page', 'html')[0]!, blocks('web-page', 'js page')[index]!];
    expect((html + program).trim().split('\n').length).toBeLessThan(55);
    const foreign = await openVitePage({ html, program, model }, async (page) => {
      await page.getByText('0.00, 0.00').waitFor();
      const first = await shownBy(page);
      expect(first.size).toEqual([side, side]);
      expect(first.isColoured).toBe(side === 64);
      await page.mouse.move(40, 40);
      await page.waitForFunction(() => document.querySelector('p')!.textContent !== '0.00, 0.00');
      expect((await shownBy(page)).picture).not.toBe(first.picture);
    });
    expect(foreign).toEqual([]);
  });
});

/** What the canvas shows: its size in pixels, its picture as a data URL, and whether that has another colour than grey. */
function shownBy(page: Page) {
  return page.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
    const { width, height } = canvas;
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, width, height);
    const isColoured = data.some((value, i) => i % 4 === 0 && value !== data[i + 1]);
    return { size: [width, height], picture: canvas.toDataURL(), isColoured };
  });
}

describe.runIf(spawnSync(python, ['-c', 'import numpy, onnxruntime, safetensors']).status === 0)(
  'in Python with numpy, onnxruntime and safetensors',
  () => {
    it('the programs of the tutorial run', async () => {
      const [, ...exports] = blocks('python', 'sh');
      const outputs: string[] = [];
      for (const [index, program] of blocks('python', 'python').entries()) {
        const command = exports[index]!.replace(
          'npx speil',
          () => `"${process.execPath}" node_modules/.bin/speil`,
        );
        await run('bash', ['-c', command], { cwd: folder });
        writeFileSync(join(folder, 'program.py'), program);
        outputs.push((await run(python, ['program.py'], { cwd: folder })).stdout.trim());
      }
      expect(outputs).toEqual([
        '(9, 28, 28, 1) (9, 2) True',
        // The number of parameters that the model's card states.
        'vae [2] 134165',
      ]);
    });
  },
);
