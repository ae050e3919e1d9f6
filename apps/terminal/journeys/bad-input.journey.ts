import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { gzipSync } from 'node:zlib';
import { latestCheckpoint } from '@speil/runs';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  endless,
  isRoot,
  speil,
  start,
  stepsDone,
  tiny,
  workFolder,
  type Outcome,
} from './harness.js';

/** Checks a failure: the exit code, the reason at the end of a few lines, no stack trace, and nothing on stdout. */
function expectPlainFailure(
  { code, stderr, stdout }: Outcome,
  wanted: number,
  reason: RegExp,
): void {
  expect(stderr).toMatch(reason);
  expect(stderr).not.toMatch(/^\s+at /mu);
  expect(stderr.trimEnd().split('\n').length).toBeLessThanOrEqual(4);
  expect(code).toBe(wanted);
  expect(stdout).toBe('');
}

/** An IDX file of images: a header, and a number of bytes after it. */
function idx(counts: readonly [number, number, number], bytes: number): Buffer {
  const header = Buffer.alloc(16);
  header.set([0, 0, 8, 3]);
  counts.forEach((count, i) => header.writeUInt32BE(count, 4 + 4 * i));
  return Buffer.concat([header, Buffer.alloc(bytes)]);
}

function labels(count: number): Buffer {
  const header = Buffer.from([0, 0, 8, 1, 0, 0, 0, 0]);
  header.writeUInt32BE(count, 4);
  return Buffer.concat([header, Buffer.alloc(count)]);
}

/** A folder with the four files of an IDX dataset. */
function dataset(images: Buffer, count: number): string {
  const folder = workFolder();
  for (const part of ['train', 't10k']) {
    fs.writeFileSync(path.join(folder, `${part}-images-idx3-ubyte`), images);
    fs.writeFileSync(path.join(folder, `${part}-labels-idx1-ubyte`), labels(count));
  }
  return folder;
}

describe('invalid data', () => {
  it.each([
    ['truncated', idx([10, 28, 28], 5 * 784)],
    ['lying about its size', idx([4_000_000_000, 28, 28], 784)],
    ['of another kind', Buffer.from('not a dataset at all, but a text')],
    ['a gzip bomb', gzipSync(Buffer.concat([idx([10, 28, 28], 0), Buffer.alloc(50_000_000)]))],
  ])('is rejected with the name of the file: an IDX file that is %s', async (_, images) => {
    const cwd = workFolder();
    const data = dataset(images, 10);
    const outcome = await speil(cwd, [
      'train',
      'mnist-dense-vae',
      '--data',
      data,
      '--out',
      'a',
      '--no-tui',
    ]);
    expectPlainFailure(outcome, 1, /speil: .*train-images-idx3-ubyte/u);
    expect(fs.existsSync(path.join(cwd, 'a'))).toBe(false);
  });

  it('is rejected with the name of the file: a PNG file with other content', async () => {
    const cwd = workFolder();
    fs.mkdirSync(path.join(cwd, 'pictures'));
    fs.writeFileSync(path.join(cwd, 'pictures', 'a.png'), 'GIF89a');
    const data = ['--data', './pictures', '--out', 'a', '--no-tui'];
    expectPlainFailure(
      await speil(cwd, ['train', 'mnist-ae', ...data]),
      1,
      /a\.png is neither a PNG file nor a JPEG/u,
    );
  });

  it.each([
    // A frame of 60,000 x 60,000 pixels and an empty scan.
    [
      'a JPEG bomb',
      'pictures/a.jpg',
      'ffd8ffc0001108ea60ea6003011100021100031100ffda0008010100003f00ffd9',
      /a\.jpg claims 60000 x 60000 pixels/u,
    ],
    ['a JPEG that is cut', 'pictures/a.jpg', 'ffd8ffc00011080010', /a\.jpg is truncated/u],
    [
      'pickled objects',
      'a.npy',
      Buffer.from(
        "\x93NUMPY\x01\x00\x3d\x00{'descr': '|O', 'fortran_order': False, 'shape': (2, 2, 2)}  \n",
        'latin1',
      ).toString('hex'),
      /a\.npy is not valid: descr: arrays of Python objects are pickles/u,
    ],
    ['an archive that is none', 'a.npz', '504b0304', /a\.npz is a damaged archive/u],
  ])('is rejected with the name of the file: %s', async (_, file, hex, reason) => {
    const cwd = workFolder();
    fs.mkdirSync(path.join(cwd, 'pictures'));
    fs.writeFileSync(path.join(cwd, file), Buffer.from(hex, 'hex'));
    const data = file.startsWith('pictures') ? './pictures' : `./${file}`;
    for (const split of ['train', 'test']) {
      const args = ['embed', 'mnist-vae', '--data', data, '--split', split, '-o', 'a'];
      const outcome = await speil(cwd, args);
      // A folder with one picture has it in only one of the two parts.
      if (/has nothing in its/u.test(outcome.stderr)) continue;
      expectPlainFailure(outcome, 1, reason);
    }
    expect(fs.existsSync(path.join(cwd, 'a'))).toBe(false);
  });

  it('is rejected when it is missing', async () => {
    const cwd = workFolder();
    const args = ['train', 'mnist-ae', '--data', 'mnist', '--data-dir', cwd, '--no-tui'];
    expectPlainFailure(
      await speil(cwd, args, { env: { XDG_CACHE_HOME: cwd } }),
      1,
      /mnist was not found in .*speil data fetch mnist/u,
    );
  });
});

