/**
 * Makes the recipe of a MusicVAE for given notes. The part and the number of bars determine the network; the number of
 * windows determines the number of epochs.
 */
import {
  InvalidArgumentError,
  recipeSchema,
  slugOf,
  type Recipe,
  type TrainingSettingsInput,
} from '@speil/api';
import { countParameters } from '@speil/core/spec';
import type { MusicVaeConfig } from '../converters/config.js';
import type { MusicVaeSizes } from '../models/plan.js';
import { bass, drums, flat, hierarchical, melody, multitrack, recipe, trio } from './experiment.js';

/** The parts of a piece that a model may be made for. */
export const fittedParts = ['melody', 'bass', 'drums', 'trio', 'tracks'] as const;
/** The part of the music that a model is fitted to. */
export type FittedPart = (typeof fittedParts)[number];

/** Numbers of bars of a model's windows. */
export const fittedBars = [1, 2, 4, 8, 16] as const;
/** Maximum number of bars for tracks. A bar of tracks has 512 events, so windows must be short. */
const mostBarsOfTracks = 2;

/** The songs that a recipe is made for, and what a person asks of the model. */
export interface FitNotesOptions {
  /** The name of a dataset, or the path of a folder. */
  readonly data: string;
  /** Which part of the music it learns. */
  readonly part: FittedPart;
  /** One of `fittedBars`. Default 2. For tracks, the default is 1 and the maximum is 2. */
  readonly bars?: number;
  /** Number of training windows. Default 1,000. */
  readonly count?: number;
  /** Size of the latent. Default 32; 64 for a trio, for tracks, or for more than two bars. */
  readonly latent?: number;
  /** Units of the recurrent layers. Default 256. */
  readonly width?: number;
}

const stepsPerBar = 16;
/** From this number of bars on, a conductor plans the piece bar by bar (Roberts et al. 2018, section 3.2). */
const hierarchicalFrom = 8;

/** Training takes about this many steps, within the bounds of epochs. */
const steps = 2500;
const batchSize = 64;
const [fewestEpochs, mostEpochs] = [5, 200];

const training = {
  learningRate: { kind: 'cosine', from: 2e-3, to: 2e-5, warmupSteps: 200 },
  beta: { kind: 'approach', to: 0.2, decay: 0.999 },
  clipNorm: 1,
  sampleEverySteps: 250,
} as const satisfies Partial<TrainingSettingsInput>;

/**
 * Makes a recipe of a MusicVAE for a collection of songs.
 *
 * @throws InvalidArgumentError for tracks of more than 2 bars.
 */
export function fitNotesRecipe(options: FitNotesOptions): Recipe {
  const { data, part, count = 1000, width = 256 } = options;
  const { bars = part === 'tracks' ? 1 : 2 } = options;
  if (part === 'tracks' && bars > mostBarsOfTracks) {
    throw new InvalidArgumentError(
      `A model of tracks takes at most ${mostBarsOfTracks} bars. Received: ${bars}.`,
    );
  }
  const isWide = part === 'trio' || part === 'tracks' || bars > 2;
  const { latent = isWide ? 64 : 32 } = options;
  const epochs = Math.ceil(steps / Math.max(1, Math.floor(count / batchSize)));
  const name = `${slugOf(data)}-musicvae`;
  const input = recipe({
    name,
    title: `MusicVAE of ${bars} ${bars === 1 ? 'bar' : 'bars'} of ${part}`,
    dataset: data,
    config: configOf(part, bars),
    sizes: sizesOf(part, { bars, latent, width }),
    // One free bit per latent number. The published drum model has 48 for its 256 numbers.
    freeNats: latent * Math.LN2,
    training: {
      ...training,
      batchSize,
      epochs: Math.min(mostEpochs, Math.max(fewestEpochs, epochs)),
      scheduledSampling: { kind: 'inverseSigmoid', rate: 700 },
    },
    ...(part !== 'drums' && { transposition: 5 }),
  });
  const made = recipeSchema.parse(input);
  const parameters = (countParameters(made.model) / 1e6).toFixed(1);
  return { ...made, title: `${made.title}, ${parameters} M parameters, latent ${latent}` };
}

function configOf(part: FittedPart, bars: number): MusicVaeConfig {
  const numSteps = bars * stepsPerBar;
  const segments = bars >= hierarchicalFrom ? bars : undefined;
  switch (part) {
    case 'melody':
      return melody(numSteps, segments);
    case 'bass':
      return bass(numSteps, segments);
    case 'drums':
      return drums(numSteps, segments);
    case 'trio':
      return trio(numSteps, segments);
    case 'tracks':
      return multitrack(bars);
  }
}

interface SizeOptions {
  readonly bars: number;
  readonly latent: number;
  readonly width: number;
}

function sizesOf(part: FittedPart, { bars, latent, width }: SizeOptions): MusicVaeSizes {
  const parts = part === 'trio' ? 3 : 1;
  // In a model of tracks, each track is a segment.
  if (part === 'tracks' || bars >= hierarchicalFrom) {
    return hierarchical({
      latent,
      encoder: [width, width],
      decoder: [width],
      conductor: [width],
      parts,
    });
  }
  const feedback = part === 'drums' ? ({ feedback: 'bits' } as const) : {};
  return flat({ latent, encoder: width, decoder: [width], parts, ...feedback });
}
