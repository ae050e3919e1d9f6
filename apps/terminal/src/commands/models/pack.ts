/** `speil pack`: writes a model as a package that others can check and use. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { argument, defineCommand, option, optionWithDefault } from '../../cli/command.js';
import { modelHelp } from '../../cli/help.js';
import { json } from '../../cli/options.js';
import { outputPath, share, wholeNumber } from '../../cli/parsers.js';
import { exitCodes, UsageError } from '../../io/exit.js';

export const pack = defineCommand({
  name: 'pack',
  description:
    'Write a model as a package: weights, recipe, card, figures, golden outputs and checksums. Without -o, a package’s card, checksums and golden outputs of this machine’s engines are brought up to date.',
  arguments: [argument('<model>', modelHelp)],
  options: {
    out: option('-o, --out <dir>', 'folder of the package', outputPath),
    license: option(
      '--license <id>',
      'licence of the model, an SPDX id such as cc-by-4.0 (default: that of the data, if known)',
    ),
    name: option('--name <package>', 'the npm package’s name (default: speil-model-MODEL)'),
    limit: optionWithDefault(
      '--limit <n>',
      'held-out examples for the card’s figures, 0 for none',
      wholeNumber(0, 1_000_000),
      1000,
    ),
    repeat: option(
      '--repeat <share>',
      'for a package without the log of its training: train this share of its recipe again, such as 1%, and record the losses as a repetition',
      share,
    ),
    dataDir: option('--data-dir <dir>', 'where datasets are looked for first'),
    json,
  },
  examples: ['speil pack runs/a -o my-model --license cc-by-4.0', 'speil pack my-model'],
  async run([name], options, io) {
    const [{ findModel }, { openDomain }, { replaceFiles }, { readModelFiles }, publishing] =
      await Promise.all([
        import('../../models/resolve.js'),
        import('../../domains/registry/domains.js'),
        import('../../files/replace-files.js'),
        import('../../publishing/package-files.js'),
        import('../../publishing/pack-model.js'),
      ]);
    const model = findModel(name, {}, io);
    if (options.out === undefined) {
      if (model.folder === undefined || model.run !== undefined) {
        throw new UsageError('Name a folder for the package with -o, such as -o my-model.');
      }
      const { refreshPackage } = await import('../../publishing/refresh-package.js');
      const domain = await openDomain(model.domain);
      const { license, repeat, dataDir } = options;
      const date = new Date();
      const files = await refreshPackage(
        domain,
        model,
        model.folder,
        {
          ...(license !== undefined && { license }),
          ...(repeat !== undefined && {
            repetition: { share: repeat, date, ...(dataDir !== undefined && { dataDir }) },
          }),
        },
        io,
      );
      replaceFiles(model.folder, name, files);
      if (options.json) io.out(JSON.stringify({ files: Object.keys(files) }));
      else io.out(`${name}: card, golden outputs and checksums are up to date`);
      return exitCodes.done;
    }
    if (options.repeat !== undefined) {
      throw new UsageError('--repeat is for a package that exists: leave out -o.');
    }
    const { out } = options;
    const folder = path.resolve(io.cwd, out);
    const existing = fs.existsSync(folder) ? readModelFiles(folder) : {};
    const manifest = path.join(folder, 'package.json');
    if (fs.existsSync(manifest) && !fs.readFileSync(manifest, 'utf8').includes('"speil"')) {
      throw new UsageError(
        `${out} is a package of something else: its package.json has no "speil". Choose another folder with -o.`,
      );
    }
    const packed = await publishing.packModel(
      await openDomain(model.domain),
      model,
      {
        ...options,
        ...(options.name !== undefined && { packageName: options.name }),
        existing,
        isPackage: fs.existsSync(manifest),
        date: new Date(),
      },
      io,
    );
    const { files, weightBytes, mostBytes } = packed;
    replaceFiles(folder, out, files);
    for (const file of packed.outdated) fs.rmSync(path.join(folder, file), { force: true });
    const from = model.source.name;
    if (options.json) {
      const names = Object.keys(files).map((file) => path.join(out, file));
      io.out(JSON.stringify({ files: names, weightBytes, from }));
    } else {
      io.out(`${out}: ${weightBytes} bytes of weights from ${from}`);
    }
    if (weightBytes > mostBytes) {
      io.err(
        `speil: the weights have more than the ${mostBytes} bytes that a model shipped with Speil may have. A page loads them slowly.`,
      );
    }
    return exitCodes.done;
  },
});
