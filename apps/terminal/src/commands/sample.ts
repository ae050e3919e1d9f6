/** `speil sample`. */
import * as path from 'node:path';
import {
  priorSamplerOf,
  sample as sampleFrom,
  type LatentSampler,
  type LoadedModel,
} from '@speil/core';
import { montage, type Picture } from '@speil/images';
import { exitCodes, type ExitCode } from '../cli/exit.js';
import type { Io } from '../cli/io.js';
import { conditionsFor } from './condition.js';
import { refuseTooMany, tellFiles, withModel, writePicture, type ModelOptions } from './model.js';

interface SampleOptions extends ModelOptions {
  readonly count: number;
  readonly seed: number;
  readonly temperature: number;
  readonly label?: number;
  readonly out: string;
}

export async function sample(name: string, given: object, io: Io): Promise<ExitCode> {
  const options = given as SampleOptions;
  const { count, seed, temperature, label, out } = options;
  const pictures = await withModel(name, options, io, async (model) => {
    refuseTooMany(count, model);
    const told = conditionsFor(model, label, count);
    return sampleFrom(model, count, { seed, sampler: scaled(model, temperature), ...told });
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
