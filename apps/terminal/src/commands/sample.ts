/** `speil sample`. */
import * as path from 'node:path';
import { sample as sampleFrom, type LatentSampler } from '@speil/core';
import type { PictureFit, Split } from '@speil/api';
import { exitCodes, UsageError, type ExitCode } from '../cli/exit.js';
import type { Io } from '../cli/io.js';
import type { MediumOptions } from '../media/medium.js';
import { withMedium } from '../media/open.js';
import { resolveModel, type Kind } from '../models/resolve.js';
import { writePicture } from './files.js';
import { fitMixture } from './mixture.js';
import { tellFiles } from './model.js';
import { numbered } from './places.js';

interface MixtureOptions {
  readonly components?: number;
  readonly data?: string;
  readonly dataDir?: string;
  readonly split?: Split;
  readonly limit?: number;
  readonly fit?: PictureFit;
}

interface SampleOptions extends MediumOptions, MixtureOptions {
  readonly sampler: 'prior' | 'mixture';
  readonly count: number;
  readonly seed: number;
  readonly out: string;
}

const mixtureOptions = ['components', 'data', 'dataDir', 'split', 'limit', 'fit'] as const;

export async function sample(name: string, given: object, io: Io): Promise<ExitCode> {
  const options = given as SampleOptions;
  const { count, seed, out } = options;
  refuseContradictions(options, () => resolveModel(name, io.cwd, io.env).kind);
  const mixture = options.sampler === 'mixture' ? await mixtureOf(name, options, io) : undefined;
  const files = await withMedium(name, options, io, async (medium) => {
    medium.refuseTooMany(count);
    const sampler = mixture ?? medium.prior;
    if (mixture === undefined && !medium.hasPrior) {
      io.err(
        `speil: ${name} is a plain autoencoder, which has no prior: its codes need not follow N(0, 1). --sampler mixture fits one to them.`,
      );
    }
    const items = await sampleFrom(medium.draws, count, { seed, sampler });
    const written = items.map((item, i) =>
      medium.write(path.join(out, `sample-${numbered(i)}${medium.ending}`), [item]),
    );
    return [...written, writePicture(path.join(out, 'samples.png'), medium.overview(items), io)];
  });
  tellFiles(files, options, io);
  return exitCodes.done;
}

/**
 * A temperature of pictures is of the prior's codes, one of music of the notes that are drawn for a code, whatever that is from.
 *
 * @throws UsageError for an option that the sampler has no use for.
 */
export function refuseContradictions(
  { sampler, ...given }: Omit<SampleOptions, 'out'>,
  kindOf: () => Kind,
): void {
  if (sampler === 'mixture') {
    if ((given.temperature ?? 1) === 1 || kindOf() === 'music') return;
    throw new UsageError(
      `A mixture is sampled as it was fitted: leave out --temperature. Received: --temperature ${given.temperature}.`,
    );
  }
  const useless = mixtureOptions.find((key) => given[key] !== undefined);
  if (useless === undefined) return;
  const flag = useless.replace(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`);
  throw new UsageError(`The prior needs no data: --${flag} goes with --sampler mixture.`);
}

/** What the codes of the training examples follow, unless other data are asked for. */
function mixtureOf(name: string, options: SampleOptions, io: Io): Promise<LatentSampler> {
  const { components = 10, split = 'train', limit = 10_000 } = options;
  return fitMixture(name, { ...options, components, split, limit }, io);
}
