/** Builds music recipes from configurations and sizes. */
import type { RecipeInput, TrainingSettingsInput } from '@speil/api';
import {
  musicVaeConfigSchema,
  type MusicVaeConfig,
  type MusicVaeConfigInput,
} from '../converters/config.js';
import { planMusicVae, type MusicVaeSizes } from '../models/plan.js';

export interface Experiment {
  readonly name: string;
  readonly title: string;
  /** The name of a dataset, or the path of a folder. Datasets that may be missing have the fallback `generated`. */
  readonly dataset: string;
  readonly config: MusicVaeConfig;
  readonly sizes: MusicVaeSizes;
  readonly freeNats: number;
  readonly training: TrainingSettingsInput;
  /** Largest transposition in training, in semitones up or down. */
  readonly transposition?: number;
}

/** The datasets that may be missing on a machine, and then are replaced by `generated`. */
const downloaded: readonly string[] = ['groove', 'lieder'];

export function recipe({
  name,
  title,
  dataset,
  config,
  sizes,
  freeNats,
  training,
  transposition,
}: Experiment): RecipeInput {
  const { spec } = planMusicVae(config, sizes, {
    name,
    ...(freeNats > 0 && { freeNats }),
    samples: training.scheduledSampling !== undefined,
  });
  return {
    name,
    title,
    domain: 'music',
    dataset: { name: dataset, ...(downloaded.includes(dataset) && { fallback: 'generated' }) },
    ...(transposition !== undefined && { transposition }),
    model: spec,
    training,
  };
}

const config = (dataConverter: MusicVaeConfigInput['dataConverter']): MusicVaeConfig =>
  musicVaeConfigSchema.parse({ type: 'MusicVAE', dataConverter });

/** Returns the same configuration, conditioned on the chord of each step. */
export const withChords = (
  base: MusicVaeConfig,
  chordEncoder: NonNullable<MusicVaeConfig['chordEncoder']>,
): MusicVaeConfig => ({ ...base, chordEncoder });

/** The pitch range of a piano. */
const piano = { minPitch: 21, maxPitch: 108 };

export const melody = (numSteps: number, numSegments?: number): MusicVaeConfig =>
  config({ type: 'MelodyConverter', args: { numSteps, numSegments, ...piano } });

/** The pitch range of basses, from the lowest piano key to C5. */
const bassRange = { minPitch: 21, maxPitch: 72 };

export const bass = (numSteps: number, numSegments?: number): MusicVaeConfig =>
  config({ type: 'MelodyConverter', args: { numSteps, numSegments, ...bassRange, line: 'bass' } });

export const drums = (numSteps: number, numSegments?: number): MusicVaeConfig =>
  config({ type: 'DrumsConverter', args: { numSteps, numSegments } });

export const drumRoll = (numSteps: number): MusicVaeConfig =>
  config({ type: 'DrumRollConverter', args: { numSteps } });

export const trio = (numSteps: number, numSegments?: number): MusicVaeConfig =>
  config({
    type: 'TrioConverter',
    args: { numSteps, numSegments, melArgs: piano, bassArgs: piano, drumsArgs: {} },
  });

export const groove = (
  numSteps: number,
  options: { readonly humanize?: boolean; readonly tapify?: boolean },
): MusicVaeConfig =>
  config({ type: 'GrooveConverter', args: { numSteps, stepsPerQuarter: 4, ...options } });

/** Steps per bar of four quarters, 24 steps each. */
const multitrackSteps = 96;

/** Up to eight tracks, each of 64 events per bar. */
export const multitrack = (bars = 1): MusicVaeConfig =>
  config({
    type: 'MultitrackConverter',
    args: {
      numSteps: 512 * bars,
      numSegments: 8,
      totalSteps: multitrackSteps * bars,
      stepsPerQuarter: 24,
      numVelocityBins: 8,
    },
  });

/** Sizes of a flat model: one encoder, and one decoder for each part of a row. */
export const flat = ({
  latent,
  encoder,
  decoder,
  parts = 1,
  nade = null,
  feedback,
}: {
  readonly latent: number;
  readonly encoder: number;
  readonly decoder: readonly number[];
  readonly parts?: number;
  readonly nade?: number | null;
  readonly feedback?: 'row' | 'bits';
}): MusicVaeSizes => ({
  latent,
  sigma: true,
  encoder: [encoder],
  decoders: Array.from({ length: parts }, () => ({
    units: decoder,
    nade,
    ...(feedback && { feedback }),
  })),
  conductor: [],
  controls: null,
});

/** Sizes of a hierarchical model: an encoder of two levels, a conductor and decoders. */
export const hierarchical = ({
  latent,
  encoder,
  decoder,
  conductor,
  parts = 1,
}: {
  readonly latent: number;
  readonly encoder: readonly [number, number];
  readonly decoder: readonly number[];
  readonly conductor: readonly number[];
  readonly parts?: number;
}): MusicVaeSizes => ({
  latent,
  sigma: true,
  encoder,
  decoders: Array.from({ length: parts }, () => ({ units: decoder, nade: null })),
  conductor,
  controls: null,
});
