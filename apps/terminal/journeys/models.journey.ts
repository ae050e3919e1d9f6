import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { decodePng, encodePng } from '@speil/images';
import { openDataset } from '@speil/images/node';
import { beforeAll, describe, expect, it } from 'vitest';
import { lastJson, speil, tiny, workFolder } from './harness.js';

/** A run of the dense network with two latent numbers, so that it has a plane to show. */
const planar = [...tiny, '--set', 'bottleneck.size=2', '--no-tui'];

/** Writes a PNG file of the n-th embedded digit. Returns its path. */
async function digit(folder: string, n: number): Promise<string> {
  const { values } = await (await openDataset('mnist-10k', { split: 'test' })).read([n]);
  const pixels = Uint8Array.from(values, (value) => value * 255);
  const file = path.join(folder, `digit-${n}.png`);
  fs.writeFileSync(file, encodePng({ width: 28, height: 28, channels: 1, pixels }));
  return file;
}

function pngAt(file: string): { width: number; height: number } {
  return decodePng(fs.readFileSync(file), file);
}

describe('a trained run as a model', () => {
  let cwd: string;
  beforeAll(async () => {
    cwd = fs.mkdtempSync(path.join(os.tmpdir(), 'speil-journey-'));
    expect((await speil(cwd, ['train', ...planar, '--out', 'run'])).code).toBe(0);
    return () => fs.rmSync(cwd, { recursive: true, force: true });
  });

  it('is scored: the ELBO is the sum of its parts, and more draws do not lower the bound', async () => {
    const args = [
      'eval',
      'run',
      '--data',
      'mnist-10k',
      '--split',
      'test',
      '--limit',
      '100',
      '--json',
    ];
    const one = lastJson(await speil(cwd, [...args, '--samples', '1'])) as Record<string, number>;
    const ten = lastJson(await speil(cwd, [...args, '--samples', '10'])) as Record<string, number>;
    expect(Object.keys(one)).toEqual([
      'elbo',
      'reconstruction',
      'kl',
      'iwBound',
      'activeUnits',
      'mse',
      'psnr',
      'ssim',
      'msSsim',
    ]);
    expect(one['elbo']).toBeCloseTo(-(one['reconstruction']! + one['kl']!), 9);
    expect(ten['iwBound']).toBeGreaterThan(ten['elbo']!);
  });

  it('writes the latents of a dataset as NumPy arrays and, with the same values, as JSON', async () => {
    const args = ['embed', 'run', '--data', 'mnist-10k', '--limit', '250'];
    const { code, stdout, stderr } = await speil(cwd, [...args, '-o', 'deep/latents', '--json']);
    expect([code, stderr]).toEqual([0, '']);
    const { files } = JSON.parse(stdout) as { files: string[] };
    expect(files.map((file) => path.basename(file))).toEqual([
      'latents.npy',
      'log-variances.npy',
      'labels.npy',
      'latents.json',
    ]);
    const read = (file: string): Buffer => fs.readFileSync(path.join(cwd, 'deep/latents', file));
    const { shape, labels, latents, dataset } = JSON.parse(read('latents.json').toString()) as {
      shape: number[];
      labels: number[];
      latents: number[][];
      dataset: { id: string };
    };
    expect([shape, dataset.id, latents.length]).toEqual([[250, 2], 'mnist-10k/test', 250]);
    const npy = read('latents.npy');
    expect(npy.toString('latin1', 0, 128)).toMatch(
      /'descr': '<f4', 'fortran_order': False, 'shape': \(250, 2\)/u,
    );
    const values = Array.from({ length: 500 }, (_, i) => npy.readFloatLE(128 + 4 * i));
    expect(values).toEqual(latents.flat().map(Math.fround));
    expect(read('labels.npy').readInt32LE(128 + 4 * 249)).toBe(labels[249]);
    expect(fs.readdirSync(path.join(cwd, 'deep/latents'))).toHaveLength(4);
    const converted = ['embed', 'run', '--data', 'colour-shapes', '--limit', '20', '-o', 'x'];
    const other = await speil(cwd, converted);
    expect(other.code).toBe(0);
    expect(other.stderr).toContain('colour-shapes: 20 pictures, 32x32, colour -> 28x28 grey');
  });

  it('is sampled: the same seed gives the same pictures, another seed gives others', async () => {
    const sample = async (seed: string, out: string): Promise<Buffer> => {
      const { code, stdout } = await speil(cwd, [
        'sample',
        'run',
        '-n',
        '4',
        '--seed',
        seed,
        '-o',
        out,
        '--json',
      ]);
      expect(code).toBe(0);
      expect((JSON.parse(stdout) as { files: string[] }).files.length).toBe(5);
      return fs.readFileSync(path.join(cwd, out, 'samples.png'));
    };
    const [a, again, b] = [
      await sample('1', 's1'),
      await sample('1', 's2'),
      await sample('2', 's3'),
    ];
    expect(a.equals(again)).toBe(true);
    expect(a.equals(b)).toBe(false);
    expect(pngAt(path.join(cwd, 's1', 'sample-001.png'))).toMatchObject({ width: 28, height: 28 });
  });

  it('reconstructs pictures, which are resized and converted to grey first', async () => {
    const seven = await digit(cwd, 0);
    const large = path.join(cwd, 'large.png');
    const pixels = new Uint8Array(60 * 60 * 3).fill(200);
    fs.writeFileSync(large, encodePng({ width: 60, height: 60, channels: 3, pixels }));
    const { code } = await speil(cwd, ['reconstruct', 'run', seven, large, '-o', 'out']);
    expect(code).toBe(0);
    expect(fs.readdirSync(path.join(cwd, 'out')).sort()).toEqual([
      'digit-0.png',
      'large.png',
      'pairs.png',
    ]);
  });

  it('draws an interpolation between two pictures, and its latent plane', async () => {
    const [from, to] = [await digit(cwd, 1), await digit(cwd, 2)];
    expect(
      (await speil(cwd, ['interpolate', 'run', from, to, '--steps', '5', '-o', 'way.png'])).code,
    ).toBe(0);
    // Five pictures of 28 pixels, enlarged three times, with gaps of two pixels.
    expect(pngAt(path.join(cwd, 'way.png'))).toMatchObject({ width: 5 * 86 - 2, height: 84 });
    expect((await speil(cwd, ['grid', 'run', '--size', '4', '-o', 'deep/grid.png'])).code).toBe(0);
    expect(pngAt(path.join(cwd, 'deep/grid.png'))).toMatchObject({ width: 112, height: 112 });
  });

  it('is exported for other programs, with a card', async () => {
    const { code, stdout, stderr } = await speil(cwd, [
      'export',
      'run',
      '--to',
      'onnx',
      '-o',
      'ex',
    ]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.trim().split('\n')).toEqual([
      'ex/encoder.onnx',
      'ex/decoder.onnx',
      'ex/README.md',
    ]);
    expect(fs.statSync(path.join(cwd, 'ex/decoder.onnx')).size).toBeGreaterThan(10_000);
  });

  it('uses the previous checkpoint if the newest one is damaged, and says so', async () => {
    const copy = path.join(workFolder(), 'run');
    fs.cpSync(path.join(cwd, 'run'), copy, { recursive: true });
    const weights = path.join(copy, 'checkpoints', 'step-000002', 'weights.safetensors');
    const bytes = fs.readFileSync(weights);
    bytes[5000] = bytes[5000]! ^ 1;
    fs.writeFileSync(weights, bytes);
    const { code, stderr } = await speil(cwd, ['sample', copy, '-n', '1', '-o', 's4']);
    expect(code).toBe(0);
    expect(stderr).toContain('the checksum of weights.safetensors does not match');
  });

  it('is rejected if the command names the folder of a damaged checkpoint', async () => {
    const copy = path.join(workFolder(), 'model');
    fs.cpSync(path.join(cwd, 'run', 'checkpoints', 'step-000002'), copy, { recursive: true });
    fs.truncateSync(path.join(copy, 'weights.safetensors'), 1000);
    const { code, stderr } = await speil(cwd, ['sample', copy, '-n', '1', '-o', 's5']);
    expect(code).toBe(1);
    expect(stderr.trimEnd().split('\n').length).toBe(1);
    expect(stderr).toContain('weights.safetensors is damaged');
  });

  it('is never scored on digits that it was trained on', async () => {
    const copy = path.join(workFolder(), 'model');
    fs.cpSync(path.join(cwd, 'run', 'checkpoints', 'step-000002'), copy, { recursive: true });
    const file = path.join(copy, 'model.json');
    fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace('mnist-10k/train', 'mnist/train'));
    const { code, stderr } = await speil(cwd, ['eval', copy, '--data', 'mnist-10k']);
    expect(code).toBe(1);
    expect(stderr).toContain('it has seen them all');
  });
});

