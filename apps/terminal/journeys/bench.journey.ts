import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { hasProgram, lastJson, speil, start, until, workFolder } from './harness.js';

const positive = z.number().positive();
const report = z.strictObject({
  machine: z.strictObject({
    node: z.literal(process.version),
    cpu: z.string().min(1),
    cores: z.int().min(1),
    date: z.iso.date(),
  }),
  results: z.array(
    z.strictObject({
      work: z.literal('dense'),
      threads: z.literal(1),
      engine: z.enum(['native', 'onnx', 'wasm']),
      milliseconds: positive,
      spread: z.tuple([positive, positive]),
      examplesPerSecond: positive,
      cpuOverWall: positive,
      firstMilliseconds: positive,
      cachedMilliseconds: positive.optional(),
      peakBytes: positive,
    }),
  ),
});

const hasCompiler = ['cc', 'clang', 'gcc'].some(hasProgram);
const engines = [...(hasCompiler ? ['native'] : []), 'onnx', 'wasm'];

/** Measures only the dense model's training step; the number of rounds follows. */
const brief = ['bench', '--works', 'dense', '--threads', '1', '--rounds'];

it('measures our engines, and writes only JSON to stdout', async () => {
  const outcome = await speil(workFolder(), [...brief, '1', '--json']);
  expect(outcome.code).toBe(0);
  expect(outcome.stdout.trimEnd().split('\n').length).toBe(1);
  const { results } = report.parse(lastJson(outcome));
  expect(results.map(({ engine }) => engine)).toEqual(engines);
  for (const { milliseconds, spread, examplesPerSecond } of results) {
    // With one round, the least, the most and the median are the same.
    expect(spread).toEqual([milliseconds, milliseconds]);
    expect((examplesPerSecond * milliseconds) / 1000).toBeCloseTo(128, 0);
  }
  expect(outcome.stderr).toContain(
    `dense VAE 784-512-2, batch 128, 1 thread: ${engines.join(', ')}\n`,
  );
  expect(outcome.stderr).toMatch(/^ {2}onnx [\d.]+ ms$/mu);
});

it.each([
  [['--works', 'desne'], /^speil: Unknown work 'desne'\. Did you mean 'dense'\?/u],
  [['--works', 'decode:1000000'], /decode:N takes N from 1 to 100,000/u],
  [['--threads', '0'], /^error: option '--threads <list>' .* It must be a whole number/u],
  [['--rounds', 'many'], /^error: option '--rounds <n>' .* It must be a whole number/u],
])('rejects an invalid option in one line: speil bench %j', async (options, reason) => {
  const { code, stdout, stderr } = await speil(workFolder(), ['bench', ...options]);
  expect(code).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toMatch(reason);
  expect(stderr.trimEnd().split('\n').length).toBe(1);
});

it.skipIf(!hasProgram('pgrep'))(
  'ends together with its runners on Ctrl-C (needs pgrep)',
  async () => {
    const { child, done, stderr } = start(workFolder(), [...brief, '1000']);
    const sides = await until(() => {
      const { stdout } = spawnSync('pgrep', ['-P', String(child.pid)], { encoding: 'utf8' });
      const pids = stdout.split('\n').filter((line) => line !== '');
      return pids.length === 2 && pids.map(Number);
    });
    child.kill('SIGINT');
    expect((await done).code).toBe(130);
    expect(stderr()).toContain('aborted');
    expect(sides.filter(isAlive)).toEqual([]);
  },
);

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
