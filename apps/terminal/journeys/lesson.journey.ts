/**
 * The commands that the lesson teaches, as a person would use them (restore, traverse, compare), and the lesson itself.
 */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { decodePng, encodePng, resize, scenesDataset } from '@speil/images';
import { openDataset } from '@speil/images/node';
import { beforeAll, describe, expect, it } from 'vitest';
import { lastJson, speil } from './harness.js';

const small = ['--data', 'mnist-10k', '--limit', '256', '--epochs', '1', '--no-tui'];

describe('models of the lesson', () => {
  let cwd: string;
  const sizeOf = (file: string): [number, number] => {
    const { width, height } = decodePng(fs.readFileSync(path.join(cwd, file)), file);
    return [width, height];
  };
  /** Width and height of an overview of digits, enlarged three times, with gaps of two pixels. */
  const overview = (columns: number, rows: number): [number, number] => [
    columns * 86 - 2,
    rows * 86 - 2,
  ];

  beforeAll(async () => {
    cwd = fs.mkdtempSync(path.join(os.tmpdir(), 'speil-journey-'));
    const runs = {
      noisy: ['mnist-denoise'],
      small: ['mnist-upscale-2'],
      conditional: ['mnist-cvae'],
      plane: ['mnist-ae-2d'],
      coded: ['mnist-vq-vae'],
    };
    for (const [folder, recipe] of Object.entries(runs)) {
      const { code, stderr } = await speil(cwd, ['train', ...recipe, ...small, '--out', folder]);
      expect(code, stderr).toBe(0);
    }
    const { values } = await (await openDataset('mnist-10k', { split: 'test' })).read([3]);
    const pixels = Uint8Array.from(values, (value) => value * 255);
    const digit = encodePng({ width: 28, height: 28, channels: 1, pixels });
    fs.writeFileSync(path.join(cwd, 'digit.png'), digit);
    return () => fs.rmSync(cwd, { recursive: true, force: true });
  }, 180_000);

  it('denoise a picture, or corrupt it first and show all three versions', async () => {
    expect((await speil(cwd, ['denoise', 'noisy', 'digit.png', '-o', 'clean'])).code).toBe(0);
    expect(sizeOf('clean/digit.png')).toEqual([28, 28]);
    expect(sizeOf('clean/rows.png')).toEqual(overview(1, 2));
    const args = ['denoise', 'noisy', 'digit.png', '--corrupt', '1', '-o', 'three', '--json'];
    expect(lastJson(await speil(cwd, args))).toEqual({
      files: ['three/digit.png', 'three/rows.png'],
    });
    expect(sizeOf('three/rows.png')).toEqual(overview(1, 3));
  });

  it('enlarge a picture, and show it beside the original pixels and ordinary interpolation', async () => {
    expect((await speil(cwd, ['upscale', 'small', 'digit.png', '-o', 'large'])).code).toBe(0);
    expect(sizeOf('large/rows.png')).toEqual(overview(1, 3));
    const args = ['upscale', 'small', 'digit.png', '--reduce', '-o', 'reduced'];
    expect((await speil(cwd, args)).code).toBe(0);
    expect(sizeOf('reduced/rows.png')).toEqual(overview(1, 4));
  });

  it('say in one line what they were not trained to do, and write no files', async () => {
    for (const [command, model, text] of [
      ['denoise', 'small', /was not trained to clean pictures.*speil upscale/u],
      ['upscale', 'noisy', /was not trained to enlarge pictures.*speil denoise/u],
      ['denoise', 'plane', /was not trained to clean pictures.*speil reconstruct/u],
    ] as const) {
      const { code, stderr } = await speil(cwd, [command, model, 'digit.png', '-o', 'none']);
      expect(code).toBe(1);
      expect(stderr.trim().split('\n')).toHaveLength(1);
      expect(stderr).toMatch(text);
    }
    expect(fs.existsSync(path.join(cwd, 'none'))).toBe(false);
  });

  it('vary one latent dimension at a time, for a given label if they are conditional', async () => {
    const rows = ['traverse', 'conditional', '--label', '7', '--dims', '0,1', '--steps', '5'];
    expect((await speil(cwd, [...rows, '-o', 'rows.png'])).code).toBe(0);
    expect(sizeOf('rows.png')).toEqual(overview(5, 2));
    const from = ['traverse', 'plane', '--from', 'digit.png', '--steps', '3', '-o', 'from.png'];
    expect((await speil(cwd, from)).code).toBe(0);
    expect(sizeOf('from.png')).toEqual(overview(3, 2));
    for (const [args, text] of [
      [['plane', '--label', '3'], /is not conditioned on labels/u],
      [['conditional', '--label', '10'], /is conditioned on labels 0 to 9/u],
      [['plane', '--dims', '2'], /has dimensions 0 to 1. Received: --dims 2/u],
    ] as const) {
      const { code, stderr } = await speil(cwd, ['traverse', ...args, '-o', 'no.png']);
      expect(code).toBe(2);
      expect(stderr).toMatch(text);
    }
  });

  it('sample from a prior that they have learned over their latents', async () => {
    const args = ['sample', 'coded', '-n', '4', '--seed', '1', '-o', 'drawn'];
    expect((await speil(cwd, args)).code).toBe(0);
    expect(sizeOf('drawn/samples.png')).toEqual(overview(2, 2));
    const sampling = ['sample', 'conditional', '-n', '4', '--label', '3', '-o', 'threes'];
    expect((await speil(cwd, sampling)).code).toBe(0);
  });

  it('are compared with each other and with principal components', async () => {
    const args = ['compare', 'plane', 'coded', '--data', 'mnist-10k', '--limit', '100'];
    const { code, stderr, stdout } = await speil(cwd, [...args, '-o', 'compared']);
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/^model +latent size +mse/mu);
    const { lines } = JSON.parse(
      fs.readFileSync(path.join(cwd, 'compared/compare.json'), 'utf8'),
    ) as { lines: { name: string; mse: number; linear: number | null }[] };
    expect(lines.map(({ name }) => name)).toEqual([
      ...['plane', 'coded', 'mean image', 'PCA 2', 'PCA 49'],
    ]);
    const mse = Object.fromEntries(lines.map((line) => [line.name, line.mse]));
    expect(mse['PCA 49']).toBeLessThan(mse['PCA 2']!);
    expect(mse['PCA 2']).toBeLessThan(mse['mean image']!);
    expect(lines[0]!.linear).toBeGreaterThan(0.1);
    expect(sizeOf('compared/compare.png')).toEqual(overview(16, 6));
  });

  it('make a lesson of trainings, pictures and a page, and repeating the command trains nothing again', async () => {
    const args = [
      'lesson',
      '--quick',
      '--limit',
      '256',
      '--only',
      'super-resolution,noise-in-the-code',
    ];
    const first = await speil(cwd, [...args, '-o', 'lesson']);
    expect(first.code, first.stderr).toBe(0);
    expect(first.stdout.trim()).toBe('lesson/index.html');
    const page = fs.readFileSync(path.join(cwd, 'lesson/index.html'), 'utf8');
    const pictures = [...page.matchAll(/<img src="([^"]+)"/gu)].map((match) => match[1]!);
    expect(pictures).toEqual([
      'pictures/noise-in-the-code.png',
      'pictures/upscale-x2.png',
      'pictures/upscale-x4.png',
    ]);
    for (const picture of pictures) {
      expect(sizeOf(path.join('lesson', picture))[0]).toBe(16 * 30 - 2);
    }
    expect(page).toContain('.0955');
    const again = await speil(cwd, [...args, '-o', 'lesson']);
    expect(again.code).toBe(0);
    expect(again.stderr).not.toContain('epoch');
    const wrong = await speil(cwd, ['lesson', '--only', 'denosing', '-o', 'lesson']);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain("Unknown chapter 'denosing'. Did you mean 'denoising'?");
  });
});

