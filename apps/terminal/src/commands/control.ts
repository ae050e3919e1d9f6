/** `speil pause`, `speil resume` and `speil stop`. */
import { IncompatibleError } from '@speil/api';
import { isLive, sendCommand } from '@speil/runs';
import { exitCodes, type ExitCode } from '../cli/exit.js';
import type { Io } from '../cli/io.js';
import { findRun } from './find-run.js';
import { shownPath } from '../report/paths.js';
import { resumeHint } from '../report/resume.js';

export async function control(
  type: 'pause' | 'resume' | 'stop',
  folder: string | undefined,
  { json, runs = 'runs' }: { json?: boolean; runs?: string },
  io: Io,
): Promise<ExitCode> {
  const run = findRun(folder, runs, io.cwd);
  const name = shownPath(run.folder, io.cwd);
  if (!isLive(run.condition)) {
    throw new IncompatibleError(
      `No training goes on in ${name}: it is ${run.condition}. ${resumeHint(name)}`,
    );
  }
  const message = await sendCommand(run.folder, { type });
  if (json) io.out(JSON.stringify({ run: run.folder, command: type, message }));
  else io.out(`${name}: ${message}`);
  return exitCodes.done;
}
