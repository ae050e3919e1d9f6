import { existsSync } from 'node:fs';
import { AbortedError } from '@speil/api';
import { describe, expect, it } from 'vitest';
import { measure, measureAll, median, type Measured } from './measure.js';
import type { RunnerFactory, Times } from './runners.js';
import { findBenchmark } from './benchmarks.js';

const dense = findBenchmark('dense');

/** A fake runner that gives prepared answers, round after round, and logs its calls. */
function fake(
  name: string,
  log: string[],
  rounds: readonly (Times | Error)[],
  slow = false,
): RunnerFactory {
  let round = 0;
  return {
    name,
    slow,
    open: async () => {
      log.push(`${name} opens`);
      return {
        firstMilliseconds: 400.4,
        ask: async (steps) => {
          log.push(`${name} ${steps}`);
          const answer = rounds[round++]!;
          if (answer instanceof Error) throw answer;
          return answer;
        },
        end: async () => void log.push(`${name} ends`),
      };
    },
  };
}

const times = (values: readonly number[], cpuOverWall = 1): Times => ({
  times: [...values],
  cpuOverWall,
});
/** Three rounds, the first of which is the warm-up. */
const same = [times([10]), times([10]), times([10])];

describe('the runners', () => {
  it('take turns in every round, and are ended', async () => {
    const log: string[] = [];
    const factories = [fake('a', log, same), fake('b', log, same)];
    await measure({ work: dense, threads: 1, factories, rounds: 2, rest: 0 });
    expect(log).toEqual([
      ...['a opens', 'b opens'],
      ...['a 12', 'b 12', 'a 12', 'b 12', 'a 12', 'b 12'],
      ...['a ends', 'b ends'],
    ]);
  });

  it('take shorter turns if they are slow', async () => {
    const log: string[] = [];
    const factories = [fake('a', log, same), fake('b', log, same, true)];
    await measure({ work: findBenchmark('conv'), threads: 1, factories, rounds: 1, rest: 0 });
    expect(log).toContain('a 3');
    expect(log).toContain('b 1');
  });

  it('are dropped with a reason if they fail, and the others continue', async () => {
    const log: string[] = [];
    const absent: RunnerFactory = {
      name: 'absent',
      open: () => Promise.reject(new Error('not here')),
    };
    const broken = fake('broken', log, [times([1]), new Error('it ended with 3')]);
    const factories = [absent, broken, fake('sound', log, same)];
    const rows = await measure({ work: dense, threads: 2, factories, rounds: 2, rest: 0 });
    expect(rows).toMatchObject([
      { work: 'dense', threads: 2, engine: 'absent', error: 'not here' },
      { work: 'dense', threads: 2, engine: 'broken', error: 'it ended with 3' },
      { work: 'dense', threads: 2, engine: 'sound', milliseconds: 10 },
    ]);
    expect(log.filter((line) => line === 'broken 12').length).toBe(2);
    expect(log.filter((line) => line === 'sound 12').length).toBe(3);
    expect(log).toContain('broken ends');
  });

  it('are ended when the signal is aborted, and get no more requests', async () => {
    const log: string[] = [];
    const abort = new AbortController();
    const runner = fake('a', log, same);
    const aborting: RunnerFactory = {
      ...runner,
      open: async (signal) => {
        const opened = await runner.open(signal);
        abort.abort();
        return opened;
      },
    };
    const factories = [aborting, fake('b', log, same)];
    const measuring = measure({
      work: dense,
      threads: 1,
      factories,
      rounds: 2,
      rest: 0,
      signal: abort.signal,
    });
    await expect(measuring).rejects.toThrow(AbortedError);
    expect(log).toEqual(['a opens', 'a ends']);
  });
});

describe('figures', () => {
  it('are medians over the rounds, without the warm-up', async () => {
    const rounds = [
      times([9000], 9),
      // The medians of the rounds are 20, 40 and 25.
      times([19, 20, 900], 0.9),
      times([30, 40, 50], 1),
      times([24, 26], 1.1),
    ];
    const [row] = await measure({
      work: dense,
      threads: 1,
      factories: [fake('a', [], rounds)],
      rounds: 3,
      rest: 0,
    });
    expect(row).toEqual({
      work: 'dense',
      threads: 1,
      engine: 'a',
      milliseconds: 25,
      spread: [20, 40],
      // 128 examples in 25 ms.
      examplesPerSecond: 5120,
      cpuOverWall: 1,
      firstMilliseconds: 400,
    });
  });

  it('include the first step of a process that compiles, that of the next one, and its memory', async () => {
    const log: string[] = [];
    const firstSteps = [2000.4, 90.2];
    const folders: (string | undefined)[] = [];
    const caching: RunnerFactory = {
      ...fake('a', log, [times([10]), { ...times([10]), peakBytes: 2.5e8 }]),
      caches: true,
    };
    const factory: RunnerFactory = {
      ...caching,
      open: async (signal, cache) => {
        folders.push(cache);
        return { ...(await caching.open(signal)), firstMilliseconds: firstSteps.shift() };
      },
    };
    const rows = await measure({
      work: dense,
      threads: 1,
      factories: [factory, fake('b', [], same)],
      rounds: 1,
      rest: 0,
    });
    expect(rows).toMatchObject([
      { engine: 'a', firstMilliseconds: 2000, cachedMilliseconds: 90, peakBytes: 2.5e8 },
      { engine: 'b', firstMilliseconds: 400 },
    ]);
    expect(rows[1]).not.toHaveProperty('cachedMilliseconds');
    expect(log.slice(0, 3)).toEqual(['a opens', 'a ends', 'a opens']);
    expect(new Set(folders).size).toBe(1);
    expect(existsSync(folders[0]!)).toBe(false);
  });

  it('of a product include its operations per second', async () => {
    const factories = [fake('a', [], same)];
    const rows = await measure({
      work: findBenchmark('product:1000'),
      threads: 1,
      factories,
      rounds: 1,
      rest: 0,
    });
    // 2e9 operations in 10 ms.
    expect(rows).toMatchObject([{ gflops: 200, examplesPerSecond: 100 }]);
  });

  it('take the middle value as the median, or the mean of the two middle values', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([7])).toBe(7);
  });
});

it('measures every benchmark with every number of threads, and reports progress', async () => {
  const lines: string[] = [];
  const rows = await measureAll({
    works: [findBenchmark('decode:1'), findBenchmark('decode:225')],
    threads: [1, 2],
    rounds: 1,
    rest: 0,
    factoriesFor: (_work, threads) => [fake(`runner of ${threads}`, [], same)],
    notice: (line) => lines.push(line),
  });
  expect(rows.map(({ work, threads }) => [work, threads])).toEqual([
    ...[1, 2].map((threads) => ['decode:1', threads]),
    ...[1, 2].map((threads) => ['decode:225', threads]),
  ]);
  expect((rows as Measured[]).map(({ examplesPerSecond }) => examplesPerSecond)).toEqual([
    ...[100, 100, 22_500, 22_500],
  ]);
  expect(lines.slice(0, 4)).toEqual([
    'decode 1 (2-512-784), 1 thread: runner of 1',
    '  runner of 1 10 ms',
    'decode 1 (2-512-784), 2 threads: runner of 2',
    '  runner of 2 10 ms',
  ]);
});
