/** `speil reconstruct`. */
import * as path from 'node:path';
import { argument, defineCommand, flag } from '../../cli/command.js';
import { modelHelp } from '../../cli/help.js';
import { common, fitted, fromItems, labelled, musical, output } from '../../cli/options.js';
import { itemsOf } from '../../domains/latent-space.js';
import { exitCodes } from '../../io/exit.js';

export const reconstruct = defineCommand({
  name: 'reconstruct',
  description: 'Encode pictures or music and decode them again.',
  arguments: [
    argument('<model>', modelHelp),
    argument(
      '<file...>',
      'PNG or JPEG, resized to the model’s input; or MIDI, MusicXML or ABC, cut into its bars; with --data, numbers',
    ),
  ],
  options: {
    label: labelled(),
    invert: flag('--invert', 'invert brightness first (black on white becomes white on black)'),
    out: output('dir', 'folder for the reconstructions and a picture of pairs'),
    ...common,
    ...fitted(),
    ...fromItems,
    ...musical(),
  },
  examples: [
    'speil reconstruct mnist-vae seven.png -o out',
    'speil reconstruct runs/a *.png --invert -o out',
    'speil reconstruct melody-2bar song.mid -o out',
    'speil reconstruct scenes-vae --data scenes 0 1 2 3 -o out',
  ],
  async run([name, sources], options, io) {
    const { out } = options;
    const [core, { withLatentSpace }, files, { outputNames }] = await Promise.all([
      import('@speil/core'),
      import('../../models/latent-space.js'),
      import('../../files/files.js'),
      import('../../files/paths.js'),
    ]);
    const request = { ...options, ...itemsOf(options) };
    const written = await withLatentSpace(name, request, io, async (space) => {
      const read = await Promise.all(sources.map((file) => space.readAll(file)));
      const originals = read.flat();
      space.refuseTooMany(originals.length);
      const reconstructions = await core.reconstruct(space.forItems, originals);
      const names = outputNames(sources, 'pairs.png', space.extension);
      let from = 0;
      const each = read.map((own, i) => {
        const items = reconstructions.slice(from, (from += own.length));
        return space.write(path.join(out, names[i]!), items);
      });
      const pairs = space.pairs(originals, reconstructions);
      return [...each, files.writeOverview(path.join(out, 'pairs.png'), pairs, options, io)];
    });
    files.reportFiles(written, options, io);
    return exitCodes.done;
  },
});
