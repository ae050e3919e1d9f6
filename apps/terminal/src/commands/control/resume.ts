/** `speil resume`: continues a run, whether it is paused, was stopped or has crashed. */
import {
  argument,
  defineCommand,
  flag,
  negation,
  option,
  optionWithDefault,
} from '../../cli/command.js';
import { runHelp } from '../../cli/help.js';
import { wholeNumber } from '../../cli/parsers.js';

export const resume = defineCommand({
  name: 'resume',
  description: 'Resume a run that is paused, was stopped or has crashed.',
  arguments: [argument('[run]', runHelp)],
  options: {
    runs: optionWithDefault('--runs <dir>', 'where runs are', undefined, 'runs'),
    epochs: option(
      '--epochs <n>',
      'train a finished run further, up to this number of epochs',
      wholeNumber(1, 100_000),
    ),
    tui: negation('--no-tui', 'plain lines instead of the dashboard'),
    detach: flag('-d, --detach', 'train in the background: return once training has begun'),
    json: flag('--json', 'end with one line of JSON on stdout'),
  },
  examples: ['speil resume', 'speil resume runs/a --epochs 20'],
  async run([folder], { runs, ...options }, io) {
    const [{ isLive }, { findRun }] = await Promise.all([
      import('@speil/runs'),
      import('../../run-control/find-run.js'),
    ]);
    const run = findRun(folder, runs, io.cwd);
    if (isLive(run.health)) {
      const { controlRun } = await import('../../run-control/control-run.js');
      return controlRun('resume', run.folder, options, io);
    }
    const { trainRun } = await import('../../training/train.js');
    return trainRun(undefined, { ...options, out: run.folder, resume: true }, io);
  },
});
