/** `speil data show`: what a dataset contains, and some of it as a picture. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { decodePng, encodePng } from '@speil/images';
import { expect, it } from 'vitest';
import type { Io } from '../../io/io.js';
import { main } from '../../main.js';
import { recordedIo } from '../../testing/io.js';
import { workFolder } from '../../testing/work-folder.js';

async function show(cwd: string, ...args: readonly string[]) {
  return await showOn({ cwd }, ...args);
}

async function showOn(changes: Partial<Io>, ...args: readonly string[]) {
  const io = recordedIo(changes);
  const code = await main(['data', 'show', ...args], io);
  return { code, out: io.lines.out, err: io.lines.err.join('\n') };
}

it('describes a folder: sizes, parts, classes, the model that fits, and some of its pictures', async () => {
  const cwd = workFolder();
  for (let i = 0; i < 20; i++) {
    const [width, height] = [40 + i, 50];
    const file = path.join(cwd, 'photos', i % 2 === 0 ? 'train' : 'test', 'cat', `${i}.png`);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    const pixels = new Uint8Array(width * height * 3).fill(100 + i);
    fs.writeFileSync(file, encodePng({ width, height, channels: 3, pixels }));
  }
  const { code, out } = await show(cwd, 'photos', '-n', '4', '-o', 'some.png');
  expect(code).toBe(0);
  expect(out).toEqual([
    '20 pictures, 40x50 to 59x50, colour -> 32x32 colour (19 of 20 cropped)',
    'train 10; validation: a tenth of the training pictures, by default; test 10',
    '1 class: cat',
    `A model that fits: 32x32 colour. Train one with: speil train vae --data ${path.join(cwd, 'photos')}`,
    'some.png',
  ]);
  const { width, height } = decodePng(fs.readFileSync(path.join(cwd, 'some.png')), 'some.png');
  expect(width).toBeGreaterThan(4 * 32 - 1);
  expect(height).toBeGreaterThan(31);
});

it('draws some of the pictures in a terminal, in colour and as wide as fits', async () => {
  const cwd = workFolder();
  const env = { LANG: 'en_US.UTF-8', TERM: 'xterm-256color', COLORTERM: 'truecolor' };
  fs.mkdirSync(path.join(cwd, 'red/train'), { recursive: true });
  const pixels = Uint8Array.from({ length: 32 * 32 * 3 }, (_, i) => (i % 3 === 0 ? 200 : 0));
  for (let i = 0; i < 4; i++) {
    fs.writeFileSync(
      path.join(cwd, 'red/train', `${i}.png`),
      encodePng({ width: 32, height: 32, channels: 3, pixels }),
    );
  }
  const { out } = await showOn({ cwd, env, tty: true, columns: 40 }, 'red', '-n', '4');
  const drawn = out.filter((line) => line.includes('\u001b['));
  // Three of the pictures are for training. Enlarged twice, 196 x 64 with two gaps: 40 cells are 6.5 lines.
  expect(drawn).toHaveLength(7);
  for (const line of drawn) expect(line).toContain('48;2;200;0;0m');
  expect((await show(cwd, 'red')).out.join('')).not.toContain('\u001b[');
});

it('counts songs, metres and keys, and the windows of notes of each part', async () => {
  const { code, out } = await show(workFolder(), 'generated', '--music');
  expect(code).toBe(0);
  expect(out[0]).toMatch(/^\d+ songs of \d+ to \d+ bars: train \d+, validation \d+, test \d+$/u);
  expect(out[1]).toMatch(/^metres: 4\/4 \(\d+\)/u);
  expect(out[2]).toMatch(/^keys: /u);
  expect(out[3]).toMatch(/^melody, two bars, training part: \d+ songs -> \d+ windows/u);
  expect(out[4]).toMatch(/^bass, two bars, training part: \d+ songs -> \d+ windows/u);
  expect(out.at(-1)).toBe('Train a model of trio with: speil train musicvae --data generated');
});

it('rejects a name that no dataset has', async () => {
  const { code, err } = await show(workFolder(), 'nowhere');
  expect(code).not.toBe(0);
  expect(err).toMatch(/^speil: Unknown dataset 'nowhere'\./u);
});
