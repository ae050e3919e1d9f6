/** `speil package`: the files of a published model. Its card (README.md) is written by hand. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { argument, defineCommand, option } from '../../cli/command.js';
import { modelHelp } from '../../cli/help.js';
import { json } from '../../cli/options.js';
import { exitCodes } from '../../io/exit.js';

export const packageCommand = defineCommand({
  name: 'package',
  description: 'Write the files of a publishable model: weights, recipe and golden outputs.',
  arguments: [argument('<model>', modelHelp), argument('<dir>', 'folder of the package')],
  options: {
    dataDir: option('--data-dir <dir>', 'where datasets are looked for first'),
    json,
  },
  examples: ['speil package runs/a packages/models/mnist-vae'],
  async run([name, out], options, io) {
    const [{ findModel }, { openDomain }, { replaceFiles }, { runPaths }] = await Promise.all([
      import('../../models/resolve.js'),
      import('../../domains/registry/domains.js'),
      import('../../files/replace-files.js'),
      import('@speil/runs'),
    ]);
    const model = findModel(name, {}, io);
    const domain = await openDomain(model.domain);
    const { files, weightBytes, mostBytes } = await domain.packageModel(model, options, io);
    const recipe = model.run === undefined ? undefined : recipeOf(runPaths(model.run).config);
    replaceFiles(path.resolve(io.cwd, out), out, {
      ...files,
      ...(recipe && { 'recipe.json': recipe }),
    });
    const from = model.source.name;
    const names = [...Object.keys(files), ...(recipe ? ['recipe.json'] : [])];
    if (options.json) {
      io.out(
        JSON.stringify({ files: names.map((file) => path.join(out, file)), weightBytes, from }),
      );
    } else io.out(`${out}: ${weightBytes} bytes of weights from ${from}`);
    if (weightBytes > mostBytes) {
      io.err(
        `speil: the weights have more than the ${mostBytes} bytes that a published model may have.`,
      );
    }
    return exitCodes.done;
  },
});

/** The recipe of the run, which includes the options of its command line. */
function recipeOf(config: string): Uint8Array {
  const { recipe } = JSON.parse(fs.readFileSync(config, 'utf8')) as { recipe: unknown };
  return new TextEncoder().encode(`${JSON.stringify(recipe, null, 2)}\n`);
}