describe('CIFAR-10 in its publisher’s format', () => {
  let cwd: string;

  /** Rendered scenes in the place of the photographs: a label, then all red, all green and all blue values. */
  beforeAll(async () => {
    cwd = fs.mkdtempSync(path.join(os.tmpdir(), 'speil-journey-'));
    const scenes = scenesDataset({ split: 'test' });
    const folder = path.join(cwd, 'data', 'cifar-10-batches-bin');
    fs.mkdirSync(folder, { recursive: true });
    const names = ['data_batch_1', 'data_batch_2', 'data_batch_3', 'data_batch_4', 'data_batch_5'];
    for (const [file, name] of [...names, 'test_batch'].entries()) {
      const records: Uint8Array[] = [];
      for (let i = 0; i < 10; i++) {
        const { values } = await scenes.read([10 * file + i]);
        const bytes = Uint8Array.from(values, (value) => Math.round(value * 255));
        const whole = { width: 64, height: 64, channels: 3, pixels: bytes } as const;
        const { pixels } = resize(whole, 32, 32);
        records.push(Uint8Array.of(i));
        for (const channel of [0, 1, 2]) records.push(pixels.filter((_, at) => at % 3 === channel));
      }
      fs.writeFileSync(path.join(folder, `${name}.bin`), Buffer.concat(records));
    }
    return () => fs.rmSync(cwd, { recursive: true, force: true });
  });

  const cifar = ['--data', 'cifar-10', '--data-dir', 'data'];

  it('is enlarged twofold and fourfold with one command each, and scored beside bicubic interpolation', async () => {
    for (const family of ['upscale-2', 'upscale-4']) {
      const options = ['--epochs', '1', '--width', '4', '--no-tui', '--out', family];
      const trained = await speil(cwd, ['train', family, ...cifar, ...options]);
      expect(trained.code, trained.stderr).toBe(0);
      expect(trained.stderr).toMatch(/cifar-10: .*32x32.*super-resolution/u);
      const scored = await speil(cwd, ['eval', family, ...cifar]);
      expect(scored.stdout).toMatch(/^PSNR +\d+\.\d+ dB, mean of pictures$/mu);
      expect(scored.stdout).toMatch(/^PSNR, bicubic +\d+\.\d+ dB/mu);
    }
  }, 180_000);

  it('gives a model that enlarges noise fourfold', async () => {
    const { code, stdout } = await speil(cwd, [
      ...['upscale', 'upscale-4', '--noise', '3', '-o', 'noise', '--json'],
    ]);
    expect(code).toBe(0);
    const files = ['noise/noise-0.png', 'noise/noise-1.png', 'noise/noise-2.png', 'noise/rows.png'];
    expect(JSON.parse(stdout)).toEqual({ files });
    const { width, height, channels } = decodePng(
      fs.readFileSync(path.join(cwd, files[0]!)),
      files[0]!,
    );
    expect([width, height, channels]).toEqual([32, 32, 3]);
  });

  it('says in one line that noise takes the place of files', async () => {
    for (const [args, text] of [
      [['--noise', '3', 'a.png'], /--noise replaces the picture files/u],
      [[], /Name picture files, or give --noise 8/u],
      [['--noise', '3', '--reduce'], /leave out --reduce/u],
    ] as const) {
      const { code, stderr } = await speil(cwd, ['upscale', 'upscale-4', ...args, '-o', 'none']);
      expect(code).toBe(2);
      expect(stderr.trim()).toMatch(text);
      expect(stderr.trim().split('\n')).toHaveLength(1);
    }
  });
});
