/** `speil bench`: how fast our engines are here. Beside others' it is `npm run bench`, which measures ours the same way. */
import { availableParallelism } from 'node:os';
import { describeMachine, machineOf } from '../bench/machine.js';
import { measureAll } from '../bench/measure.js';
import { engineOffers } from '../bench/sides.js';
import { columnsOf, doubtsOf } from '../bench/table.js';
import { usualWorks, workOf } from '../bench/works.js';
import { exitCodes, type ExitCode } from '../cli/exit.js';
import type { Io } from '../cli/io.js';
import { listenForInterruption } from '../cli/signals.js';
import { table } from '../report/table.js';

interface BenchOptions {
  readonly works?: readonly string[];
  readonly threads?: readonly number[];
  readonly rounds: number;
  readonly json?: boolean;
}

/** @throws UnknownNameError for a work that is none, AbortedError when interrupted. */
export async function bench(given: object, io: Io): Promise<ExitCode> {
  const {
    works = usualWorks,
    threads = availableParallelism() === 1 ? [1] : [1, 2],
    rounds,
    json,
  } = given as BenchOptions;
  const machine = machineOf();
  const interruption = listenForInterruption();
  try {
    const results = await measureAll({
      works: works.map(workOf),
      threads,
      rounds,
      offersFor: engineOffers,
      notice: io.err,
      signal: interruption.signal,
    });
    for (const line of doubtsOf(results)) io.err(`speil: ${line}`);
    if (json) io.out(JSON.stringify({ machine, results }));
    else {
      io.out(describeMachine(machine));
      for (const line of table(results, columnsOf(results))) io.out(line);
    }
    return results.some((row) => 'milliseconds' in row) ? exitCodes.done : exitCodes.failed;
  } finally {
    interruption.stop();
  }
}
