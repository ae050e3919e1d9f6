/** The models that a page trains: two dense layers on either side of the latent. */
import { modelSpecSchema, trainingSettingsSchema } from '@speil/api';
import type { ModelSpec, TrainingSettings } from '@speil/api';
import type { TrainingRequest } from '../protocol/train';

/** Units of the layers between pixels and latent. */
const hidden = 256;
const dense = { type: 'dense', units: hidden, activation: 'relu' } as const;

export function specOf({ family, latents }: TrainingRequest, shape: readonly number[]): ModelSpec {
  const pixels = shape.reduce((a, b) => a * b, 1);
  return modelSpecSchema.parse({
    name: `page-${family}-${latents}`,
    family,
    codec: { id: 'image', shape: [...shape] },
    latentShape: [latents],
    architecture: {
      encoder: [{ type: 'flatten' }, dense],
      decoder: [dense, { type: 'dense', units: pixels }, { type: 'reshape', shape: [...shape] }],
    },
    bottleneck: { kind: family === 'vae' ? 'gaussian' : 'deterministic', size: latents },
    objective: { likelihood: { kind: 'bernoulli' } },
  });
}

/** Epochs after which a training ends by itself: ten minutes of a slow device. */
const epochs = 200;
/** Steps between two moments: some in each second. */
const stepsBetweenMoments = 20;

export function settingsOf(request: TrainingRequest): TrainingSettings {
  const { batchSize, learningRate, beta, seed } = request;
  return trainingSettingsSchema.parse({
    ...{ epochs, batchSize, seed },
    learningRate: { kind: 'constant', value: learningRate },
    beta: { kind: 'constant', value: beta },
    sampleEverySteps: stepsBetweenMoments,
    checkpoint: { everySteps: 1e9 },
  });
}
