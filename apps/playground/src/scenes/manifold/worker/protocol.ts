/**
 * What the scene and its worker say to each other. Pictures are 784 grey values, 0 to 255, row by row. The worker answers every question by its id; a `look` may be overtaken by the next one.
 */
import type { AtlasWindow } from '@speil/api';

/** `look` for a drag or a glide: only the newest matters. */
export type ToWorker =
  /** Answered by `ready` or `failed`; the model is loaded from the worker's first moment on, asked or not. */
  | { readonly type: 'open' }
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
  | ({ readonly type: 'grid'; readonly id: number; readonly side: number } & AtlasWindow);

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
  /** Without an id: the model itself did not load. */
  | { readonly type: 'failed'; readonly id?: number; readonly reason: string };

/** A picture's way through the model: its Gaussian in the plane, and what the decoder makes of the mean. */
export interface Reflection {
  readonly mean: readonly [number, number];
  /** Standard deviations along x and y. */
  readonly deviation: readonly [number, number];
  readonly picture: Uint8Array;
}

/** Where build/worker.mjs puts the worker. */
export const workerUrl = '/workers/manifold.js';
/** Where build/assets.mjs puts the model and the engine's wasm files. */
export const modelUrl = '/models/mnist-vae/';
export const enginesUrl = '/engines/';
