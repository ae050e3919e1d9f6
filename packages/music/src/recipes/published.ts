/**
 * The configurations that Magenta published (music_vae/configs.py of magenta), with their names, widths, batch sizes
 * and schedules. They are too large to train on one CPU. Use them for reference, for fine-tuning, or with a GPU.
 */
import type { RecipeInput, TrainingSettingsInput } from '@speil/api';
import {
  drumRoll,
  drums,
  flat,
  groove,
  hierarchical,
  melody,
  multitrack,
  withChords,
  recipe,
  trio,
  type Experiment,
} from './experiment.js';

const bits = (count: number): number => count * Math.LN2;

const training = {
  epochs: 100,
  batchSize: 512,
  // Magenta's learning rate is (1e-3 - 1e-5) * .9999^step + 1e-5. Here it is max(1e-3 * .9999^step, 1e-5).
  learningRate: { kind: 'exponential', from: 1e-3, decay: 0.9999, floor: 1e-5 },
  beta: { kind: 'constant', value: 0.2 },
  clipNorm: 1,
} as const satisfies TrainingSettingsInput;

const sampling = { kind: 'inverseSigmoid', rate: 1000 } as const;
const small = { latent: 256, encoder: 512, decoder: [256, 256] };
const large = {
  latent: 512,
  encoder: [2048, 2048],
  decoder: [1024, 1024],
  conductor: [1024, 1024],
} as const;

const multiperf = {
  dataset: 'generated',
  sizes: hierarchical({
    latent: 512,
    encoder: [1024, 1024],
    decoder: [512, 512, 512],
    conductor: [512, 512, 512],
  }),
  freeNats: 0,
  training: { ...training, batchSize: 256, beta: { kind: 'constant', value: 1 } },
  transposition: 3,
} as const satisfies Partial<Experiment>;

export const published: readonly RecipeInput[] = [
  recipe({
    name: 'cat-mel_2bar_small',
    title: 'Published: two bars of melody, small',
    dataset: 'lieder',
    config: melody(32),
    sizes: flat(small),
    freeNats: 0,
    training: {
      ...training,
      beta: { kind: 'approach', to: 0.2, decay: 0.99999 },
      scheduledSampling: sampling,
    },
    transposition: 5,
  }),
  recipe({
    name: 'cat-mel_2bar_med_chords',
    title: 'Published: two bars of melody over chords',
    dataset: 'lieder',
    config: withChords(melody(32), 'TriadChordEncoder'),
    sizes: flat({ latent: 256, encoder: 1024, decoder: [512, 512, 512] }),
    freeNats: 0,
    training: { ...training, beta: { kind: 'constant', value: 1 } },
    transposition: 3,
  }),
  recipe({
    name: 'cat-drums_2bar_small',
    title: 'Published: two bars of drums, small',
    dataset: 'groove',
    config: drums(32),
    sizes: flat(small),
    freeNats: bits(48),
    training: { ...training, scheduledSampling: sampling },
  }),
  recipe({
    name: 'nade-drums_2bar',
    title: 'Published: two bars of drums with a NADE',
    dataset: 'groove',
    config: drumRoll(32),
    sizes: flat({ latent: 256, encoder: 1024, decoder: [512, 512], nade: 128 }),
    freeNats: bits(48),
    training,
  }),
  recipe({
    name: 'hierdec-mel_16bar',
    title: 'Published: sixteen bars of melody, hierarchical',
    dataset: 'lieder',
    config: melody(256, 16),
    sizes: hierarchical(large),
    freeNats: bits(256),
    training,
    transposition: 5,
  }),
  recipe({
    name: 'hierdec-trio_16bar',
    title: 'Published: sixteen bars of a trio, hierarchical',
    dataset: 'generated',
    config: trio(256, 16),
    sizes: hierarchical({ ...large, parts: 3 }),
    freeNats: bits(256),
    training: { ...training, batchSize: 256 },
    transposition: 5,
  }),
  recipe({
    name: 'hier-multiperf_1bar_med',
    title: 'Published: one bar of up to eight tracks, hierarchical',
    config: multitrack(),
    ...multiperf,
  }),
  recipe({
    name: 'hier-multiperf_vel_1bar_med_chords',
    title: 'Published: one bar of up to eight tracks over a chord, hierarchical',
    config: withChords(multitrack(), 'TriadChordEncoder'),
    ...multiperf,
  }),
  recipe({
    name: 'groovae_2bar_humanize',
    title: 'Published: loudness and timing for two bars of drums',
    dataset: 'groove',
    config: groove(32, { humanize: true }),
    sizes: flat(small),
    freeNats: bits(48),
    training,
  }),
  recipe({
    name: 'groovae_2bar_tap_fixed_velocity',
    title: 'Published: drums for a tapped rhythm',
    dataset: 'groove',
    config: groove(32, { tapify: true }),
    sizes: flat(small),
    freeNats: bits(48),
    training,
  }),
];
