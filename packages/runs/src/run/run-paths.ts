/** The paths in a run folder. */
import * as path from 'node:path';

/** The paths of a run's files. */
export interface RunPaths {
  /** The run folder. */
  readonly folder: string;
  /** The requested settings. */
  readonly config: string;
  /** The log: one event per line. */
  readonly metrics: string;
  /** The heartbeat. */
  readonly status: string;
  /** The lock of the trainer that writes the run. */
  readonly lock: string;
  /** The folder of the checkpoints. */
  readonly checkpoints: string;
  /** The folder of the pictures. */
  readonly samples: string;
}

/** The paths of a run's files in its folder. */
export function runPaths(folder: string): RunPaths {
  const at = (name: string): string => path.join(folder, name);
  return {
    folder,
    config: at('config.json'),
    metrics: at('metrics.jsonl'),
    status: at('status.json'),
    lock: at('lock'),
    checkpoints: at('checkpoints'),
    samples: at('samples'),
  };
}
