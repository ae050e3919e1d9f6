/** `speil train` and its options. */
import type { Command } from 'commander';
import type { Io } from './io.js';
import { fitted } from './latent-commands.js';
import { collect, exampleCount, place, seed, share, wholeNumber, folder } from './parsers.js';
import { examples, type Run } from './program.js';

export function addTrainCommand(program: Command, io: Io, run: Run): void {
  fitted(
    program
      .command('train')
      .description(
        'Train a recipe. In a terminal this opens the dashboard; q leaves it and training continues.',
      )
      .argument('[recipe]', 'a recipe’s name, or a file such as ./my-recipe.mjs')
      .option(
        '--data <name>',
        'a dataset’s name, a folder of PNG, JPEG or MIDI files, or a .npy or .npz file',
      )
      .option('--data-dir <dir>', 'where datasets are looked for first', folder)
      .option('--epochs <n>', 'passes over the training data', wholeNumber(1, 100_000))
      .option('--batch <n>', 'batch size (examples per step)', wholeNumber(1, 65_536))
      .option(
        '--limit <n>',
        'train on n examples, drawn across the data by --seed; validate on as many at most',
        exampleCount,
      )
      .option(
        '--validation <share>',
        'hold out this share of the training data to validate on, such as 10% (default: the test part validates)',
        share,
      )
      .option('--seed <n>', 'seed of initial weights, order and noise', seed)
      .option('--engine <name>', 'auto, onnx, wasm or cpu; see speil doctor')
      .option('--out <dir>', 'the run folder (default: runs/<recipe>/<time>)', place)
      .option(
        '--set <key=value>',
        'any setting of the recipe, repeatable; a number for a schedule means a constant (others: linear, exponential, cosine, cyclical, approach, inverseSigmoid)',
        collect,
      )
      .option('--checkpoint-every <steps>', 'steps between checkpoints', wholeNumber(1, 1e9))
      .option(
        '--resume',
        'resume the run in --out from its newest sound checkpoint (as speil resume does)',
      )
      .option('--no-tui', 'plain lines instead of the dashboard')
      .option('-d, --detach', 'train in the background: return once training has begun')
      .option('--json', 'end with one line of JSON on stdout'),
    'as the recipe says, else fill',
  )
    .addHelpText(
      'after',
      examples(
        'speil train mnist-vae',
        'speil train mnist-dense-vae --epochs 10 --set beta=4 --set learningRate=3e-4',
        'speil train ./my-recipe.mjs --limit 1000 --no-tui --json',
        'speil train mnist-vae --out runs/a --detach',
      ),
    )
    .action((recipe: string | undefined, options: object) =>
      run(async () => (await import('../commands/train.js')).train(recipe, options, io)),
    );
}
