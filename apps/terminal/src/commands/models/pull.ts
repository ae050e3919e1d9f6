/** `speil pull`: gets a packed model that someone published. */
import * as path from 'node:path';
import { argument, defineCommand, flag, option, optionWithDefault } from '../../cli/command.js';
import { json } from '../../cli/options.js';
import { outputPath, wholeNumber } from '../../cli/parsers.js';
import { exitCodes } from '../../io/exit.js';

export const pull = defineCommand({
  name: 'pull',
  description:
    'Get a packed model from the Hugging Face hub, npm or a web address. Only its data are taken; nothing is executed.',
  arguments: [
    argument('<from>', 'hf:OWNER/NAME, npm:NAME or https://..., with @VERSION if wanted'),
  ],
  options: {
    out: option('-o, --out <dir>', 'a new folder for the model (default: its name)', outputPath),
    maxSize: optionWithDefault(
      '--max-size <MB>',
      'most megabytes that are downloaded',
      wholeNumber(1, 500),
      100,
    ),
    dryRun: flag('--dry-run', 'say what there is and how large it is, download nothing'),
    json,
  },
  examples: ['speil pull hf:me/birds', 'speil pull npm:speil-model-birds@0.1.0 -o birds'],
  async run([from], { out, maxSize, dryRun = false, json }, io) {
    const [{ findPackage, pullPackage }, { refuseFull, writeSameFolder }, { formatBytes, plural }] =
      await Promise.all([
        import('../../publishing/pull/pull-package.js'),
        import('../../files/replace-files.js'),
        import('../../report/format.js'),
      ]);
    const options = { maxBytes: maxSize * 1e6 };
    const found = await findPackage(from, options, io);
    const { id, name, bytes, count } = found;
    const size = [
      ...(count === undefined ? [] : [plural(count, 'file')]),
      ...(bytes === undefined ? [] : [formatBytes(bytes)]),
    ].join(', ');
    const target = out ?? name;
    const folder = path.resolve(io.cwd, target);
    refuseFull(folder, target);
    if (!json) io.err(`${id}: ${size}`);
    if (dryRun) {
      if (json) io.out(JSON.stringify({ id, files: count ?? null, bytes: bytes ?? null }));
      return exitCodes.done;
    }
    const files = await pullPackage(found, options, io);
    // Another pull may have finished first.
    writeSameFolder(folder, target, files);
    if (json) io.out(JSON.stringify({ id, folder: target, files: Object.keys(files) }));
    else
      io.out(
        `${target}: ${plural(Object.keys(files).length, 'file')}. Check it: speil verify ${target}`,
      );
    return exitCodes.done;
  },
});
