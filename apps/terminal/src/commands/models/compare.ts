/** `speil compare`. */
import * as path from 'node:path';
import { argument, defineCommand, negation, option, optionWithDefault } from '../../cli/command.js';
import { modelHelp } from '../../cli/help.js';
import { common, dataDir, fitted, output } from '../../cli/options.js';
import { exampleCount } from '../../cli/parsers.js';
import type { Compared } from '../../domains/images/compare.js';
import { exitCodes } from '../../io/exit.js';
import { table } from '../../report/table.js';

export const compare = defineCommand({
  name: 'compare',
  description: 'Compare models with each other and with PCA on the same data.',
  arguments: [argument('<model...>', modelHelp)],
  options: {
    data: option(
      '--data <name>',
      'a dataset’s name, a folder of PNG, JPEG or Parquet files, or a .npy, .npz, .h5, .parquet, .tar or .mat file (default: the training data of each)',
    ),
    dataDir,
    limit: optionWithDefault(
      '--limit <n>',
      'only n test examples, drawn across the data',
      exampleCount,
      2000,
    ),
    pca: negation('--no-pca', 'leave PCA and the mean image out'),
    out: output('dir', 'folder for compare.png and compare.json'),
    ...common,
    ...fitted(),
  },
  examples: [
    'speil compare mnist-vae mnist-ae-2d -o compared',
    'speil compare runs/a runs/b --no-pca -o compared',
  ],
  async run([names], options, io) {
    const { out } = options;
    const [{ compareModels }, { findPictureModel }, files] = await Promise.all([
      import('../../domains/images/compare.js'),
      import('../../models/resolve.js'),
      import('../../files/files.js'),
    ]);
    const models = names.map((name) => findPictureModel(name, io));
    const { data, lines, picture } = await compareModels(models, options, io);
    const text = `${JSON.stringify({ data, lines }, null, 2)}\n`;
    const written = [
      files.writeOverview(path.join(out, 'compare.png'), picture, options, io),
      files.writeText(path.join(out, 'compare.json'), text, io),
    ];
    if (!options.json) for (const line of tableOf(lines)) io.out(line);
    files.reportFiles(written, options, io);
    return exitCodes.done;
  },
});

function tableOf(lines: readonly Compared[]): readonly string[] {
  const share = (value: number | null): string =>
    value === null ? '-' : `${(100 * value).toFixed(1)} %`;
  return table(lines, [
    { title: 'model', value: ({ name }) => name },
    { title: 'latent size', value: ({ code }) => String(code), align: 'right' },
    { title: 'mse', value: ({ mse }) => mse.toFixed(4), align: 'right' },
    { title: 'psnr', value: ({ psnr }) => psnr.toFixed(1), align: 'right' },
    { title: 'ssim', value: ({ ssim }) => ssim.toFixed(3), align: 'right' },
    { title: 'kNN acc (k=5)', value: ({ neighbours }) => share(neighbours), align: 'right' },
    { title: 'linear probe acc', value: ({ linear }) => share(linear), align: 'right' },
  ]);
}
