/** `speil similar`. */
import * as path from 'node:path';
import { argument, defineCommand, optionWithDefault } from '../../cli/command.js';
import { modelHelp } from '../../cli/help.js';
import { fromFiles, output } from '../../cli/options.js';
import { numberBetween, seed, wholeNumber } from '../../cli/parsers.js';
import { exitCodes } from '../../io/exit.js';

export const similar = defineCommand({
  name: 'similar',
  description: 'Make variations of one item: decoded samples around its latent.',
  arguments: [
    argument('<model>', modelHelp),
    argument('<file>', 'PNG or JPEG; MIDI, MusicXML or ABC'),
  ],
  options: {
    count: optionWithDefault('-n, --count <n>', 'how many', wholeNumber(1, 10_000), 4),
    distance: optionWithDefault(
      '--distance <d>',
      'from 0, the item itself, to 1, samples of the prior',
      numberBetween(0, 1),
      0.3,
    ),
    seed: optionWithDefault('--seed <n>', 'seed of the samples', seed, 0),
    out: output('dir', 'folder for the samples and a picture of all'),
    ...fromFiles,
  },
  examples: [
    'speil similar drums-2bar beat.mid -n 4 --distance 0.3 -o variations',
    'speil similar mnist-vae seven.png -n 9 -o variations',
  ],
  async run([name, file], options, io) {
    const { count, distance, seed, out } = options;
    const [core, { withLatentSpace }, files, { numbered }] = await Promise.all([
      import('@speil/core'),
      import('../../models/latent-space.js'),
      import('../../files/files.js'),
      import('../../files/paths.js'),
    ]);
    const written = await withLatentSpace(name, options, io, async (space) => {
      space.refuseTooMany(count);
      const item = await space.readOne(file);
      const variations = await core.similar(space.forItems, item, count, 1 - distance, { seed });
      const each = variations.map((one, i) =>
        space.write(path.join(out, `similar-${numbered(i)}${space.extension}`), [one]),
      );
      // The item itself comes before its variations.
      const overview = space.overview([item, ...variations]);
      return [...each, files.writeOverview(path.join(out, 'similar.png'), overview, options, io)];
    });
    files.reportFiles(written, options, io);
    return exitCodes.done;
  },
});
