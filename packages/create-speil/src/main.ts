/** The command line of `npm create speil`. An error is one line on stderr, with exit code 1; nothing is written then. */
import { parseArgs } from 'node:util';
import { createPackage } from './create.js';
import { datasets } from './datasets.js';
import { families } from './families.js';
import type { CreateOptions } from './options.js';

const help = `Usage: npm create speil@latest NAME -- [--data FOLDER|DATASET] [--family FAMILY] [--size PIXELS] [--colour|--grey]

Write a package for a model of your own: a recipe, scripts to train and pack it, a card and tests.

  NAME      the package's name, my-model or @me/my-model; the folder is called my-model
  --data    a folder of pictures, or one of ${Object.keys(datasets).join(', ')} (default: mnist)
  --family  ${families.join(', ')} (default: vae)
  --size    the pictures' size, 64 or 96x64 (default: that of the dataset, 32 for a folder)
  --colour  pictures in colour (the default for a folder)
  --grey    pictures in grey

Examples:
  npm create speil@latest my-model
  npm create speil@latest rooms -- --data scenes
  npm create speil@latest faces -- --data ./photos --family vq-vae --size 64`;

/** @returns the exit code. */
export function main(argv: readonly string[], cwd: string): number {
  try {
    const options = readOptions(argv);
    if (options === 'help') {
      print(process.stdout, help);
      return 0;
    }
    const { short, files } = createPackage(options, cwd);
    print(
      process.stdout,
      `${short}: ${files.length} files\n\nNext:\n  cd ${short}\n  npm install\n  npm test\n  npm run train`,
    );
    return 0;
  } catch (error) {
    print(
      process.stderr,
      `create-speil: ${error instanceof Error ? error.message : String(error)}`,
    );
    return 1;
  }
}

function readOptions(argv: readonly string[]): CreateOptions | 'help' {
  const { values, positionals } = parse(argv);
  if (values.help) return 'help';
  const [name, ...more] = positionals;
  if (name === undefined || more.length > 0) {
    throw new Error(
      `One name was expected. Received: ${positionals.length === 0 ? 'none' : positionals.join(' ')}. Example: npm create speil@latest my-model`,
    );
  }
  const { data, family, size, colour, grey } = values;
  return { name, data, family, size, colour, grey };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        data: { type: 'string' },
        family: { type: 'string' },
        size: { type: 'string' },
        colour: { type: 'boolean' },
        grey: { type: 'boolean' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    const [first = ''] = (error as Error).message.split(/\. |\n/u);
    throw new Error(`${first}. See: npm create speil@latest -- --help`, { cause: error });
  }
}

function print(stream: NodeJS.WriteStream, text: string): void {
  stream.write(`${text}\n`);
}
