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

it('the page of the tutorial shows a digit, and another one under the pointer', async () => {
  const [html, program] = [blocks('web-page', 'html')[0]!, blocks('web-page', 'js page')[0]!];
  expect((html + program).trim().split('\n').length).toBeLessThan(45);
  const foreign = await openVitePage({ html, program, model: 'mnist-vae' }, async (page) => {
    await page.getByText('0.00, 0.00').waitFor();
    const draw = (): Promise<string> =>
      page.locator('canvas').evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
    const first = await draw();
    await page.mouse.move(40, 40);
    await page.waitForFunction(() => document.querySelector('p')!.textContent !== '0.00, 0.00');
    expect(await draw()).not.toBe(first);
  });
  expect(foreign).toEqual([]);
});

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
