/** `speil eval`. */
import { argument, defineCommand, option, optionWithDefault } from '../../cli/command.js';
import { modelHelp } from '../../cli/help.js';
import { limit, withData } from '../../cli/options.js';
import { seed, wholeNumber } from '../../cli/parsers.js';
import { exitCodes } from '../../io/exit.js';
import { describeFigures } from '../../report/figures.js';

export const evaluate = defineCommand({
  name: 'eval',
  description: 'Score a model on data: ELBO and its parts, and how close reconstructions are.',
  arguments: [argument('<model>', modelHelp)],
  options: {
    samples: optionWithDefault(
      '--samples <k>',
      'posterior samples per example',
      wholeNumber(1, 10_000),
      1,
    ),
    limit,
    judge: option('--judge <model>', 'score samples of the model too, with this classifier'),
    draws: optionWithDefault(
      '--draws <n>',
      'how many samples, with --judge',
      wholeNumber(10, 10_000),
      2000,
    ),
    seed: optionWithDefault('--seed <n>', 'seed of the samples', seed, 0),
    ...withData,
  },
  examples: [
    'speil eval runs/a',
    'speil eval mnist-vae --data mnist --split test --samples 10 --json',
    'speil eval mnist-cvae --data mnist --split test --judge mnist-classifier',
  ],
  async run([name], { judge, ...options }, io) {
    const [{ findModel, findPictureModel }, { openDomain }] = await Promise.all([
      import('../../models/resolve.js'),
      import('../../domains/registry/domains.js'),
    ]);
    const model = findModel(name, options, io);
    const domain = await openDomain(model.domain);
    const { figures, of } = await domain.evaluate(
      model,
      { ...options, ...(judge !== undefined && { judge: () => findPictureModel(judge, io) }) },
      io,
    );
    if (options.json) io.out(JSON.stringify(figures));
    else for (const line of describeFigures(figures, of)) io.out(line);
    return exitCodes.done;
  },
});
