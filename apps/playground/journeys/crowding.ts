/** Measures how much of the machine other processes take. */
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

const milliseconds = 500;
/** A machine more crowded than this measures nothing. */
const most = 4;
const spin = `const until = Date.now() + ${milliseconds}; while (Date.now() < until);`;

/**
 * Keeps every core busy for a moment, and compares the time that passed with the time that was computed in it.
 *
 * @returns how many times slower this machine is than with nothing else to do: 1 when it is idle, 2 when half of it is
 * taken, 4 at most.
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
