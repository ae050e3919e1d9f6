/** `speil train` and its options. */
import type { Command } from 'commander';
import type { Io } from './io.js';
import { collect, exampleCount, place, seed, wholeNumber } from './parsers.js';
import { examples, type Run } from './program.js';

export function addTrainCommand(program: Command, io: Io, run: Run): void {
  program
    .command('train')
    .description(
      'Train a recipe. In a terminal this opens the dashboard; q leaves it and training goes on.',
    )
    .argument('[recipe]', 'a recipe’s name, or a file such as ./my-recipe.mjs')
    .option('--data <name>', 'a dataset’s name, or a folder of pictures')
    .option('--data-dir <dir>', 'where datasets are looked for first')
    .option('--epochs <n>', 'passes over the training data', wholeNumber(1, 100_000))
    .option('--batch <n>', 'examples a step', wholeNumber(1, 65_536))
    .option(
      '--limit <n>',
      'train on the first n examples, validate on as many at most',
      exampleCount,
    )
    .option('--seed <n>', 'seed of initial weights, order and noise', seed)
    .option('--engine <name>', 'auto, onnx, wasm or cpu; see speil doctor')
    .option('--out <dir>', 'the run folder (default: runs/<recipe>/<time>)', place)
    .option('--set <key=value>', 'any setting of the recipe; may be given several times', collect)
    .option('--checkpoint-every <steps>', 'steps between checkpoints', wholeNumber(1, 1e9))
    .option('--resume', 'go on with the run in --out from its newest sound checkpoint')
    .option('--no-tui', 'plain lines instead of the dashboard')
    .option('--json', 'end with one line of JSON on stdout')
    .addHelpText(
      'after',
      examples(
        'speil train mnist-vae',
        'speil train mnist-dense-vae --epochs 10 --set beta=4 --set learningRate=3e-4',
        'speil train mnist-vae --out runs/a --resume',
        'speil train ./my-recipe.mjs --limit 1000 --no-tui --json',
      ),
    )
    .action((recipe: string | undefined, options: object) =>
      run(async () => (await import('../commands/train.js')).train(recipe, options, io)),
    );
}
