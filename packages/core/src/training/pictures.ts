/**
 * What a training shows of itself as it goes on: examples with what becomes of them, and draws of the prior. The same
 * examples and the same latents at every step, so that one sees each picture grow.
 */
import {
  sizeOf,
  type Dataset,
  type HostTensor,
  type ModelSpec,
  type TrainingSettings,
} from '@speil/api';
import { conditionOf, conditionRows, givenOf } from '../autoencoder/batch-extras.js';
import { normals } from '../random/streams.js';
import { conditionWidth } from '../model-spec/model.js';
import type { TrainingPicture } from './host.js';
import type { TrainingSession } from './session.js';

/** Pictures of this many examples. */
const pictureCount = 16;

export interface PicturesOptions {
  readonly spec: ModelSpec;
  readonly settings: TrainingSettings;
  /** Steps done. */
  readonly step: number;
}

/** Reconstructions first; samples where codes can be drawn without data. */
export async function* picturesOf(
  session: TrainingSession,
  source: Dataset,
  { spec, settings, step }: PicturesOptions,
): AsyncGenerator<TrainingPicture> {
  const indices = Array.from({ length: Math.min(pictureCount, source.size) }, (_, i) => i);
  const originals = await source.read(indices);
  const condition = await conditionOf(spec, source, indices);
  const given = await givenOf(spec, source, indices);
  const { inputs, reconstructions } = await session.reconstruct({
    x: originals,
    ...(condition && { condition }),
    ...(given && { input: given }),
  });
  // What a dataset gives is no picture of the item.
  const seen = spec.input && spec.input.kind !== 'given' ? { inputs } : {};
  yield { kind: 'reconstructions', step, originals, reconstructions, ...seen };
  if (!hasPrior(spec)) return;
  const shape = [pictureCount, ...spec.latentShape];
  const latents =
    spec.bottleneck.kind === 'codes'
      ? await session.drawPrior(pictureCount, settings.seed)
      : { shape, values: normals({ seed: settings.seed, purpose: 'sampling' }, sizeOf(shape)) };
  const samples = await session.decode(latents, sampleConditions(spec, condition));
  yield { kind: 'samples', step, samples };
}

/** Whether codes can be drawn without data: from the standard normal, or from a prior that the model learns. */
function hasPrior({ bottleneck, objective }: ModelSpec): boolean {
  if (bottleneck.kind === 'codes') return bottleneck.prior !== null;
  return bottleneck.kind === 'gaussian' || objective.matching !== undefined;
}

/** What the samples are told: each class in turn, or what the shown examples have. */
function sampleConditions(spec: ModelSpec, shown: HostTensor | undefined): HostTensor | undefined {
  if (spec.condition === null) return undefined;
  const width = conditionWidth(spec.condition);
  const rows = Array.from({ length: pictureCount }, (_, i) => {
    if (spec.condition?.kind === 'label') return i % width;
    const row = i % shown!.shape[0]!;
    return shown!.values.subarray(row * width, (row + 1) * width);
  });
  return conditionRows(spec, rows, pictureCount);
}
