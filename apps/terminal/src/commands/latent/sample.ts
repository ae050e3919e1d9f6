/** `speil sample`. */
import * as path from 'node:path';
import type { LatentSampler } from '@speil/core';
import {
  argument,
  choice,
  choiceWithDefault,
  defineCommand,
  option,
  optionWithDefault,
  type OptionsOf,
} from '../../cli/command.js';
import { modelHelp } from '../../cli/help.js';
import { common, dataDir, fitted, labelled, musical, output } from '../../cli/options.js';
import { seed, wholeNumber } from '../../cli/parsers.js';
import type { DomainFacts } from '../../domains/domain.js';
import { exitCodes, UsageError } from '../../io/exit.js';
import type { Io } from '../../io/io.js';

const options = {
  count: optionWithDefault('-n, --count <n>', 'how many', wholeNumber(1, 10_000), 16),
  seed: optionWithDefault('--seed <n>', 'seed of the samples', seed, 0),
  sampler: choiceWithDefault(
    '--sampler <name>',
    'the model’s prior, or a mixture of Gaussians',
    ['prior', 'mixture'],
    'prior',
  ),
  components: option(
    '--components <n>',
    'Gaussians of the mixture (default: 10)',
    wholeNumber(1, 100),
  ),
  data: option('--data <name>', 'what the mixture is fitted to (default: the training data)'),
  dataDir,
  split: choice('--split <part>', 'which part (default: train)', ['train', 'test']),
  limit: option(
    '--limit <n>',
    'only n examples, drawn across the data (default: 10000)',
    wholeNumber(1, 100_000),
  ),
  label: labelled('each in turn'),
  out: output('dir', 'folder for the samples and a picture of all'),
  ...common,
  ...fitted(),
  ...musical(
    'scale of the latent samples (default: 1); for music, temperature of the notes (default: 0.5)',
  ),
};

type SampleOptions = OptionsOf<typeof options>;

export const sample = defineCommand({
  name: 'sample',
  description: 'Decode samples of the prior, or of a mixture fitted to the latents of data.',
  arguments: [argument('<model>', modelHelp)],
  options,
  examples: [
    'speil sample mnist-vae -n 16 --seed 1 -o samples',
    'speil sample mnist-ae-2d --sampler mixture --components 20 --data mnist -o samples',
    'speil sample drums-2bar -n 4 --temperature 0.9 -o beats',
    'speil sample ./multitrack-chords -n 2 --chords "C G Am F" -o bands',
  ],
  async run([name], given, io) {
    const { count, seed, out } = given;
    const [{ sample: sampleFrom }, { withLatentSpace }, files, { numbered }] = await Promise.all([
      import('@speil/core'),
      import('../../models/latent-space.js'),
      import('../../files/files.js'),
      import('../../files/paths.js'),
    ]);
    const { resolveModel } = await import('../../models/resolve.js');
    const { domainFacts } = await import('../../domains/registry/domains.js');
    refuseContradictions(given, () => domainFacts(resolveModel(name, io).domain).temperature);
    const mixture = given.sampler === 'mixture' ? await fitTo(name, given, io) : undefined;
    const written = await withLatentSpace(name, given, io, async (space) => {
      space.refuseTooMany(count);
      if (mixture === undefined && !space.hasPrior) {
        io.err(
          `speil: ${name} is a plain autoencoder, which has no prior: its latents need not follow N(0, 1). --sampler mixture fits one to them.`,
        );
      }
      const sampler = mixture ?? space.prior;
      const items = await sampleFrom(space.forSamples, count, { seed, sampler });
      const each = items.map((item, i) =>
        space.write(path.join(out, `sample-${numbered(i)}${space.extension}`), [item]),
      );
      const overview = space.overview(items);
      return [...each, files.writeOverview(path.join(out, 'samples.png'), overview, given, io)];
    });
    files.reportFiles(written, given, io);
    return exitCodes.done;
  },
});

const mixtureOptions = ['components', 'data', 'dataDir', 'split', 'limit', 'fit'] as const;

/** @throws UsageError for an option that the sampler does not use. */
export function refuseContradictions(
  {
    sampler,
    ...given
  }: Pick<SampleOptions, 'sampler' | 'temperature' | (typeof mixtureOptions)[number]>,
  temperatureScales: () => DomainFacts['temperature'],
): void {
  if (sampler === 'mixture') {
    if ((given.temperature ?? 1) === 1 || temperatureScales() === 'decoder') return;
    throw new UsageError(
      `A mixture is sampled as it was fitted: leave out --temperature. Received: --temperature ${given.temperature}.`,
    );
  }
  const unused = mixtureOptions.find((key) => given[key] !== undefined);
  if (unused === undefined) return;
  const flag = unused.replace(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`);
  throw new UsageError(`The prior needs no data: --${flag} goes with --sampler mixture.`);
}

/** Fits a mixture to the latents of the training examples, or of the data that the command gives. */
async function fitTo(name: string, options: SampleOptions, io: Io): Promise<LatentSampler> {
  const { components = 10, split = 'train', limit = 10_000 } = options;
  const { fitMixture } = await import('../../models/mixture.js');
  return fitMixture(name, { ...options, components, split, limit }, io);
}
