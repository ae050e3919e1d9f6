/** `speil upscale`. */
import { argument, defineCommand, flag, optionWithDefault } from '../../cli/command.js';
import { modelHelp } from '../../cli/help.js';
import { common, fitted, output } from '../../cli/options.js';
import { seed } from '../../cli/parsers.js';
import { exitCodes } from '../../io/exit.js';

export const upscale = defineCommand({
  name: 'upscale',
  description: 'Enlarge images with a super-resolution model.',
  arguments: [
    argument('<model>', modelHelp),
    argument('<file...>', 'PNG or JPEG files of the model’s low resolution'),
  ],
  options: {
    reduce: flag('--reduce', 'downscale full-size images first, as in training'),
    seed: optionWithDefault('--seed <n>', 'seed of a random downscaling', seed, 0),
    invert: flag('--invert', 'invert brightness first'),
    out: output('dir', 'folder for the images and a montage'),
    ...common,
    ...fitted(),
  },
  examples: [
    'speil upscale mnist-upscale-2 small.png -o out',
    'speil upscale mnist-upscale-4 seven.png --reduce -o out',
  ],
  async run([name, sources], { reduce = false, ...options }, io) {
    const [{ restore, writeRestored }, { findPictureModel }] = await Promise.all([
      import('../../domains/images/restore.js'),
      import('../../models/resolve.js'),
    ]);
    const model = findPictureModel(name, io);
    const strength = reduce ? { strength: 1 } : {};
    const request = { ...options, degradation: 'reduced', ...strength } as const;
    const restored = await restore(model, sources, request, io);
    writeRestored(sources, restored, options, io);
    return exitCodes.done;
  },
});
