/** `speil upscale`. */
import { argument, defineCommand, flag, option, optionWithDefault } from '../../cli/command.js';
import { modelHelp } from '../../cli/help.js';
import { common, fitted, output } from '../../cli/options.js';
import { seed, wholeNumber } from '../../cli/parsers.js';
import type { RestoreSource } from '../../domains/images/restore.js';
import { exitCodes, UsageError } from '../../io/exit.js';

export const upscale = defineCommand({
  name: 'upscale',
  description: 'Enlarge images with a super-resolution model.',
  arguments: [
    argument('<model>', modelHelp),
    argument('[file...]', 'PNG or JPEG files of the model’s low resolution'),
  ],
  options: {
    reduce: flag('--reduce', 'downscale full-size images first, as in training'),
    noise: option(
      '--noise <n>',
      'instead of files, n pictures of uniform noise',
      wholeNumber(1, 4096),
    ),
    seed: optionWithDefault('--seed <n>', 'seed of the noise, or of a random downscaling', seed, 0),
    invert: flag('--invert', 'invert brightness first'),
    out: output('dir', 'folder for the images and a montage'),
    ...common,
    ...fitted(),
  },
  examples: [
    'speil upscale mnist-upscale-2 small.png -o out',
    'speil upscale mnist-upscale-4 seven.png --reduce -o out',
    'speil upscale scenes-upscale-4 --noise 8 -o out',
  ],
  async run([name, files], { reduce = false, noise, ...options }, io) {
    const source = chooseSource(files, { noise, reduce });
    const [{ restore, writeRestored }, { findPictureModel }] = await Promise.all([
      import('../../domains/images/restore.js'),
      import('../../models/resolve.js'),
    ]);
    const model = findPictureModel(name, io);
    const strength = reduce ? { strength: 1 } : {};
    const request = { ...options, degradation: 'reduced', ...strength } as const;
    const restored = await restore(model, source, request, io);
    writeRestored(source, restored, options, io);
    return exitCodes.done;
  },
});

/** @throws UsageError unless either files or noise are asked for. */
function chooseSource(
  files: readonly string[],
  { noise, reduce }: { readonly noise: number | undefined; readonly reduce: boolean },
): RestoreSource {
  if (noise === undefined) {
    if (files.length > 0) return files;
    throw new UsageError('Name picture files, or give --noise 8 to enlarge noise.');
  }
  if (files.length > 0) throw new UsageError('--noise replaces the picture files: leave them out.');
  if (reduce) throw new UsageError('Noise has the model’s low resolution: leave out --reduce.');
  return { noise };
}
