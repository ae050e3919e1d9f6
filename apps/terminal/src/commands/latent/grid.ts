/** `speil grid`. */
import { argument, defineCommand, optionWithDefault, requiredOption } from '../../cli/command.js';
import { modelHelp } from '../../cli/help.js';
import { common, labelled } from '../../cli/options.js';
import { extent, outputEndingIn, wholeNumber } from '../../cli/parsers.js';
import { exitCodes } from '../../io/exit.js';

export const grid = defineCommand({
  name: 'grid',
  description: 'Render a 2-D latent space as a grid of decoded images.',
  arguments: [argument('<model>', modelHelp)],
  options: {
    size: optionWithDefault('--size <n>', 'images per side', wholeNumber(1, 100), 20),
    extent: optionWithDefault(
      '--extent <l,r,b,t>',
      'left, right, bottom and top of the latent plane',
      extent,
      [-2, 2, -2, 2],
      '-2,2,-2,2',
    ),
    label: labelled('0'),
    out: requiredOption('-o, --out <file>', 'a PNG file', outputEndingIn('.png')),
    ...common,
  },
  examples: ['speil grid mnist-vae --size 20 -o grid.png'],
  async run([name], options, io) {
    const { size, extent: plane, label, out } = options;
    const [core, { montage }, pictures, { conditionFor }, { findPictureModel }, files] =
      await Promise.all([
        import('@speil/core'),
        import('@speil/images'),
        import('../../domains/images/model.js'),
        import('../../domains/images/conditions.js'),
        import('../../models/resolve.js'),
        import('../../files/files.js'),
      ]);
    const found = findPictureModel(name, io);
    const decoded = await pictures.withPictureModel(found, options, io, (model) => {
      pictures.refuseTooMany(size * size, model);
      const condition = conditionFor(model, label, { encoded: false });
      return core.grid(model, { columns: size, rows: size, extent: plane, ...condition });
    });
    const file = files.writeOverview(out, montage(decoded, { columns: size, gap: 0 }), options, io);
    files.reportFiles([file], options, io);
    return exitCodes.done;
  },
});
