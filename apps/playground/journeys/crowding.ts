/** Measures how much processor time other processes take. */
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

const milliseconds = 500;
/** The most load at which measurements are meaningful. */
const most = 4;
const spin = `const until = Date.now() + ${milliseconds}; while (Date.now() < until);`;

/**
 * Keeps every core busy for a moment, and compares the wall time with the processor time.
 *
 * @returns how many times slower the machine is than an idle one: 1 if it is idle, 2 if other processes take half of
 *   it, at most 4.
 */
export async function crowding(): Promise<number> {
  const threads = availableParallelism();
  const workers = Array.from({ length: threads }, () => new Worker(spin, { eval: true }));
  await Promise.all(workers.map((worker) => once(worker, 'online')));
  const began = performance.now();
  const before = process.cpuUsage();
  await Promise.all(workers.map((worker) => once(worker, 'exit')));
  const { user, system } = process.cpuUsage(before);
  const ratio = ((performance.now() - began) * threads) / ((user + system) / 1000);
  return Math.min(most, Math.max(1, ratio));
}
