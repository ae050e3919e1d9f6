/**
 * What the lesson consists of, apart from its texts: the parts in order, which answers are right, and the tasks with
 * the links that they open and the answers that the page accepts.
 */
import type { Scene } from '../../../site/pages';
import { noise, packPicture, shirt } from './pictures';

export const partIds = [
  'why',
  'halves',
  'reduction',
  'denoising',
  'enlarging',
  'generating',
  'variational',
  'plane',
  'conditional',
  'properties',
  'music',
  'further',
] as const;
export type PartId = (typeof partIds)[number];

export type Check =
  /** The index of the right answer. */
  | { readonly kind: 'choice'; readonly right: number }
  /** A number that a scene shows. */
  | {
      readonly kind: 'number';
      readonly value: number;
      /** How far an answer may be off. */
      readonly tolerance: number;
      readonly unit: 'percent' | 'nats';
    };

export interface TaskSpec {
  readonly id: string;
  readonly scene: Scene;
  /** The fragment of the link, with the seed and all settings. */
  readonly fragment: string;
  readonly check: Check;
}

export interface PartSpec {
  /** The index of the right answer to each question before the part. */
  readonly before: readonly number[];
  /** The same for the questions after it. */
  readonly after: readonly number[];
  readonly tasks: readonly TaskSpec[];
}

/**
 * The numbers of the tasks are those that the scenes show: journeys/lesson-tasks.journey.ts opens each link and reads
 * them again.
 */
export const structure: Readonly<Record<PartId, PartSpec>> = {
  why: { before: [1], after: [0], tasks: [] },
  halves: {
    before: [2],
    after: [0],
    tasks: [
      {
        id: 'noise-in-latent',
        scene: 'explore',
        fragment: '#at=-1.1,1.9',
        check: { kind: 'choice', right: 1 },
      },
    ],
  },
  reduction: {
    before: [0],
    after: [2],
    tasks: [
      {
        id: 'two-lines',
        scene: 'compare',
        fragment: '#item=18',
        check: { kind: 'number', value: 23, tolerance: 1, unit: 'percent' },
      },
    ],
  },
  denoising: {
    before: [1],
    after: [2],
    tasks: [
      {
        id: 'other-data',
        scene: 'draw',
        fragment: `#pixels=${packPicture(shirt)}&network=digits&noise=gaussian&strength=40&seed=1`,
        check: { kind: 'number', value: 18, tolerance: 1, unit: 'percent' },
      },
    ],
  },
  enlarging: {
    before: [1],
    after: [0],
    tasks: [
      {
        id: 'enlarge',
        scene: 'draw',
        fragment: '#item=18&factor=4&before=usual',
        check: { kind: 'number', value: 12, tolerance: 1, unit: 'percent' },
      },
      {
        id: 'enlarge-colour',
        scene: 'draw',
        fragment: '#scene=3&task=fourfold&beside=usual',
        check: { kind: 'choice', right: 0 },
      },
      {
        id: 'enlarge-noise',
        scene: 'draw',
        fragment: `#pixels=${packPicture(noise)}&factor=4&before=small`,
        check: { kind: 'choice', right: 2 },
      },
    ],
  },
  generating: {
    before: [1],
    after: [2],
    tasks: [
      {
        id: 'plain-plane',
        scene: 'train',
        fragment: '#model=ae&latents=2&seed=7',
        check: { kind: 'number', value: 173.4, tolerance: 2, unit: 'nats' },
      },
    ],
  },
  variational: {
    before: [0],
    after: [2, 0],
    tasks: [
      {
        id: 'conv-vae',
        scene: 'train',
        fragment: '#model=vae&network=conv&latents=2&seed=7',
        check: { kind: 'number', value: 210.1, tolerance: 2, unit: 'nats' },
      },
    ],
  },
  plane: {
    before: [1],
    after: [0],
    tasks: [
      {
        id: 'walk',
        scene: 'explore',
        fragment: '#a=-1.1,1.9&b=0,-2',
        check: { kind: 'choice', right: 1 },
      },
    ],
  },
  conditional: {
    before: [2],
    after: [1],
    tasks: [
      {
        id: 'wrong-class',
        scene: 'compare',
        fragment: '#item=6&condition=5',
        check: { kind: 'choice', right: 1 },
      },
    ],
  },
  properties: { before: [1], after: [2], tasks: [] },
  music: {
    before: [2],
    after: [0],
    tasks: [
      {
        id: 'between-rhythms',
        scene: 'beats',
        fragment: '#at=-1,1',
        check: { kind: 'choice', right: 1 },
      },
    ],
  },
  further: { before: [0], after: [1], tasks: [] },
};

/** @returns the name of a question, for the stored results. */
export const questionId = (part: PartId, when: 'before' | 'after', index: number): string =>
  `${part}.${when}.${index}`;

/** Whether a number answers a task. */
export function isRight(check: Extract<Check, { kind: 'number' }>, given: number): boolean {
  return Math.abs(given - check.value) <= check.tolerance;
}
