/** What the commands on pictures say about a model that does not meet their expectations. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { encodePng } from '@speil/images';
import { afterAll, describe, expect, it } from 'vitest';
import { recordedIo } from '../testing/io.js';
import { main } from '../main.js';
import { writeModel } from '../testing/models.js';

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'speil-pictures-'));
afterAll(() => fs.rmSync(dir, { recursive: true }));

/** Runs a command in the folder. */
async function speil(...args: readonly string[]) {
  const io = recordedIo({ cwd: dir });
  const code = await main(args, io);
  return { code, out: io.lines.out.join('\n'), err: io.lines.err };
}

function writePictures(folder: string, side: number, count: number): void {
  for (const part of ['train', 'test']) {
    fs.mkdirSync(path.join(dir, folder, part), { recursive: true });
    for (let i = 0; i < count; i++) {
      const pixels = Uint8Array.from({ length: side * side * 3 }, (_, k) => (k * 7 + i * 31) % 256);
      const picture = { width: side, height: side, channels: 3, pixels } as const;
      fs.writeFileSync(path.join(dir, folder, part, `${i}.png`), encodePng(picture));
    }
  }
}

writeModel(dir, 'plain');
writeModel(dir, 'large', {}, [40, 40, 3]);

describe('a plain autoencoder', () => {
  it('has no prior to sample from, and the message suggests a mixture', async () => {
    const { code, err } = await speil(
      'sample',
      './plain',
      '-n',
      '1',
      '--engine',
      'cpu',
      '-o',
      'samples',
    );
    expect(code).toBe(0);
    expect(err[0]).toMatch(
      /^speil: .*plain is a plain autoencoder, which has no prior: .+--sampler mixture/u,
    );
  });

  it.each([
    ['denoise', 'clean', 'mnist-denoise'],
    ['upscale', 'enlarge', 'mnist-upscale-2'],
  ])(
    'cannot %s, and the message suggests another model and another command',
    async (command, does, other) => {
      writePictures('digits', 28, 1);
      const { code, err } = await speil(command, './plain', 'digits/test/0.png', '-o', 'out');
      expect(code).toBe(1);
      expect(err).toEqual([
        `speil: ./plain was not trained to ${does} pictures. Try a model such as ${other}, or: speil reconstruct ./plain`,
      ]);
    },
  );
});

describe('items of a dataset', () => {
  it('are reconstructed and interpolated by their numbers', async () => {
    writePictures('numbers', 30, 3);
    const data = ['--data', path.join(dir, 'numbers'), '--engine', 'cpu', '--json'];
    const pairs = await speil('reconstruct', './plain', '2', '0', ...data, '-o', 'items');
    expect(JSON.parse(pairs.out)).toEqual({
      files: ['items/2.png', 'items/0.png', 'items/pairs.png'],
    });
    expect((await speil('interpolate', './plain', '0', '2', ...data, '-o', 'way.png')).code).toBe(
      0,
    );
    const missing = await speil('reconstruct', './plain', '3', ...data, '-o', 'items');
    expect([missing.code, missing.err]).toEqual([
      2,
      [
        'speil: With --data, name items by their numbers, from 0 to 2 in numbers/test. Received: 3.',
      ],
    ]);
  });
});

describe('pictures of more than 4,096 values', () => {
  it('are compared without principal components, with one line that says why', async () => {
    writePictures('photos', 40, 8);
    const { code, out, err } = await speil(
      'compare',
      './large',
      '--data',
      path.join(dir, 'photos'),
      '-o',
      'compared',
    );
    expect(code).toBe(0);
    expect(err.filter((line) => line.includes('PCA'))).toEqual([
      'speil: PCA is limited to 4,096 values per image (yours: 4,800), so it is left out. --no-pca leaves it out without this line.',
    ]);
    expect(out).toContain('large');
    expect(out).not.toContain('PCA');
    const silent = await speil(
      'compare',
      './large',
      '--data',
      path.join(dir, 'photos'),
      '--no-pca',
      '-o',
      'again',
    );
    expect(silent.err.filter((line) => line.includes('PCA'))).toEqual([]);
  });
});

it('only the card of a model whose likelihood has no bounds says that pictures are not clipped', async () => {
  writeModel(dir, 'bounded', { objective: { likelihood: { kind: 'bernoulli' } } });
  for (const [name, says] of [
    ['plain', true],
    ['bounded', false],
  ] as const) {
    const { code } = await speil('export', `./${name}`, '--to', 'safetensors', '-o', `${name}-out`);
    expect(code).toBe(0);
    const card = fs.readFileSync(path.join(dir, `${name}-out`, 'README.md'), 'utf8');
    expect(card.includes('not clipped to 0 to 1')).toBe(says);
  }
});
