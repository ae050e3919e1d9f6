/** `speil watch`: follows a run that is training, or shows one that has ended. */
import type { TrainingEvent } from '@speil/api';
import { argument, defineCommand, flag, negation, optionWithDefault } from '../../cli/command.js';
import { runHelp } from '../../cli/help.js';
import { exitCodes } from '../../io/exit.js';
import { wantsScreen } from '../../io/screen.js';
import { listenForInterruption } from '../../io/signals.js';

export const watch = defineCommand({
  name: 'watch',
  description: 'Attach to a run: the dashboard in a terminal, plain lines elsewhere.',
  arguments: [argument('[run]', runHelp)],
  options: {
    runs: optionWithDefault('--runs <dir>', 'where runs are', undefined, 'runs'),
    tui: negation('--no-tui', 'plain lines instead of the dashboard'),
    json: flag('--json', 'each event as a line of JSON on stdout'),
  },
  examples: ['speil watch', 'speil watch runs/a', 'speil watch --json | jq .type'],
  async run([folder], options, io) {
    const [
      { healthOf, followRun, isLive, readStatus },
      { findRun },
      { plainReporter },
      { displayPath },
      { goneHintFor },
    ] = await Promise.all([
      import('@speil/runs'),
      import('../../run-control/find-run.js'),
      import('../../report/plain.js'),
      import('../../report/paths.js'),
      import('../../report/resume.js'),
    ]);
    const run = findRun(folder, options.runs, io.cwd);
    const name = displayPath(run.folder, io.cwd);
    const reportIfGone = (): void => {
      if (healthOf(readStatus(run.folder)) !== 'crashed') return;
      io.err(`${name}: its trainer is gone. ${goneHintFor(run.folder, name)}`);
    };
    if (wantsScreen(options, io)) {
      const { openDashboard } = await import('../../dashboard/open.js');
      const left = await openDashboard({ folder: run.folder, name, owner: false, io });
      if (left === 'detached' && isLive(healthOf(readStatus(run.folder)))) {
        io.out(`Training continues. Attach again with: speil watch ${name}`);
      }
      reportIfGone();
      return exitCodes.done;
    }
    const interruption = listenForInterruption();
    const report = options.json
      ? (event: TrainingEvent): void => io.out(JSON.stringify(event))
      : plainReporter(io.err);
    if (!options.json) io.err(`${name}: ${run.health}`);
    for await (const event of followRun(run.folder, { signal: interruption.signal })) report(event);
    interruption.stop();
    reportIfGone();
    return interruption.signal.aborted ? exitCodes.interrupted : exitCodes.done;
  },
});
