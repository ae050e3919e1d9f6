/**
 * The gallery's programs, for a model of each kind: those in Node and in a page, and those in Python where its libraries
 * are.
 */
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodePng } from '@speil/images';
import { programsOf } from '../build/gallery/loading.mjs';
import { repository } from '../build/places.mjs';
import { openVitePage } from './vite-page.js';

const run = promisify(execFile);
const python = process.env['SPEIL_PYTHON'] ?? 'python3';
const hasPython = (libraries: string): boolean =>
  spawnSync(python, ['-c', `import ${libraries}`]).status === 0;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'speil-gallery-'));
  symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const programs = (name: string): ReturnType<typeof programsOf> =>
  programsOf({ name, folder: join(repository, 'packages/models', name) });

describe('in Node', () => {
  it.each([
    ['mnist-vae', 'pictures.png'],
    ['mnist-cvae', 'pictures.png'],
    ['mnist-vq-vae', 'pictures.png'],
    ['mnist-classifier', 'pictures.png'],
    ['mnist-denoise', 'pictures.png'],
    ['scenes-upscale-4', 'pictures.png'],
    ['drums-2bar', 'piece.mid'],
  ])('%s writes %s', async (name, file) => {
    rmSync(join(folder, file), { force: true });
    writeFileSync(join(folder, 'program.mjs'), programs(name).node);
    await run(process.execPath, ['program.mjs'], { cwd: folder });
    expect(statSync(join(folder, file)).size).toBeGreaterThan(100);
    const head = readFileSync(join(folder, file)).subarray(0, 4).toString('latin1');
    expect(head).toBe(file.endsWith('.mid') ? 'MThd' : '\u0089PNG');
  });
});

describe('in a web page', () => {
  const html = '<img /><a></a><script type="module" src="/main.js"></script>';

  it.each([
    ['mnist-vae', 'img', 'src'],
    ['mnist-denoise', 'img', 'src'],
    ['drums-2bar', 'a', 'href'],
  ])('%s gives the page a file', async (name, element, attribute) => {
    const picture = { width: 28, height: 28, channels: 1 as const, pixels: new Uint8Array(784) };
    const files = { 'picture.png': encodePng(picture) };
    const given = { html, program: programs(name).page, model: name, files };
    const foreign = await openVitePage(given, async (page) => {
      const file = page.locator(`${element}[${attribute}^="blob:"]`);
      await file.waitFor({ state: 'attached' });
      if (element === 'img') {
        await page.waitForFunction(() => document.querySelector('img')!.naturalWidth > 0);
      }
    });
    expect(foreign).toEqual([]);
  });
});

describe('in Python', () => {
  const speak = async (name: string): Promise<string> => {
    const { shell, python: program } = programs(name);
    const speil = shell.replace('npx speil', () => `"${process.execPath}" node_modules/.bin/speil`);
    await run('bash', ['-c', speil], { cwd: folder });
    writeFileSync(join(folder, 'program.py'), program!);
    return (await run(python, ['program.py'], { cwd: folder })).stdout;
  };

  describe.runIf(hasPython('numpy, onnxruntime'))('with numpy and onnxruntime', () => {
    it.each([
      ['mnist-vae', '(10, 28, 28, 1)'],
      ['mnist-upscale-2', '(10, 28, 28, 1)'],
      ['scenes-denoise', '(10, 64, 64, 3)'],
    ])('%s gives pictures %s', async (name, shape) => {
      expect((await speak(name)).trim()).toBe(shape);
    });
  });

  it.runIf(hasPython('numpy, safetensors'))('mnist-vq-vae is read with safetensors', async () => {
    expect(await speak('mnist-vq-vae')).toMatch(/codebook/u);
  });
});
