/** `speil sample`. */
import * as path from 'node:path';
import {
  priorSamplerOf,
  sample as sampleFrom,
  type LatentSampler,
  type LoadedModel,
} from '@speil/core';
import type { Split } from '@speil/api';
import { montage, type Picture } from '@speil/images';
import { exitCodes, UsageError, type ExitCode } from '../cli/exit.js';
import type { Io } from '../cli/io.js';
import { conditionsFor } from './condition.js';
import { fitMixture } from './mixture.js';
import { refuseTooMany, tellFiles, withModel, writePicture, type ModelOptions } from './model.js';

interface MixtureOptions {
  readonly components?: number;
  readonly data?: string;
  readonly dataDir?: string;
  readonly split?: Split;
  readonly limit?: number;
}

interface SampleOptions extends ModelOptions, MixtureOptions {
  readonly sampler: 'prior' | 'mixture';
  readonly count: number;
  readonly seed: number;
  readonly temperature: number;
  readonly label?: number;
  readonly out: string;
}

const mixtureOptions = ['components', 'data', 'dataDir', 'split', 'limit'] as const;

export async function sample(name: string, given: object, io: Io): Promise<ExitCode> {
  const options = given as SampleOptions;
  const { count, seed, temperature, label, out } = options;
  refuseContradictions(options);
  const mixture = options.sampler === 'mixture' ? await mixtureOf(name, options, io) : undefined;
  const pictures = await withModel(name, options, io, async (model) => {
    refuseTooMany(count, model);
    const told = conditionsFor(model, label, count);
    return sampleFrom(model, count, {
      seed,
      sampler: mixture ?? scaled(model, temperature),
      ...told,
    });
  });
  const digits = String(count).length;
  const files = pictures.map((picture, i) =>
    writePicture(path.join(out, `sample-${String(i + 1).padStart(digits, '0')}.png`), picture, io),
  );
  const all = montage(pictures, { columns: Math.ceil(Math.sqrt(count)) });
  files.push(writePicture(path.join(out, 'samples.png'), all, io));
  tellFiles(files, options, io);
  return exitCodes.done;
}

/** @throws UsageError for an option that the sampler has no use for. */
export function refuseContradictions({ sampler, ...given }: Omit<SampleOptions, 'out'>): void {
  if (sampler === 'mixture') {
    if (given.temperature === 1) return;
    throw new UsageError(
      `A mixture is drawn as it was fitted: leave out --temperature. Received: --temperature ${given.temperature}.`,
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

/** The model's prior, drawn with less or more spread. Codes are names: a codebook has no spread, and is drawn as it is. */
function scaled(model: LoadedModel<Picture>, temperature: number): LatentSampler {
  const prior = priorSamplerOf(model);
  if (model.spec.bottleneck.kind === 'codes') return prior;
  return {
    name: prior.name,
    async sample(count, seed) {
      const { shape, values } = await prior.sample(count, seed);
      return { shape, values: values.map((value) => value * temperature) };
    },
  };
}
