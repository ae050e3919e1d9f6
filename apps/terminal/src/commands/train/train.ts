/** `speil train`. */
import { argument, defineCommand, flag, negation, option } from '../../cli/command.js';
import { dataDir, familyOptions, fitted, trainingData } from '../../cli/options.js';
import {
  collect,
  exampleCount,
  outputPath,
  seed,
  shareOrTest,
  wholeNumber,
} from '../../cli/parsers.js';

export const train = defineCommand({
  name: 'train',
  description:
    'Train a recipe, or a family of models that is fitted to your data. In a terminal this opens the dashboard; q leaves it and training continues.',
  arguments: [
    argument(
      '[recipe]',
      'a recipe’s name, a file such as ./my-recipe.mjs, or a family such as vae (see speil recipes)',
    ),
  ],
  options: {
    data: trainingData,
    dataDir,
    ...familyOptions,
    epochs: option('--epochs <n>', 'passes over the training data', wholeNumber(1, 100_000)),
    batch: option('--batch <n>', 'batch size (examples per step)', wholeNumber(1, 65_536)),
    limit: option(
      '--limit <n>',
      'train on n examples, drawn across the data by --seed; validate on as many at most',
      exampleCount,
    ),
    validation: option(
      '--validation <share>',
      'hold out this share of the training data to validate on, such as 10%, or test for the test part (default: the data’s validation part, else 10%)',
      shareOrTest,
    ),
    seed: option('--seed <n>', 'seed of initial weights, order and noise', seed),
    engine: option('--engine <name>', 'auto, onnx, native, wasm or cpu; see speil doctor'),
    from: option(
      '--from <model>',
      'start from the weights of a model or a run, or of runs/a@best or runs/a@500; layers of other shapes start anew',
    ),
    out: option('--out <dir>', 'the run folder (default: runs/<recipe>/<time>)', outputPath),
    set: option(
      '--set <key=value>',
      'any setting of the recipe (listed in docs/reference/recipes.md), repeatable; a number for a schedule means a constant (others: linear, exponential, cosine, cyclical, approach, inverseSigmoid)',
      collect,
    ),
    checkpointEvery: option(
      '--checkpoint-every <steps>',
      'steps between checkpoints',
      wholeNumber(1, 1e9),
    ),
    resume: flag(
      '--resume',
      'resume the run in --out from its newest sound checkpoint (as speil resume does)',
    ),
    tui: negation('--no-tui', 'plain lines instead of the dashboard'),
    detach: flag('-d, --detach', 'train in the background: return once training has begun'),
    json: flag('--json', 'end with one line of JSON on stdout'),
    ...fitted('as the recipe says, else stretch; crop for a family'),
  },
  examples: [
    'speil train mnist-vae',
    'speil train vae --data ./photos --size 64 --latent 64',
    'speil train mnist-dense-vae --epochs 10 --set beta=4 --set learningRate=3e-4',
    'speil train ./my-recipe.mjs --limit 1000 --no-tui --json',
    'speil train mnist-vae --out runs/a --detach',
  ],
  async run([recipe], options, io) {
    const { trainRun } = await import('../../training/train.js');
    return trainRun(recipe, options, io);
  },
});
