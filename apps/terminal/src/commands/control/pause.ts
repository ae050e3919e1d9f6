/** `speil pause`. */
import { argument, defineCommand, optionWithDefault } from '../../cli/command.js';
import { json } from '../../cli/options.js';

export const pause = defineCommand({
  name: 'pause',
  description: 'Pause a run after its current step.',
  arguments: [argument('[run]', 'a run folder (default: the newest run that is training)')],
  options: {
    runs: optionWithDefault('--runs <dir>', 'where runs are', undefined, 'runs'),
    json,
  },
  examples: ['speil pause', 'speil pause runs/a'],
  async run([folder], options, io) {
    const { controlRun } = await import('../../run-control/control-run.js');
    return controlRun('pause', folder, options, io);
  },
});
