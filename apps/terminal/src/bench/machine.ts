/** Where and when a benchmark was run, without which its figures mean little. */
import { availableParallelism, cpus } from 'node:os';

export interface Machine {
  /** Node's version, such as `v20.20.2`. */
  readonly node: string;
  /** The processor's name, as the system reports it. */
  readonly cpu: string;
  /** Number of cores that this process may use. */
  readonly cores: number;
  /** The day, `YYYY-MM-DD`, UTC. */
  readonly date: string;
}

export function readMachine(now = new Date()): Machine {
  return {
    node: process.version,
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    date: now.toISOString().slice(0, 10),
  };
}

export function describeMachine({ node, cpu, cores, date }: Machine): string {
  return `Node ${node}, ${cores} core${cores === 1 ? '' : 's'} of ${cpu}, ${date}`;
}
