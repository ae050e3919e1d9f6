/**
 * The process of one of our runners. It prepares a benchmark on an engine, then runs as many steps as requested. Its
 * arguments are the engine, the benchmark, the number of threads and, if compiled graphs should be kept, a folder.
 */
import { benchEngines, openEngine } from './engines.js';
import { askSchema, type Answer, type Failure, type Ready } from './protocol.js';
import { createWorkload, type Step } from './workloads.js';
import { messageOf } from '../io/message.js';
import { findBenchmark } from './benchmarks.js';

// End with the parent.
process.on('disconnect', () => process.exit());

const [engineName, workName = '', threads, cache] = process.argv.slice(2);

function tell(message: Ready | Answer): void {
  process.send?.(message);
}

function failureOf(error: unknown): Failure {
  const message = messageOf(error);
  return { error: message.split('\n')[0]! };
}

/** @returns milliseconds. */
async function timed(step: Step): Promise<number> {
  const start = performance.now();
  await step();
  return performance.now() - start;
}

async function answer(step: Step, steps: number): Promise<Answer> {
  const times: number[] = [];
  const cpu = process.cpuUsage();
  const start = performance.now();
  for (let i = 0; i < steps; i++) times.push(await timed(step));
  const { user, system } = process.cpuUsage(cpu);
  return {
    times,
    cpuOverWall: (user + system) / 1000 / (performance.now() - start),
    peakBytes: process.resourceUsage().maxRSS * 1024,
  };
}

try {
  const engine = await openEngine(
    benchEngines.find((name) => name === engineName)!,
    Number(threads),
    cache,
  );
  const step = createWorkload(engine, findBenchmark(workName));
  const firstMilliseconds = await timed(step);
  process.on('message', (message) => {
    const { steps } = askSchema.parse(message);
    answer(step, steps).then(tell, (error: unknown) => tell(failureOf(error)));
  });
  tell({ ready: true, firstMilliseconds });
} catch (error) {
  tell(failureOf(error));
}
