/** `speil denoise`. */
import { argument, defineCommand, flag, option, optionWithDefault } from '../../cli/command.js';
import { modelHelp } from '../../cli/help.js';
import { common, fitted, output } from '../../cli/options.js';
import { numberBetween, seed } from '../../cli/parsers.js';
import { exitCodes } from '../../io/exit.js';

export const denoise = defineCommand({
  name: 'denoise',
  description: 'Denoise images with a denoising model.',
  arguments: [argument('<model>', modelHelp), argument('<file...>', 'PNG or JPEG files')],
  options: {
    corrupt: option(
      '--corrupt <strength>',
      'corrupt the images first, as in training; 1 is the strength of training',
      numberBetween(0, 10),
    ),
    seed: optionWithDefault('--seed <n>', 'seed of the corruption', seed, 0),
    invert: flag('--invert', 'invert brightness first (black on white becomes white on black)'),
    out: output('dir', 'folder for the images and a montage'),
    ...common,
    ...fitted(),
  },
  examples: [
    'speil denoise mnist-denoise noisy.png -o out',
    'speil denoise mnist-denoise seven.png --corrupt 1 -o out',
  ],
  async run([name, sources], { corrupt, ...options }, io) {
    const [{ restore, writeRestored }, { findPictureModel }] = await Promise.all([
      import('../../domains/images/restore.js'),
      import('../../models/resolve.js'),
    ]);
    const model = findPictureModel(name, io);
    const strength = corrupt === undefined ? {} : { strength: corrupt };
    const request = { ...options, degradation: 'corrupted', ...strength } as const;
    const restored = await restore(model, sources, request, io);
    writeRestored(sources, restored, options, io);
    return exitCodes.done;
  },
});
