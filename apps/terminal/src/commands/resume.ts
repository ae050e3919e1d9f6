/** `speil resume`: what one means by it, whether the run is paused, was stopped or has crashed. */
import { isLive } from '@speil/runs';
import type { ExitCode } from '../cli/exit.js';
import type { Io } from '../cli/io.js';
import { control } from './control.js';
import { findRun } from './find-run.js';
import { train } from './train.js';

interface ResumeOptions {
  readonly runs?: string;
  readonly epochs?: number;
  readonly tui?: boolean;
  readonly detach?: boolean;
  readonly json?: boolean;
}

export async function resume(
  folder: string | undefined,
  { runs = 'runs', ...options }: ResumeOptions,
  io: Io,
): Promise<ExitCode> {
  const run = findRun(folder, runs, io.cwd);
  if (isLive(run.condition)) return control('resume', run.folder, options, io);
  return train(undefined, { ...options, out: run.folder, resume: true }, io);
}
