/** `speil stop`. */
import { argument, defineCommand, optionWithDefault } from '../../cli/command.js';
import { json } from '../../cli/options.js';

export const stop = defineCommand({
  name: 'stop',
  description: 'Stop a run after its current step, and save a checkpoint.',
  arguments: [argument('[run]', 'a run folder (default: the newest run that is training)')],
  options: {
    runs: optionWithDefault('--runs <dir>', 'where runs are', undefined, 'runs'),
    json,
  },
  examples: ['speil stop', 'speil stop runs/a'],
  async run([folder], options, io) {
    const { controlRun } = await import('../../run-control/control-run.js');
    return controlRun('stop', folder, options, io);
  },
});
