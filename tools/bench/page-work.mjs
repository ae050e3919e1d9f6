/** Runs in a page: one benchmark on one engine, for `page.mjs`. */
import { loadEngine } from '@speil/core/engines';
import { registerWasmEngine } from '@speil/core/engines/wasm';
import { findBenchmark } from '../../apps/terminal/dist/bench/benchmarks.js';
import { createWorkload } from '../../apps/terminal/dist/bench/workloads.js';

/** One digit by the decoder of the Keras example, as the page's plane shows it. */
const digit = { kind: 'decoding', name: 'digit', title: '', model: 'conv', count: 1, examples: 1 };

/** Measured for about so long, in milliseconds, after the first steps. */
const time = 3000;

/**
 * @param {string} work the name of a benchmark.
 * @param {'wasm' | 'tfjs' | 'jax-js'} engine ours, tfjs's wasm backend, or jax-js, which has the dense model alone.
 * @param {number} threads of ours.
 * @returns the first step and the median of the following ones, in milliseconds.
 */
async function measure(work, engine, threads) {
  const step = await stepOf(work, engine, threads);
  const timed = async () => {
    const start = performance.now();
    await step();
    return performance.now() - start;
  };
  const first = await timed();
  await timed();
  const times = [];
  const end = performance.now() + time;
  // A browser rounds its clock, so short steps are measured together.
  const one = await timed();
  const together = Math.max(1, Math.ceil(5 / Math.max(one, 0.05)));
  while (times.length < 5 || performance.now() < end) {
    const start = performance.now();
    for (let i = 0; i < together; i++) await step();
    times.push((performance.now() - start) / together);
  }
  times.sort((a, b) => a - b);
  return { first, median: times[times.length >> 1] };
}

async function stepOf(work, engine, threads) {
  if (engine === 'jax-js') return (await import('./page-jax.mjs')).createStep();
  if (engine === 'wasm') registerWasmEngine({ threads: () => threads });
  return createWorkload(
    await loadEngine('wasm', { wasmPath: '/engines/' }),
    work === digit.name ? digit : findBenchmark(work),
  );
}

// In a worker, as a page does it: the main thread must not sleep while it waits for others.
globalThis.onmessage = async ({ data }) => {
  try {
    postMessage({ result: await measure(...data) });
  } catch (error) {
    postMessage({ error: String(error) });
  }
};
