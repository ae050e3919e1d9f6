/** Building blocks of the recipes: experiments without a dataset, and common layers. */
import type {
  LayerInput,
  ModelSpecInput,
  PlainLayerInput,
  TrainingSettingsInput,
} from '@speil/api';

export interface Experiment {
  /** Name without the dataset's prefix: `vae` becomes `mnist-vae`. */
  readonly name: string;
  readonly title: string;
  readonly model: Omit<ModelSpecInput, 'name' | 'codec'>;
  readonly training: TrainingSettingsInput;
}

export const codec = { id: 'image', shape: [28, 28, 1] };
export const bernoulli = { likelihood: { kind: 'bernoulli' } } as const;

export const flatten: PlainLayerInput = { type: 'flatten' };
export const image: PlainLayerInput = { type: 'reshape', shape: [28, 28, 1] };
export const relu = (units: number): PlainLayerInput => ({
  type: 'dense',
  units,
  activation: 'relu',
});
export const linear = (units: number): PlainLayerInput => ({ type: 'dense', units });
export const pool: PlainLayerInput = { type: 'maxPool2d', poolSize: 2, padding: 'same' };
export const double: PlainLayerInput = { type: 'upSample2d', size: 2 };

export const conv = (
  filters: number,
  rest: Partial<Extract<LayerInput, { type: 'conv2d' }>> = {},
) => ({ type: 'conv2d', filters, kernelSize: 3, activation: 'relu', ...rest }) as const;

export const convTranspose = (filters: number, strides: number) =>
  ({ type: 'conv2dTranspose', filters, kernelSize: 3, strides, activation: 'relu' }) as const;

/**
 * The decoder of the lesson, which starts from 4 x 4 x 8. A layer without padding reduces 16 x 16 to 14 x 14, so that
 * the last upsampling gives 28 x 28.
 */
export const lessonDecoder: LayerInput[] = [
  conv(8),
  double,
  conv(8),
  double,
  conv(16, { padding: 'valid' }),
  double,
  conv(1, { activation: 'linear' }),
];

/** A latent of 4 x 4 x 8 that consists of the features themselves. */
export const lessonLatent: Omit<Experiment['model'], 'architecture'> = {
  family: 'ae',
  latentShape: [4, 4, 8],
  bottleneck: { kind: 'deterministic', size: 128, head: 'identity' },
  objective: bernoulli,
};
