/** Pictures as a medium: PNG and JPEG files, montages, conditional models told a class. */
import { type Batch, type DecodeOptions } from '@speil/api';
import { priorSamplerOf, type LatentSampler, type LoadedModel } from '@speil/core';
import { montage, pairs, type Picture } from '@speil/images';
import { UsageError } from '../cli/exit.js';
import type { Io } from '../cli/io.js';
import { conditionFor, conditionsFor } from '../commands/condition.js';
import { writePicture } from '../commands/files.js';
import type { FitOption } from '../commands/fit.js';
import { readPicture, refuseTooMany } from '../commands/model.js';
import { uselessOption, type Medium, type MediumOptions, type ToldModel } from './medium.js';

/** @throws UsageError for an option that pictures have no use for. */
export function imagesMedium(
  model: LoadedModel<Picture>,
  options: MediumOptions & FitOption,
  io: Io,
): Medium<Picture> {
  const { label, invert: inverted = false, temperature, fit } = options;
  const { name } = model.spec;
  const useless = uselessOption(options, ['chords', 'key', 'qpm', 'bar']);
  if (useless !== undefined) {
    throw new UsageError(`${name} is a model of pictures: leave out --${useless}.`);
  }
  const read = (file: string): Promise<Picture> =>
    readPicture(file, model, { cwd: io.cwd, inverted, ...(fit && { fit }) });
  return {
    kind: 'images',
    name,
    draws: told(model, (count) => conditionsFor(model, label, count)),
    given: told(model, (count) => {
      if (temperature !== undefined) {
        throw new UsageError(`${name} decodes without chance: leave out --temperature.`);
      }
      const { condition } = conditionFor(model, label, { encoded: true });
      return condition === undefined
        ? {}
        : { condition: Array.from({ length: count }, () => condition) };
    }),
    get prior() {
      return scaled(model, temperature ?? 1);
    },
    hasPrior: model.spec.bottleneck.kind !== 'deterministic' || model.spec.objective.priorMatching !== undefined,
    ending: '.png',
    joins: false,
    refuseTooMany: (count) => refuseTooMany(count, model),
    readOne: read,
    readAll: async (file) => [await read(file)],
    write: (file, [picture]) => writePicture(file, picture!, io),
    overview: (pictures, columns = Math.ceil(Math.sqrt(pictures.length))) =>
      montage(pictures, { columns }),
    pairs: (given, became) => pairs(given, became),
  };
}

function told(
  model: LoadedModel<Picture>,
  conditions: (count: number) => Pick<DecodeOptions<number>, 'condition'>,
): ToldModel<Picture> {
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

/** The model's prior, drawn with less or more spread. Codes are names: a codebook has no spread, and is drawn as it is. */
function scaled(model: LoadedModel<Picture>, temperature: number): LatentSampler {
  const prior = priorSamplerOf(model);
  if (model.spec.bottleneck.kind === 'vq') return prior;
  return {
    name: prior.name,
    async sample(count, seed) {
      const { shape, values } = await prior.sample(count, seed);
      return { shape, values: values.map((value) => value * temperature) };
    },
  };
}