describe('a run on a person’s own pictures', () => {
  /** Writes a folder `letters` of pictures, each with a different grey. */
  function letters(cwd: string, count: number): void {
    fs.mkdirSync(path.join(cwd, 'letters'));
    // The file name decides which pictures are held out: 6, 8, 33 and others, but none of 1 to 5.
    for (let i = 1; i <= count; i++) {
      const pixels = new Uint8Array(28 * 28).fill(i);
      const png = encodePng({ width: 28, height: 28, channels: 1, pixels });
      fs.writeFileSync(path.join(cwd, 'letters', `${i}.png`), png);
    }
  }
  const train = ['train', 'mnist-dense-vae', '--data', 'letters', '--out', 'run', '--no-tui'];

  it('can be resumed and scored from any folder, and its model contains no path', async () => {
    const [cwd, elsewhere] = [workFolder(), workFolder()];
    letters(cwd, 60);
    expect((await speil(cwd, [...train, '--epochs', '1'])).code).toBe(0);
    const run = path.join(cwd, 'run');
    const resume = ['train', '--out', run, '--resume', '--epochs', '2', '--no-tui'];
    expect((await speil(elsewhere, resume)).code).toBe(0);
    const scored = await speil(elsewhere, ['eval', run]);
    expect(scored.stderr).toMatch(
      /^letters: 60 pictures, 28x28, grey; \d+ held out as the test part\n$/u,
    );
    expect(scored.stdout).toMatch(/^letters\/test\n/u);
    const checkpoints = path.join(run, 'checkpoints');
    const newest = path.join(checkpoints, fs.readdirSync(checkpoints).sort().at(-1)!);
    expect((await speil(elsewhere, ['eval', newest])).code).toBe(0);
    expect(fs.readFileSync(path.join(newest, 'model.json'), 'utf8')).not.toContain(cwd);
  });

  it('is not scored if nothing is held out', async () => {
    const cwd = workFolder();
    letters(cwd, 5);
    expect((await speil(cwd, [...train, '--epochs', '1'])).code).toBe(0);
    const { code, stdout, stderr } = await speil(cwd, ['eval', 'run']);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/letters has nothing in its test part/u);
  });
});

it('says what it looked for when there is no such model', async () => {
  const { code, stderr } = await speil(workFolder(), ['grid', 'no-such-model', '-o', 'a.png']);
  expect(code).toBe(2);
  expect(stderr).toContain("Unknown model 'no-such-model'. There is no run or model folder");
});
