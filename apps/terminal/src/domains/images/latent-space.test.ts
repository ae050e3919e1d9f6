/**
 * The commands that work for every domain, on pictures: the files that they write, and the options that they reject.
 */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { decodePng, encodePng } from '@speil/images';
import { beforeAll, describe, expect, it } from 'vitest';
import { recordedIo } from '../../testing/io.js';
import { main } from '../../main.js';

let cwd: string;
beforeAll(async () => {
  cwd = fs.mkdtempSync(path.join(os.tmpdir(), 'speil-pictures-'));
  await filesOf('sample', 'mnist-vae', '-n', '2', '-o', 'draws');
  return () => fs.rmSync(cwd, { recursive: true, force: true });
});

async function speil(
  ...args: readonly string[]
): Promise<{ code: number; out: string; err: string }> {
  const io = recordedIo({ cwd });
  const code = await main(args, io);
  return { code, out: io.lines.out.join('\n'), err: io.lines.err.join('\n') };
}

async function filesOf(...args: readonly string[]): Promise<readonly string[]> {
  const { code, out, err } = await speil(...args, '--json');
  expect([code, err]).toEqual([0, '']);
  return (JSON.parse(out) as { files: string[] }).files;
}

const [one, other] = ['draws/sample-001.png', 'draws/sample-002.png'];
const read = (file: string): Buffer => fs.readFileSync(path.join(cwd, file));

describe('a model of pictures', () => {
  it('finds similar pictures, and shows them beside the original', async () => {
    const files = await filesOf(
      'similar',
      'mnist-vae',
      one,
      '-n',
      '3',
      '--distance',
      '0',
      '-o',
      's',
    );
    expect(files).toEqual([
      's/similar-001.png',
      's/similar-002.png',
      's/similar-003.png',
      's/similar.png',
    ]);
    expect(read(files[0]!).equals(read(files[2]!))).toBe(true);
    // Two by two pictures of 28 pixels, enlarged three times, with a gap of two pixels.
    expect(decodePng(read('s/similar.png'), 's')).toMatchObject({ width: 170, height: 170 });
  });

  it('names --data for a number that is no file', async () => {
    const { code, err } = await speil('interpolate', 'mnist-vae', '0', '1', '-o', 'path.png');
    expect([code, err]).toEqual([
      2,
      'speil: 0 is no file. To take items of a dataset by their numbers, name it with --data.',
    ]);
  });

  it('says how the pictures of a folder are converted before it reads them by number', async () => {
    const pixels = new Uint8Array(40 * 30 * 3).fill(200);
    const picture = encodePng({ width: 40, height: 30, channels: 3, pixels });
    fs.mkdirSync(path.join(cwd, 'wide'));
    for (let i = 0; i < 20; i++) fs.writeFileSync(path.join(cwd, 'wide', `${i}.png`), picture);
    const ends = ['--data', path.join(cwd, 'wide'), '0', '1', '-o', 'wide.png'];
    const { code, err } = await speil('interpolate', 'mnist-vae', ...ends);
    expect([code, err.split('\n').length]).toEqual([0, 1]);
    expect(err).toMatch(/^wide: 20 pictures, 40x30, colour -> 28x28 grey \(stretched\); /u);
  });

  it('draws an interpolation as one picture, or each step into a folder', async () => {
    const ends = ['interpolate', 'mnist-vae', one, other, '--steps', '3', '--slerp'];
    expect(await filesOf(...ends, '-o', 'way.png')).toEqual(['way.png']);
    expect(await filesOf(...ends, '-o', 'way')).toEqual([
      'way/step-001.png',
      'way/step-002.png',
      'way/step-003.png',
      'way/way.png',
    ]);
    expect(read('way/way.png').equals(read('way.png'))).toBe(true);
  });

  it.each([
    [['similar', 'mnist-vae', one, '--temperature', '1', '-o', 'x'], /decodes deterministically/u],
    [['similar', 'mnist-vae', one, '--label', '1', '-o', 'x'], /is not conditioned on labels/u],
    [['similar', 'mnist-cvae', one, '-o', 'x'], /is conditioned on the class of its pictures/u],
    [['interpolate', 'mnist-vae', one, other, '-o', 'x.mid'], /writes .png files, or all into/u],
    [['reconstruct', 'mnist-vae', one, '--chords', 'C', '-o', 'x'], /leave out --chords/u],
  ])('rejects options that it does not use: speil %j', async (args, message) => {
    const { code, err } = await speil(...args);
    expect(err).toMatch(message);
    expect([code, err.split('\n').length]).toEqual([2, 1]);
    expect(fs.existsSync(path.join(cwd, 'x'))).toBe(false);
  });
});
