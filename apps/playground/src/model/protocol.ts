/**
 * What a scene and the worker say to each other. Pictures are 784 grey values, 0 to 255, row by row. The worker answers
 * every question by its id; a `look` may be overtaken by the next one.
 */
import type { AtlasWindow } from '@speil/api';

/** What a scene needs from its first moment on: the plane's model, or the one that restores digits. */
export type Opening = 'plane' | 'restorer';

export const noises = ['gaussian', 'saltAndPepper', 'maskBlocks', 'blur'] as const;
export type Noise = (typeof noises)[number];

/** Denoisers by what they have seen in training. */
export const networks = ['digits', 'clothes'] as const;
export type Network = (typeof networks)[number];

export const factors = [2, 4] as const;
export type Factor = (typeof factors)[number];

/** `look` for a drag or a glide: only the newest matters. */
export type ToWorker =
  /** Answered by `ready` or `failed`. */
  | { readonly type: 'open'; readonly opening: Opening }
  | {
      readonly type: 'look';
      readonly id: number;
      readonly x: number;
      readonly y: number;
      /** A hand is on the plane: the background waits. */
      readonly byHand: boolean;
    }
  /** Digits at `steps` even steps from one point to another, both included. */
  | {
      readonly type: 'line';
      readonly id: number;
      readonly from: readonly [number, number];
      readonly to: readonly [number, number];
      readonly steps: number;
    }
  | { readonly type: 'encode'; readonly id: number; readonly picture: Uint8Array }
  /** Every cell of a grid over the plane, row by row, when nothing else is to be done. Replaces an earlier one. */
  | ({ readonly type: 'grid'; readonly id: number; readonly side: number } & AtlasWindow)
  | ({ readonly type: 'restore'; readonly id: number } & Spoiling)
  | {
      readonly type: 'enlarge';
      readonly id: number;
      readonly picture: Uint8Array;
      readonly factor: Factor;
    };

export type FromWorker =
  | { readonly type: 'ready' }
  | { readonly type: 'seen'; readonly id: number; readonly picture: Uint8Array }
  | { readonly type: 'line'; readonly id: number; readonly pictures: Uint8Array }
  | ({ readonly type: 'encoded'; readonly id: number } & Reflection)
  | {
      readonly type: 'row';
      readonly id: number;
      readonly row: number;
      readonly pictures: Uint8Array;
    }
  | ({ readonly type: 'restored'; readonly id: number } & Restoration)
  | ({ readonly type: 'enlarged'; readonly id: number } & Enlargement)
  /** Without an id: the model itself did not load. */
  | { readonly type: 'failed'; readonly id?: number; readonly reason: string };

/** A picture's way through the plane's model: its Gaussian, and what the decoder makes of the mean. */
export interface Reflection {
  readonly mean: readonly [number, number];
  /** Standard deviations along x and y. */
  readonly deviation: readonly [number, number];
  readonly picture: Uint8Array;
}

/** A whole picture, what is to be done to it, and who is to mend it. */
export interface Spoiling {
  readonly picture: Uint8Array;
  readonly noise: Noise;
  /** 0 leaves the picture as it is, 1 is the strongest of training. */
  readonly strength: number;
  /** The same seed, the same noise. */
  readonly seed: number;
  readonly network: Network;
}

export interface Restoration {
  readonly spoiled: Uint8Array;
  readonly restored: Uint8Array;
}

export interface Enlargement {
  /** `(28 / factor)` values squared. */
  readonly small: Uint8Array;
  /** Enlarged by linear interpolation. */
  readonly usual: Uint8Array;
  /** Enlarged by the network. */
  readonly network: Uint8Array;
}

/** Side of a picture, in pixels. */
export const pictureSide = 28;

/** Where build/worker.mjs puts the worker. */
export const workerUrl = '/workers/model.js';
/** Where build/assets.mjs puts a model. */
export const modelUrl = (name: string): string => `/models/${name}/`;
/** The model of the plane, whose folder holds the atlas too. */
export const planeUrl = modelUrl('mnist-vae');
/** And the engine's wasm files. */
export const enginesUrl = '/engines/';
