/**
 * What a training shows of itself as it goes on: examples with what becomes of them, and draws of the prior. The same
 * examples and the same latents at every step, so that one sees each picture grow.
 */
import { type Dataset, type HostTensor, type ModelSpec, type TrainingSettings } from '@speil/api';
import {
  readConditions,
  encodeConditions,
  readEncoderInputs,
} from '../autoencoder/batch-extras.js';
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
  const condition = await readConditions(spec, source, indices);
  const given = await readEncoderInputs(spec, source, indices);
  const { inputs, reconstructions } = await session.reconstruct({
    x: originals,
    ...(condition && { condition }),
    ...(given && { input: given }),
  });
  // What a dataset gives is no picture of the item.
  const seen = spec.input && spec.input.kind !== 'given' ? { inputs } : {};
  yield { kind: 'reconstructions', step, originals, reconstructions, ...seen };
  if (session.model.prior === null) return;
  const latents = await session.samplePrior(pictureCount, settings.seed);
  const samples = await session.decode(latents, sampleConditions(spec, condition));
  yield { kind: 'samples', step, samples };
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
  return encodeConditions(spec, rows, pictureCount);
}
