/**
 * What a scene and the worker say to each other. Pictures are 784 grey values, 0 to 255, row by row. The worker answers
 * every question by its id; a `look` may be overtaken by the next one.
 */
import type { AtlasWindow, ErrorCode } from '@speil/api';
import { musicKinds } from './music';
import type { MusicAnswer, MusicQuestion } from './music';

/** Models whose two latent numbers are a plane, in the order in which they are shown side by side. */
export const planes = ['pca', 'ae', 'vae', 'beta', 'told'] as const;
export type Plane = (typeof planes)[number];

/** Where build/assets.mjs puts a plane's model, below `/models/`. */
export const planeModels: Readonly<Record<Plane, string>> = {
  pca: 'mnist-pca-2d',
  ae: 'mnist-ae-2d',
  vae: 'mnist-vae',
  beta: 'mnist-beta-vae-2d',
  told: 'mnist-cvae',
};

/** What a scene needs from its first moment on: a plane's model, the one that restores digits, or one of music. */
export const openings = [...planes, 'restorer', ...musicKinds] as const;
export type Opening = (typeof openings)[number];

/** A point of a plane. */
export interface Place {
  readonly plane: Plane;
  readonly x: number;
  readonly y: number;
  /** The class that a conditional model is told. */
  readonly told?: number;
}

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
      /** Planes that are open. */
      readonly places: readonly Place[];
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
  /** Opens a plane's model, while other work goes on; answered by `opened`. */
  | { readonly type: 'open-plane'; readonly id: number; readonly plane: Plane }
  | {
      readonly type: 'encode';
      readonly id: number;
      readonly plane: Plane;
      readonly picture: Uint8Array;
      readonly told?: number;
    }
  /** Every cell of a grid over the plane, row by row, when nothing else is to be done. Replaces an earlier one. */
  | ({ readonly type: 'grid'; readonly id: number; readonly side: number } & AtlasWindow)
  | ({ readonly type: 'restore'; readonly id: number } & Spoiling)
  | {
      readonly type: 'enlarge';
      readonly id: number;
      readonly picture: Uint8Array;
      readonly factor: Factor;
    }
  | { readonly type: 'music'; readonly id: number; readonly question: MusicQuestion };

export type FromWorker =
  | { readonly type: 'ready' }
  | { readonly type: 'opened'; readonly id: number }
  /** One for each place of a look. */
  | {
      readonly type: 'seen';
      readonly id: number;
      readonly plane: Plane;
      readonly picture: Uint8Array;
    }
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
  /** Some questions are answered more than once. */
  | { readonly type: 'music'; readonly id: number; readonly answer: MusicAnswer }
  /** Without an id: the model itself did not load. */
  | {
      readonly type: 'failed';
      readonly id?: number;
      readonly reason: string;
      /** Of Speil's own errors. */
      readonly code?: ErrorCode;
    };

/** A picture's way through a plane's model: its Gaussian, and what the decoder makes of the mean. */
export interface Reflection {
  readonly mean: readonly [number, number];
  /** Standard deviations along x and y; 0 of a plain code. */
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
  /** 255 where the damage has cut something out, which on paper cannot be seen; 0 elsewhere. */
  readonly cut: Uint8Array | undefined;
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
export const planeUrl = modelUrl(planeModels.vae);
/** And the engine's wasm files. */
export const enginesUrl = '/engines/';
