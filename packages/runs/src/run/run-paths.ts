/** The paths in a run folder. */
import * as path from 'node:path';

export interface RunPaths {
  readonly folder: string;
  readonly config: string;
  readonly metrics: string;
  readonly status: string;
  readonly lock: string;
  readonly checkpoints: string;
  readonly samples: string;
}

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
