/** `speil bench`: measures our engines here. `npm run bench` also measures other libraries in the same way. */
import { availableParallelism } from 'node:os';
import { defineCommand, option, optionWithDefault } from '../../cli/command.js';
import { json } from '../../cli/options.js';
import { listOf, wholeNumber } from '../../cli/parsers.js';
import { exitCodes } from '../../io/exit.js';
import { listenForInterruption } from '../../io/signals.js';
import { table } from '../../report/table.js';

export const bench = defineCommand({
  name: 'bench',
  description:
    'Benchmark the engines: training steps, decoding and matrix products; a minute or two.',
  arguments: [],
  options: {
    works: option(
      '--works <list>',
      'any of dense, conv, colour, lstm, melody, decode:N, product:N (default: the five models, decode:1, decode:225, decode:10000, product:1024)',
      listOf((name) => name),
    ),
    threads: option(
      '--threads <list>',
      'numbers of threads; wasm always has one (default: 1, and 2 on two or more cores)',
      listOf(wholeNumber(1, 256)),
    ),
    rounds: optionWithDefault(
      '--rounds <n>',
      'rounds per engine, of which the median is shown',
      wholeNumber(1, 1000),
      3,
    ),
    json,
  },
  examples: [
    'speil bench',
    'speil bench --works dense,decode:225 --threads 1 --rounds 7',
    'speil bench --json > here.json',
  ],
  async run(_, options, io) {
    const [
      { describeMachine, readMachine },
      { measureAll },
      { engineRunners },
      { columnsOf, findDoubts },
      { defaultBenchmarks, findBenchmark },
      { findToolchain },
    ] = await Promise.all([
      import('../../bench/machine.js'),
      import('../../bench/measure.js'),
      import('../../bench/runners.js'),
      import('../../bench/table.js'),
      import('../../bench/benchmarks.js'),
      import('@speil/compile/node'),
    ]);
    const { works = defaultBenchmarks, threads = availableParallelism() === 1 ? [1] : [1, 2] } =
      options;
    const hasCompiler = (await findToolchain()) !== undefined;
    const machine = readMachine();
    const interruption = listenForInterruption();
    try {
      const results = await measureAll({
        works: works.map(findBenchmark),
        threads,
        rounds: options.rounds,
        factoriesFor: (work, count) => engineRunners(work, count, { hasCompiler }),
        notice: io.err,
        signal: interruption.signal,
      });
      for (const line of findDoubts(results)) io.err(`speil: ${line}`);
      if (options.json) io.out(JSON.stringify({ machine, results }));
      else {
        io.out(describeMachine(machine));
        for (const line of table(results, columnsOf(results))) io.out(line);
      }
      return results.some((row) => 'milliseconds' in row) ? exitCodes.done : exitCodes.failed;
    } finally {
      interruption.stop();
    }
  },
});
