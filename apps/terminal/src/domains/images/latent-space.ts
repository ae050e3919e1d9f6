/**
 * The latent space of a model of pictures: reads PNG and JPEG files, draws montages, and conditions a model on a class.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { type Batch, type DecodeOptions, isDiscrete } from '@speil/api';
import { createPriorSampler, type LatentSampler, type LoadedModel } from '@speil/core';
import type { Picture } from '@speil/images';
import { writePicture } from '../../files/files.js';
import { UsageError } from '../../io/exit.js';
import type { Io } from '../../io/io.js';
import {
  findUnusedOption,
  type ConditionedModel,
  type LatentOptions,
  type LatentSpace,
} from '../latent-space.js';
import { conditionFor, conditionsFor } from './conditions.js';
import { itemReader } from './items.js';
import { readPicture, refuseTooMany } from './model.js';
import { overviewOf, overviewOfRows } from './overviews.js';

/** @throws UsageError for an option that does not apply to pictures. */
export function pictureSpace(
  model: LoadedModel<Picture>,
  options: LatentOptions,
  io: Io,
): LatentSpace<Picture> {
  const { label, invert: inverted = false, temperature, fit } = options;
  const { name } = model.spec;
  const unused = findUnusedOption(options, ['chords', 'key', 'qpm', 'bar']);
  if (unused !== undefined) {
    throw new UsageError(`${name} is a model of pictures: leave out --${unused}.`);
  }
  const read =
    options.items === undefined
      ? (file: string): Promise<Picture> => {
          refuseNumber(file, io);
          return readPicture(file, model, { cwd: io.cwd, inverted, ...(fit && { fit }) });
        }
      : itemReader(options.items, model, options, io);
  return {
    name,
    forSamples: withConditions(model, (count) => conditionsFor(model, label, count)),
    forItems: withConditions(model, (count) => {
      if (temperature !== undefined) {
        throw new UsageError(
          `${name} decodes deterministically: leave out --temperature. Received: --temperature ${temperature}.`,
        );
      }
      const { condition } = conditionFor(model, label, { encoded: true });
      return condition === undefined
        ? {}
        : { condition: Array.from({ length: count }, () => condition) };
    }),
    get prior() {
      return scalePrior(model, temperature ?? 1);
    },
    hasPrior:
      model.spec.bottleneck.kind !== 'deterministic' ||
      model.spec.objective.priorMatching !== undefined,
    extension: '.png',
    joins: false,
    refuseTooMany: (count) => refuseTooMany(count, model),
    readOne: read,
    readAll: async (file) => [await read(file)],
    write: (file, [picture]) => writePicture(file, picture!, io),
    overview: (pictures, columns) => overviewOf(pictures, columns),
    pairs: (originals, reconstructions) => overviewOfRows([originals, reconstructions]),
  };
}

function withConditions(
  model: LoadedModel<Picture>,
  conditions: (count: number) => Pick<DecodeOptions<number>, 'condition'>,
): ConditionedModel<Picture> {
  return {
    spec: model.spec,
    encode: (items, { signal } = {}) =>
      Promise.resolve().then(() =>
        model.encode(items, { ...conditions(items.length), ...(signal && { signal }) }),
      ),
    decode: (latents: Batch, { signal } = {}) =>
      Promise.resolve().then(() =>
        model.decode(latents, { ...conditions(latents.shape[0]!), ...(signal && { signal }) }),
      ),
    dispose: () => model.dispose(),
  };
}

/**
 * The model's prior with its samples scaled. The indices of a codebook have no scale, so they are sampled unchanged.
 */
function scalePrior(model: LoadedModel<Picture>, temperature: number): LatentSampler {
  const prior = createPriorSampler(model);
  if (isDiscrete(model.spec.bottleneck)) return prior;
  return {
    name: prior.name,
    async sample(count, seed) {
      const { shape, values } = await prior.sample(count, seed);
      return { shape, values: values.map((value) => value * temperature) };
    },
  };
}

/** @throws UsageError for a number that is no file: an item of a dataset whose name was left out. */
function refuseNumber(file: string, { cwd }: Pick<Io, 'cwd'>): void {
  if (!/^\d+$/u.test(file) || fs.existsSync(path.resolve(cwd, file))) return;
  throw new UsageError(
    `${file} is no file. To take items of a dataset by their numbers, name it with --data.`,
  );
}