describe('unknown names and invalid values', () => {
  it.each([
    [['train', 'mnist-vea'], 2, /Unknown recipe 'mnist-vea'\. Did you mean .*'mnist-vae'/u],
    [
      ['train', ...tiny, '--set', 'batchSise=3'],
      2,
      /Unknown setting 'batchSise'\. Did you mean 'batchSize'/u,
    ],
    [['train', ...tiny, '--set', 'batchSize=-3'], 2, /training\.batchSize: .*at least 1/u],
    [['train', ...tiny, '--set', 'batchSize'], 2, /--set takes key=value/u],
    [['train', ...tiny, '--engine', 'wsam'], 2, /Unknown engine 'wsam'\. Did you mean 'wasm'/u],
    [['train', ...tiny, '--engine', 'webgl'], 1, /webgl is not available: it needs a browser/u],
    [
      ['train', 'mnist-ae', '--data', 'mnits'],
      2,
      /Unknown dataset 'mnits'\. Did you mean 'mnist'/u,
    ],
    [['train', './no-recipe.mjs'], 1, /no-recipe\.mjs does not exist/u],
    [['data', 'fetch', 'mnits'], 2, /Unknown dataset 'mnits'/u],
  ])('are rejected with a suggestion or a reason: speil %j', async (args, code, reason) => {
    const cwd = workFolder();
    const flags = args[0] === 'train' ? ['--no-tui'] : [];
    expectPlainFailure(await speil(cwd, [...args, ...flags]), code, reason);
  });
});

describe('a run that cannot be resumed as requested', () => {
  it('is rejected with a message that names the original settings', async () => {
    const cwd = workFolder();
    await speil(cwd, ['train', ...tiny, '--out', 'a', '--no-tui']);
    const resume = ['train', '--out', 'a', '--resume', '--no-tui'];
    expectPlainFailure(
      await speil(cwd, [...resume, '--seed', '5']),
      1,
      /training\.seed=1\. Received: 5/u,
    );
    expectPlainFailure(
      await speil(cwd, [...resume, '--limit', '9']),
      1,
      /limit 256\. Received: 9/u,
    );
    const other = await speil(cwd, ['train', 'mnist-vae', ...resume.slice(1)]);
    expectPlainFailure(other, 1, /recipe mnist-dense-vae\. Received: mnist-vae/u);
    const anew = await speil(cwd, ['train', ...tiny, '--out', 'a', '--no-tui']);
    expectPlainFailure(anew, 1, /holds a run already.*speil resume/u);
    expectPlainFailure(
      await speil(cwd, ['train', '--out', 'b', '--resume']),
      1,
      /b does not exist/u,
    );
  });

  it('continues from the checkpoint before a damaged one, and says so', async () => {
    const cwd = workFolder();
    await speil(cwd, ['train', ...tiny, '--out', 'a', '--no-tui']);
    const manifest = path.join(cwd, 'a', 'checkpoints', 'step-000002', 'manifest.json');
    fs.truncateSync(manifest, 100);
    // The crash that damaged the checkpoint also lost the last line of the log.
    const log = path.join(cwd, 'a', 'metrics.jsonl');
    fs.writeFileSync(
      log,
      fs.readFileSync(log, 'utf8').trimEnd().split('\n').slice(0, -1).join('\n'),
    );
    const { code, stderr } = await speil(cwd, ['train', '--out', 'a', '--resume', '--no-tui']);
    expect(code).toBe(0);
    expect(stderr).toMatch(/step-000002.*manifest\.json is not valid JSON/u);
    expect(latestCheckpoint(path.join(cwd, 'a', 'checkpoints')).checkpoint?.step).toBe(2);
  });
});

