/** A run becomes a package; its training is repeated, and what was changed afterwards is found. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { speil, tiny } from './harness.js';

let cwd: string;
beforeAll(async () => {
  cwd = fs.mkdtempSync(path.join(os.tmpdir(), 'speil-journey-'));
  const short = [...tiny, '--batch', '16', '--no-tui', '--out', 'run'];
  expect((await speil(cwd, ['train', ...short])).code).toBe(0);
  const packed = await speil(cwd, ['pack', 'run', '-o', 'packed', '--limit', '64']);
  expect(packed).toMatchObject({ code: 0 });
  return () => fs.rmSync(cwd, { recursive: true, force: true });
});
beforeEach(() => {
  fs.rmSync(path.join(cwd, 'copy'), { recursive: true, force: true });
  fs.cpSync(path.join(cwd, 'packed'), path.join(cwd, 'copy'), { recursive: true });
});

/** Changes a JSON file of the copy, and renews its checksums as someone who wants to deceive would. */
async function forge<T>(file: string, change: (value: T) => void): Promise<void> {
  const target = path.join(cwd, 'copy', file);
  const value = JSON.parse(fs.readFileSync(target, 'utf8')) as T;
  change(value);
  fs.writeFileSync(target, JSON.stringify(value));
  expect((await speil(cwd, ['pack', './copy'])).code).toBe(0);
}

const retrain = ['verify', './copy', '--engine', 'onnx', '--retrain', '100%'];

it('has a card with the licence of its data and the command, without paths', () => {
  const card = fs.readFileSync(path.join(cwd, 'packed', 'README.md'), 'utf8');
  expect(card).toMatch(/^---\nlicense: cc-by-sa-3\.0\nlibrary_name: speil\n/u);
  expect(card).toContain('speil train mnist-dense-vae --data mnist-10k --limit 256');
  for (const file of fs.readdirSync(path.join(cwd, 'packed'))) {
    expect(fs.readFileSync(path.join(cwd, 'packed', file), 'latin1')).not.toContain(cwd);
  }
});

it('reaches its recorded losses when its training is repeated', async () => {
  const { code, stdout } = await speil(cwd, retrain);
  expect(stdout).toMatch(
    /training: the log of the first 16 of 16 steps\n[^]*training again: the losses of 16 steps differ by at most 0\.\d+ %, 1 % are allowed/u,
  );
  expect(code).toBe(0);
});

it('is refused if its recorded losses, its recipe or its data are others', async () => {
  await forge<{ losses: number[] }>('training.json', ({ losses }) => {
    losses[7]! *= 1.05;
  });
  const changed = await speil(cwd, retrain);
  expect(changed.code).toBe(1);
  expect(changed.stderr).toMatch(
    /does not reach its recorded losses: they differ by \d\.\d % in the first 16 steps/u,
  );
  await forge<{ losses: number[] }>('training.json', ({ losses }) => {
    losses[7]! /= 1.05;
  });
  await forge<{ training: { seed: number } }>('recipe.json', ({ training }) => {
    training.seed = 2;
  });
  expect((await speil(cwd, retrain)).code).toBe(1);
  await forge<{ data: { train: { fingerprint: string } } }>('training.json', ({ data }) => {
    data.train.fingerprint = 'f'.repeat(64);
  });
  const other = await speil(cwd, retrain);
  expect(other.code).toBe(1);
  expect(other.stderr).toMatch(/was trained on other data than mnist-10k\/train is here/u);
});

it('says what it cannot repeat', async () => {
  fs.rmSync(path.join(cwd, 'copy', 'training.json'));
  expect((await speil(cwd, ['pack', './copy'])).code).toBe(0);
  const { code, stderr } = await speil(cwd, retrain);
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /records no training \(training\.json and recipe\.json\).*; the model was trained for 16 steps on 256 examples of mnist-10k\/train\. Where mnist-10k is, speil pack FOLDER --repeat 1% records/u,
  );
  expect(stderr.trim().split('\n')).toHaveLength(1);
});

const repeat = ['pack', './copy', '--repeat', '50%'];

it('has no repetition in place of the log of its own training', async () => {
  const { code, stderr } = await speil(cwd, repeat);
  expect(code).toBe(1);
  expect(stderr).toMatch(/has the log of its own training \(training\.json\), which a repetition/u);
});

it.each([
  ['a held-out share', []],
  ['the test part', ['--validation', 'test']],
])('validated on %s gets a record that says it is a repetition', async (_, validation) => {
  const name = `run-${validation.length}`;
  const short = [...tiny, '--batch', '16', '--no-tui', '--out', name, ...validation];
  expect((await speil(cwd, ['train', ...short])).code).toBe(0);
  fs.rmSync(path.join(cwd, 'copy'), { recursive: true });
  expect((await speil(cwd, ['pack', name, '-o', 'copy', '--limit', '0'])).code).toBe(0);
  const file = path.join(cwd, 'copy', 'training.json');
  const log = JSON.parse(fs.readFileSync(file, 'utf8')) as { losses: number[] };
  fs.rmSync(file);
  expect((await speil(cwd, repeat)).code).toBe(0);
  const record = JSON.parse(fs.readFileSync(file, 'utf8')) as typeof log & { repetition: boolean };
  expect(record.repetition).toBe(true);
  // Training is deterministic, so a repetition has the losses of the run.
  expect(record.losses).toEqual(log.losses.slice(0, 8));
  const { code, stdout } = await speil(cwd, [...retrain.slice(0, -1), '50%']);
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /training: a repetition of the first 8 of 16 steps of the recipe on \d{4}-\d\d-\d\d with Speil 0\.1\.0, not the log of the model's own training/u,
  );
});
