/** Sends a command to the trainer of a run. */
import { IncompatibleError } from '@speil/api';
import { isLive, sendCommand } from '@speil/runs';
import { exitCodes, type ExitCode } from '../io/exit.js';
import type { Io } from '../io/io.js';
import { findRun } from './find-run.js';
import { displayPath } from '../report/paths.js';
import { resumeHint } from '../report/resume.js';

/** @throws IncompatibleError if the run is not training. */
export async function controlRun(
  type: 'pause' | 'resume' | 'stop',
  folder: string | undefined,
  { json, runs = 'runs' }: { json?: boolean; runs?: string },
  io: Io,
): Promise<ExitCode> {
  const run = findRun(folder, runs, io.cwd);
  const name = displayPath(run.folder, io.cwd);
  if (!isLive(run.health)) {
    throw new IncompatibleError(
      `${name} is not training: it is ${run.health}. ${resumeHint(name, run.health)}`,
    );
  }
  const message = await sendCommand(run.folder, { type });
  if (json) io.out(JSON.stringify({ run: run.folder, command: type, message }));
  else io.out(`${name}: ${message}`);
  return exitCodes.done;
}
