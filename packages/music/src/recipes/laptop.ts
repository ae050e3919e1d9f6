/** The five recipes that are small enough to train on a laptop. */
import type { RecipeInput, TrainingSettingsInput } from '@speil/api';
import { drums, flat, groove, melody, withChords, recipe, trio } from './experiment.js';

/**
 * Converts free bits of the KL divergence to nats. The published drum model has 48 free bits (Roberts et al. 2018,
 * configs.py).
 */
const bits = (count: number): number => count * Math.LN2;

const training = {
  epochs: 20,
  batchSize: 64,
  learningRate: { kind: 'cosine', from: 2e-3, to: 2e-5, warmupSteps: 200 },
  beta: { kind: 'approach', to: 0.2, decay: 0.999 },
  clipNorm: 1,
  sampleEverySteps: 250,
} as const satisfies TrainingSettingsInput;

// At the end of training, two thirds of the inputs are the model's own samples.
const sampling = { kind: 'inverseSigmoid', rate: 700 } as const;

export const laptop: readonly RecipeInput[] = [
  recipe({
    name: 'drums-2bar',
    title: 'MusicVAE of two bars of drums, 512 combinations per step',
    dataset: 'groove',
    config: drums(32),
    sizes: flat({ latent: 32, encoder: 256, decoder: [256], feedback: 'bits' }),
    // With 48 free bits the reconstruction was worse than the baseline that swaps the halves of a window.
    freeNats: bits(72),
    training: { ...training, epochs: 45, scheduledSampling: sampling },
  }),
  recipe({
    name: 'melody-2bar',
    title: 'MusicVAE of two bars of melody',
    dataset: 'lieder',
    config: melody(32),
    sizes: flat({ latent: 32, encoder: 256, decoder: [256] }),
    freeNats: bits(48),
    training: { ...training, epochs: 16, scheduledSampling: sampling },
    transposition: 5,
  }),
  recipe({
    name: 'melody-chords-2bar',
    title: 'MusicVAE of two bars of melody, conditioned on chords',
    // Generated songs contain their chords. For songs without chords, the chords are inferred.
    dataset: 'generated',
    config: withChords(melody(32), 'TriadChordEncoder'),
    sizes: flat({ latent: 32, encoder: 128, decoder: [256] }),
    // A high beta leaves less information in the latent, so the decoder relies more on the chords. The published
    // configuration has a beta of 1.
    freeNats: bits(16),
    training: {
      ...training,
      epochs: 12,
      beta: { kind: 'approach', to: 0.5, decay: 0.999 },
      scheduledSampling: sampling,
    },
    transposition: 5,
  }),
  recipe({
    name: 'trio-4bar',
    title: 'MusicVAE of four bars of a band: melody, bass and drums',
    dataset: 'generated',
    config: trio(64),
    sizes: flat({ latent: 64, encoder: 256, decoder: [256], parts: 3 }),
    freeNats: bits(96),
    training: { ...training, epochs: 12 },
    transposition: 5,
  }),
  recipe({
    name: 'groove-humanize',
    title: 'GrooVAE: loudness and timing for a drum pattern',
    dataset: 'groove',
    config: groove(32, { humanize: true }),
    sizes: flat({ latent: 32, encoder: 256, decoder: [256] }),
    freeNats: bits(48),
    training,
  }),
];
