/** What a scene of pictures asks of the worker. Digits are 784 grey values, 0 to 255, row by row. */
import type { AtlasWindow } from '@speil/api';
import { modelUrl } from './paths';
import type { OwnModel } from './own-model';

/** The site's models with two latent numbers, which are shown as planes, in the order of the Compare scene. */
export const planes = ['pca', 'ae', 'vae', 'beta', 'cvae'] as const;
export type SitePlane = (typeof planes)[number];
/** A plane of the site, or that of the model that was trained on this device. */
export type Plane = SitePlane | 'own';

/** Folder of each plane's model below `/models/`. */
export const planeModels: Readonly<Record<SitePlane, string>> = {
  pca: 'mnist-pca-2d',
  ae: 'mnist-ae-2d',
  vae: 'mnist-vae',
  beta: 'mnist-beta-vae-2d',
  cvae: 'mnist-cvae',
};

/** The model of the Explore scene; its folder also holds the atlas. */
export const planeUrl = modelUrl(planeModels.vae);

/** Side of a picture, in pixels. */
export const pictureSide = 28;

/** Two latent numbers. */
export type Coordinates = readonly [x: number, y: number];

/** A point of a plane. */
export interface Place {
  readonly plane: Plane;
  readonly x: number;
  readonly y: number;
  /** The class that a conditional model decodes. */
  readonly condition?: number;
}

export const noises = ['gaussian', 'saltAndPepper', 'maskBlocks', 'blur'] as const;
export type Noise = (typeof noises)[number];

/** Networks that restore pictures: denoisers, by what they were trained on, and a model that was trained here. */
export const networks = ['digits', 'clothes', 'own'] as const;
export type Network = (typeof networks)[number];

export const factors = [2, 4] as const;
export type Factor = (typeof factors)[number];

/** What a network does with a colour picture. */
export const colourTasks = ['twofold', 'fourfold', 'denoise', 'vae', 'vqVae'] as const;
export type ColourTask = (typeof colourTasks)[number];

/** Folder of each task's model below `/models/`. */
export const colourModels: Readonly<Record<ColourTask, string>> = {
  twofold: 'scenes-upscale-2',
  fourfold: 'scenes-upscale-4',
  denoise: 'scenes-denoise',
  vae: 'scenes-vae',
  vqVae: 'scenes-vq-vae',
};

/** Side of a colour picture, in pixels. */
export const colourSide = 64;

/** Rendered scenes that no network was trained on. */
export const sceneCount = 7680;

export type ColourPicture =
  /** A rendered scene of the test part. */
  | { readonly kind: 'scene'; readonly index: number }
  /** `[64, 64, 3]`, read from a file. */
  | { readonly kind: 'pixels'; readonly pixels: Uint8Array };

/** Colour pictures before and after a network: red, green and blue from 0 to 255, row by row. */
export interface ColourResult {
  /** `[64, 64, 3]`. */
  readonly original: Uint8Array;
  /** What the network receives: with noise, `[64, 64, 3]`, or shrunk; undefined where it receives the original. */
  readonly input: Uint8Array | undefined;
  /** Shrunk and enlarged by bicubic interpolation, `[64, 64, 3]`; undefined where nothing is enlarged. */
  readonly usual: Uint8Array | undefined;
  /** `[64, 64, 3]`. */
  readonly network: Uint8Array;
}

/** A picture encoded and decoded by a plane's model: the posterior, and the picture decoded from its mean. */
export interface Reconstruction {
  readonly mean: Coordinates;
  /** Standard deviations along x and y; 0 for a model with a deterministic code. */
  readonly deviation: Coordinates;
  readonly picture: Uint8Array;
}

/** A clean picture, the damage to apply, and the network that restores it. */
export interface RestoreRequest {
  readonly picture: Uint8Array;
  readonly noise: Noise;
  /** The strength: 0 leaves the picture as it is, 1 is the strongest damage used in training. */
  readonly strength: number;
  /** The same seed gives the same noise. */
  readonly seed: number;
  readonly network: Network;
}

export interface Restoration {
  readonly damaged: Uint8Array;
  readonly restored: Uint8Array;
  /** 255 for pixels that the damage has cut out, 0 for others; undefined for damage that cuts nothing out. */
  readonly cut: Uint8Array | undefined;
}

export interface Enlargement {
  /** `(28 / factor)` squared values. */
  readonly small: Uint8Array;
  /** Enlarged by linear interpolation. */
  readonly usual: Uint8Array;
  /** Enlarged by the network. */
  readonly network: Uint8Array;
}

export interface DecodedPlace {
  readonly plane: Plane;
  readonly picture: Uint8Array;
}

export interface GridRow {
  readonly row: number;
  /** The row's pictures, one after the other. */
  readonly pictures: Uint8Array;
}

/** Questions about pictures, with the type of their partial answers and of their answer (see messages.ts). */
export interface ImageExchanges {
  /** Decodes points of open planes, one part each. A newer question replaces one that has not begun. */
  readonly 'decode-at': {
    readonly question: {
      readonly places: readonly Place[];
      /** Whether a person is moving the cursor, so that background work waits. */
      readonly byHand: boolean;
    };
    readonly part: DecodedPlace;
    readonly answer: undefined;
  };
  /** Opens a plane's model while other work goes on. */
  readonly 'open-plane': {
    readonly question: { readonly plane: Plane };
    readonly part: never;
    readonly answer: undefined;
  };
  /** Opens a model that was trained on this device, as the plane and the network `own`. */
  readonly 'open-own': {
    readonly question: OwnModel;
    readonly part: never;
    readonly answer: undefined;
  };
  /** Decodes `steps` points at equal steps from one end to the other, both included. */
  readonly 'decode-line': {
    readonly question: {
      readonly plane: Plane;
      readonly from: Coordinates;
      readonly to: Coordinates;
      readonly steps: number;
      /** The class given to a conditional model; default: 0. */
      readonly condition?: number;
    };
    readonly part: never;
    /** All pictures, one after the other. */
    readonly answer: Uint8Array;
  };
  readonly encode: {
    readonly question: {
      readonly plane: Plane;
      readonly picture: Uint8Array;
      readonly condition?: number;
    };
    readonly part: never;
    readonly answer: Reconstruction;
  };
  /** Decodes a grid of `side` by `side` cells row by row, while there is no other work. Replaces an earlier grid. */
  readonly 'decode-grid': {
    readonly question: {
      readonly plane: Plane;
      readonly side: number;
      /** The class given to a conditional model; default: 0. */
      readonly condition?: number;
    } & AtlasWindow;
    readonly part: GridRow;
    readonly answer: undefined;
  };
  readonly restore: {
    readonly question: RestoreRequest;
    readonly part: never;
    readonly answer: Restoration;
  };
  readonly enlarge: {
    readonly question: { readonly picture: Uint8Array; readonly factor: Factor };
    readonly part: never;
    readonly answer: Enlargement;
  };
  readonly colour: {
    readonly question: { readonly picture: ColourPicture; readonly task: ColourTask };
    readonly part: never;
    readonly answer: ColourResult;
  };
}
