/** `speil traverse`. */
import {
  argument,
  defineCommand,
  flag,
  option,
  optionWithDefault,
  requiredOption,
} from '../../cli/command.js';
import { modelHelp } from '../../cli/help.js';
import { common, fitted, labelled } from '../../cli/options.js';
import { listOf, numberBetween, outputEndingIn, wholeNumber } from '../../cli/parsers.js';
import { exitCodes } from '../../io/exit.js';

export const traverse = defineCommand({
  name: 'traverse',
  description: 'Vary one latent dimension at a time: one row of decoded images per dimension.',
  arguments: [argument('<model>', modelHelp)],
  options: {
    from: option('--from <file>', 'start from the latent code of this image (default: the origin)'),
    dims: option(
      '--dims <list>',
      'which dimensions, such as 0,3,7 (default: the first 16)',
      listOf(wholeNumber(0, 4095)),
    ),
    steps: optionWithDefault('--steps <n>', 'images per row', wholeNumber(2, 101), 9),
    extent: optionWithDefault(
      '--extent <x>',
      'each dimension varies from -x to x',
      numberBetween(0, 100),
      3,
    ),
    label: labelled(),
    invert: flag('--invert', 'invert the brightness of the image first'),
    out: requiredOption('-o, --out <file>', 'a PNG file', outputEndingIn('.png')),
    ...common,
    ...fitted(),
  },
  examples: ['speil traverse mnist-vae --steps 11 -o dimensions.png'],
  async run([name], options, io) {
    const [{ traversePictures }, { findPictureModel }, files] = await Promise.all([
      import('../../domains/images/traverse.js'),
      import('../../models/resolve.js'),
      import('../../files/files.js'),
    ]);
    const picture = await traversePictures(findPictureModel(name, io), options, io);
    files.reportFiles([files.writeOverview(options.out, picture, options, io)], options, io);
    return exitCodes.done;
  },
});
