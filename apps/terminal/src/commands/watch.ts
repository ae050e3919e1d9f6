/** `speil watch`: a screen on a run that goes on, or a look at one that has ended. */
import type { TrainingEvent } from '@speil/api';
import { conditionOf, followRun, isLive, readStatus } from '@speil/runs';
import { exitCodes, type ExitCode } from '../cli/exit.js';
import type { Io } from '../cli/io.js';
import { wantsScreen } from '../cli/screen.js';
import { listenForInterruption } from '../cli/signals.js';
import { plainReporter } from '../report/plain.js';
import { findRun } from './find-run.js';
import { shownPath } from '../report/paths.js';
import { goneHintOf } from '../report/resume.js';

interface WatchOptions {
  readonly runs?: string;
  readonly tui?: boolean;
  readonly json?: boolean;
}

export async function watch(
  folder: string | undefined,
  options: WatchOptions,
  io: Io,
): Promise<ExitCode> {
  const run = findRun(folder, options.runs ?? 'runs', io.cwd);
  const name = shownPath(run.folder, io.cwd);
  if (wantsScreen(options, io)) {
    const { openDashboard } = await import('../dashboard/open.js');
    const left = await openDashboard({ folder: run.folder, name, owner: false, io });
    if (left === 'detached' && isLive(conditionOf(readStatus(run.folder)))) {
      io.out(`Training continues. Attach again with: speil watch ${name}`);
    }
    sayIfGone(run.folder, name, io);
    return exitCodes.done;
  }
  const interruption = listenForInterruption();
  const report = options.json
    ? (event: TrainingEvent): void => io.out(JSON.stringify(event))
    : plainReporter(io.err);
  if (!options.json) io.err(`${name}: ${run.condition}`);
  for await (const event of followRun(run.folder, { signal: interruption.signal })) report(event);
  interruption.stop();
  sayIfGone(run.folder, name, io);
  return interruption.signal.aborted ? exitCodes.interrupted : exitCodes.done;
}

function sayIfGone(folder: string, name: string, io: Io): void {
  if (conditionOf(readStatus(folder)) === 'crashed') {
    io.err(`${name}: its trainer is gone. ${goneHintOf(folder, name)}`);
  }
}