describe('a disk that cannot be written', () => {
  it('is full: the message for pictures does not mention --resume', async (context) => {
    const disk = smallDisk(1);
    if (disk === undefined) return context.skip('mounting a small disk needs root');
    fs.writeFileSync(path.join(disk, 'filler'), Buffer.alloc(2 ** 20 - 2 ** 13));
    const grid = await speil(workFolder(), ['grid', 'mnist-vae', '-o', `${disk}/grid.png`]);
    expectPlainFailure(grid, 1, /grid\.png: the disk is full\. Free some space, then run/u);
    expect(grid.stderr).not.toContain('--resume');
  });

  it('is full: training ends with one line and code 1, and the last checkpoint loads', async (context) => {
    const disk = smallDisk(24);
    if (disk === undefined) return context.skip('mounting a small disk needs root');
    const training = start(disk, ['train', ...endless, '--out', 'a', '--no-tui']);
    await stepsDone(path.join(disk, 'a'), 1);
    // The space that is left is too small for the next checkpoint.
    fs.writeFileSync(path.join(disk, 'filler'), Buffer.alloc(8_000_000));
    const outcome = await training.done;
    expect(outcome.code).toBe(1);
    expect(outcome.stderr).toMatch(/disk is full/u);
    expect(outcome.stderr).not.toMatch(/^\s+at /mu);
    const { checkpoint, skipped } = latestCheckpoint(path.join(disk, 'a', 'checkpoints'));
    expect(skipped).toEqual([]);
    expect(checkpoint).toBeDefined();
    fs.rmSync(path.join(disk, 'filler'));
    const epochs = String(Math.ceil((checkpoint!.step + 1) / 8));
    const resumed = await speil(disk, [
      'train',
      '--out',
      'a',
      '--resume',
      '--epochs',
      epochs,
      '--no-tui',
    ]);
    expect(resumed.stderr).toContain('resumed from step');
    expect(resumed.code).toBe(0);
  });

  it('is read-only: one line names the folder', async () => {
    const cwd = workFolder();
    const closed = path.join(cwd, 'closed');
    fs.mkdirSync(closed, { mode: 0o555 });
    fs.chmodSync(cwd, 0o755);
    // Root may write anywhere, so the command runs as the user nobody.
    const user = isRoot() ? { uid: 65_534, gid: 65_534 } : {};
    const outcome = await speil(closed, ['train', ...tiny, '--out', 'a', '--no-tui'], user);
    expectPlainFailure(outcome, 1, /Cannot write .*closed\/a: permission denied/u);
  });
});

/** A disk of the given size, or undefined if none can be mounted. */
function smallDisk(megabytes: number): string | undefined {
  const folder = workFolder();
  const { status } = spawnSync('mount', [
    '-t',
    'tmpfs',
    '-o',
    `size=${megabytes}m`,
    'tmpfs',
    folder,
  ]);
  if (status !== 0) return undefined;
  onTestFinished(() => void spawnSync('umount', ['-l', folder]));
  return folder;
}
