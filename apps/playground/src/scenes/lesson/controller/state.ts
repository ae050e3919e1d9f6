/**
 * The state of the Lesson, as a pure function of its events: the part that is read, and what a person has chosen in the
 * widgets. The models' answers are not part of it, since they follow from it.
 */
import { clampPoint, roundPoint, roundTo, clamp } from '../../../shared/geometry/geometry';
import type { Point, Square } from '../../../shared/geometry/geometry';
import { factors } from '../../../worker/protocol/images';
import type { Factor } from '../../../worker/protocol/images';
import type { PartId } from '../content/structure';

/** What the model is given in the part about its properties. */
export const gifts = ['digit', 'shirt', 'noise'] as const;
export type Gift = (typeof gifts)[number];

/** Everything that a link holds. */
export interface LessonLink {
  /** The part that is read; undefined above the first. */
  readonly part: PartId | undefined;
  /** The test digit of all widgets. */
  readonly item: number;
  /** The latent that a person has chosen; undefined for that of the digit. */
  readonly latent: Point | undefined;
  /** Strength of the noise, 0 to 100. */
  readonly strength: number;
  /** Seed of the noise. */
  readonly seed: number;
  readonly factor: Factor;
  /** Seed of the random latents. */
  readonly draws: number;
  readonly mean: number;
  readonly logVariance: number;
  readonly beta: number;
  /** The point on the plane of the VAE. */
  readonly place: Point;
  /** The point on the plane of the conditional VAE. */
  readonly hand: Point;
  /** Whether the scatter has the colours of the classes. */
  readonly colours: boolean;
  readonly gift: Gift;
  /** Step from the first rhythm to the second. */
  readonly mixture: number;
}

/** What undo restores: what a person has chosen, without the part that they read. */
export type LessonWork = Omit<LessonLink, 'part'>;

export interface LessonState extends LessonLink {
  readonly world: LessonWorld;
}

/** Bounds for everything that is read from a link. */
export interface LessonWorld {
  /** Number of test digits. */
  readonly items: number;
  /** The visible part of each plane. */
  readonly plane: Square;
  readonly hands: Square;
}

export type LessonEvent =
  | { readonly type: 'set'; readonly change: Partial<LessonLink> }
  | { readonly type: 'restore'; readonly link: LessonLink };

export interface Range {
  readonly low: number;
  readonly high: number;
  readonly step: number;
}

/** The scales of the sliders. */
export const ranges = {
  strength: { low: 0, high: 100, step: 5 },
  mean: { low: -3, high: 3, step: 0.1 },
  logVariance: { low: -5, high: 2, step: 0.1 },
  beta: { low: 0, high: 8, step: 0.1 },
  mixture: { low: 0, high: 4, step: 1 },
} as const satisfies Partial<Record<keyof LessonLink, Range>>;

/** Seeds wrap around, so that they stay short in a link. */
export const seedCount = 1000;

/** Both planes have their origin in view. */
const origin: Point = { x: 0, y: 0 };

export const defaultLink: LessonLink = {
  part: undefined,
  item: 0,
  latent: undefined,
  strength: 60,
  seed: 1,
  factor: factors[1],
  draws: 1,
  mean: 1,
  logVariance: -1,
  beta: 1,
  place: origin,
  hand: origin,
  colours: true,
  gift: 'digit',
  mixture: 0,
};

export const initialState = (world: LessonWorld): LessonState => ({ ...defaultLink, world });

/** What undo and redo keep of the state, and how they restore it. */
export const history = {
  keep: ({ part: _part, ...work }: LessonLink): LessonWork => ({
    item: work.item,
    latent: work.latent,
    strength: work.strength,
    seed: work.seed,
    factor: work.factor,
    draws: work.draws,
    mean: work.mean,
    logVariance: work.logVariance,
    beta: work.beta,
    place: work.place,
    hand: work.hand,
    colours: work.colours,
    gift: work.gift,
    mixture: work.mixture,
  }),
  put: (state: LessonState, work: LessonWork): LessonState => ({ ...state, ...work }),
};

export function reduceLesson(state: LessonState, event: LessonEvent): LessonState {
  switch (event.type) {
    case 'set': {
      const { change } = event;
      // Another digit has a latent of its own.
      const latent = change.item === undefined ? {} : { latent: undefined };
      return within({ ...state, ...latent, ...change });
    }
    case 'restore':
      return within({ ...state, ...event.link });
  }
}

/** @returns the state with all numbers on their scales. */
function within(state: LessonState): LessonState {
  const { plane, hands } = state.world;
  const onScale = (value: number, { low, high, step }: Range): number =>
    roundTo(clamp(value, low, high), 1 / step);
  const onPlane = (point: Point, square: Square): Point => roundPoint(clampPoint(point, square));
  return {
    ...state,
    latent: state.latent && keepSame(state.latent, onPlane(state.latent, plane)),
    strength: onScale(state.strength, ranges.strength),
    seed: state.seed % seedCount,
    draws: state.draws % seedCount,
    mean: onScale(state.mean, ranges.mean),
    logVariance: onScale(state.logVariance, ranges.logVariance),
    beta: onScale(state.beta, ranges.beta),
    place: keepSame(state.place, onPlane(state.place, plane)),
    hand: keepSame(state.hand, onPlane(state.hand, hands)),
    mixture: onScale(state.mixture, ranges.mixture),
  };
}

/** @returns the old point if the new one is equal, so that nothing that depends on it is asked again. */
function keepSame(old: Point, { x, y }: Point): Point {
  return old.x === x && old.y === y ? old : { x, y };
}
