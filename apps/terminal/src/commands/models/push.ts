/** `speil push`: publishes a packed model. */
import {
  argument,
  defineCommand,
  flag,
  optionWithDefault,
  requiredOption,
} from '../../cli/command.js';
import { modelHelp } from '../../cli/help.js';
import { json } from '../../cli/options.js';
import { wholeNumber } from '../../cli/parsers.js';
import { exitCodes } from '../../io/exit.js';

export const push = defineCommand({
  name: 'push',
  description:
    'Publish a packed model on the Hugging Face hub, on npm or in a folder, after checking its card and checksums.',
  arguments: [argument('<model>', modelHelp)],
  options: {
    to: requiredOption('--to <place>', 'hf:OWNER/NAME, npm, or a new folder'),
    private: flag('--private', 'visible to you alone, where the place allows it'),
    maxSize: optionWithDefault(
      '--max-size <MB>',
      'most megabytes that are published',
      wholeNumber(1, 500),
      100,
    ),
    dryRun: flag('--dry-run', 'check everything and list the files, publish nothing'),
    json,
  },
  examples: ['speil push my-model --to hf:me/birds', 'speil push my-model --to npm --dry-run'],
  async run([name], { to, private: isPrivate = false, maxSize, dryRun = false, json }, io) {
    const [{ findModel }, { checkPackage }, { pushPackage }, { formatBytes, plural }] =
      await Promise.all([
        import('../../models/resolve.js'),
        import('../../publishing/push/checked-package.js'),
        import('../../publishing/push/push-package.js'),
        import('../../report/format.js'),
      ]);
    const options = { to, isPrivate, dryRun, maxBytes: maxSize * 1e6 };
    const checked = checkPackage(findModel(name, {}, io), options);
    const { place, files } = await pushPackage(checked, options, io);
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    if (json) {
      const names = files.map((file) => file.name);
      io.out(JSON.stringify({ to: place, files: files.length, names, bytes, published: !dryRun }));
    } else {
      const what = `${plural(files.length, 'file')}, ${formatBytes(bytes)}, licence ${checked.card.license}`;
      if (dryRun) {
        const width = Math.max(...files.map((file) => file.name.length));
        for (const file of files) {
          io.out(`  ${file.name.padEnd(width)}  ${formatBytes(file.bytes)}`);
        }
      }
      io.out(dryRun ? `${name} may be published as ${place}: ${what}` : `${place}: ${what}`);
    }
    return exitCodes.done;
  },
});
