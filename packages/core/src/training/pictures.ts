/**
 * The pictures of a training run: examples with their reconstructions, and decoded samples of the prior. Examples and
 * latents are the same at every step, so that the pictures can be compared.
 */
import { type Dataset, type HostTensor, type ModelSpec, type TrainingSettings } from '@speil/api';
import { encodeConditions } from '../autoencoder/batch-extras.js';
import { conditionWidth } from '../model-spec/model.js';
import type { TrainingPicture } from './host.js';
import { readItems } from './inspect.js';
import type { TrainingSession } from './session.js';

/** Number of examples in a picture. */
const pictureCount = 16;

export interface PicturesOptions {
  readonly spec: ModelSpec;
  readonly settings: TrainingSettings;
  /** Number of completed steps. */
  readonly step: number;
}

/** Yields reconstructions first, then samples if the model has a prior. */
export async function* picturesOf(
  session: TrainingSession,
  source: Dataset,
  { spec, settings, step }: PicturesOptions,
): AsyncGenerator<TrainingPicture> {
  const indices = Array.from({ length: Math.min(pictureCount, source.size) }, (_, i) => i);
  const items = await readItems(spec, source, indices);
  const { x: originals, condition } = items;
  const { inputs, reconstructions } = await session.reconstruct(items);
  // An encoder input from the dataset need not be a picture of the item.
  const seen = spec.input && spec.input.kind !== 'given' ? { inputs } : {};
  yield { kind: 'reconstructions', step, originals, reconstructions, ...seen };
  if (!session.hasPrior) return;
  const latents = await session.samplePrior(pictureCount, settings.seed);
  const samples = await session.decode(latents, sampleConditions(spec, condition));
  yield { kind: 'samples', step, samples };
}

/** The conditions of the samples: each class in turn, or the condition vectors of the examples. */
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
