/** What the Train scene and its worker say to each other. */
import type { AtlasWindow, Command, EndReason, TrainingEvent } from '@speil/api';
import type { ModelFolder, OwnPlane } from './own-model';

/** Datasets that the site has: 10,000 pictures each, of ten classes. */
export const siteDatasets = ['mnist-10k', 'fashion-mnist-10k'] as const;
/** What a page can train on: those, and pictures that a person adds, which have no classes. */
export const datasets = [...siteDatasets, 'own'] as const;
export type TrainedDataset = (typeof datasets)[number];

/** What can be trained: a variational autoencoder, one that is given the class, a plain one, one that removes noise. */
export const families = ['vae', 'cvae', 'ae', 'denoise'] as const;
/** Those whose encoder gives a distribution. */
export const isVariational = (family: Family): boolean => family === 'vae' || family === 'cvae';
export type Family = (typeof families)[number];
/** The smallest and the largest number of latent dimensions. */
export const latentSizes = { least: 2, most: 32 } as const;
export const batchSizes = [32, 128, 512] as const;

/** Networks on either side of the latent: two dense layers, or convolutions, which are slower. */
export const networks = ['dense', 'conv'] as const;
export type Network = (typeof networks)[number];

/** What computes: WebAssembly that is assembled for the model, the graphics card in two ways, or plain JavaScript. */
export const engines = ['wasm', 'webgl', 'webgpu', 'cpu'] as const;
export type EngineName = (typeof engines)[number];
/** What can be chosen: the engine that a trial finds to be the fastest here, or one by its name. */
export const engineChoices = ['fastest', ...engines] as const;
export type EngineChoice = (typeof engineChoices)[number];
/** Own pictures that a training needs at least: of fewer, hardly any would be held out. */
export const leastOwn = 20;
/** Own pictures that a training takes at most, so that adding them stays a matter of seconds. */
export const mostOwn = 2000;
/** Every fifth own picture is held out. */
export const heldOutEvery = 5;
/** @returns how many of so many own pictures are held out. */
export const heldOutOf = (count: number): number => Math.floor(count / heldOutEvery);

/** When the noise that a denoising autoencoder removes is drawn: anew in each step, or once for each picture. */
export const noises = ['step', 'item'] as const;
export type Noise = (typeof noises)[number];

/** What a training is started with. */
export interface TrainingRequest {
  readonly data: TrainedDataset;
  readonly family: Family;
  readonly network: Network;
  /** Numbers of a latent. */
  readonly latents: number;
  readonly batchSize: number;
  readonly learningRate: number;
  /** Weight of the KL. */
  readonly beta: number;
  readonly seed: number;
  readonly engine: EngineChoice;
  readonly noise: Noise;
}

/** Pictures along a side of the manifold. */
export const manifoldSide = 13;
/** Half the side of the plane of a VAE, around the prior's centre: nearly all of the prior. */
export const planeExtent = 2.5;
/** Held-out pictures whose reconstructions are shown. */
export const shownReconstructions = 10;
/** Held-out pictures that the map of latents shows. */
export const shownLatents = 500;

/** What a model looked like after a step. */
export interface Moment {
  readonly step: number;
  /** Decoded latents, row by row: of a grid over the plane, or of the prior if there are more than two. */
  readonly decoded: Uint8Array;
  /** Pictures in a row; a conditional model has one for each class. */
  readonly columns: number;
  /** The part of the plane that the grid covers. */
  readonly window: AtlasWindow;
  /** Means of held-out pictures, `latents` numbers each. */
  readonly means: Float32Array;
  /** The encoder's inputs for the first held-out pictures, if they differ from them. */
  readonly inputs?: Uint8Array;
  /** Reconstructions of the first held-out pictures. */
  readonly reconstructions: Uint8Array;
}

/** What is known before the first step. */
export interface TrainingStart {
  /** The engine with its version. */
  readonly engine: string;
  readonly engineName: EngineName;
  /** Classes of the held-out pictures, if they have any. */
  readonly labels?: Uint8Array;
  /** The first held-out pictures. */
  readonly originals: Uint8Array;
}

export type TrainingPart =
  | { readonly type: 'start'; readonly start: TrainingStart }
  | { readonly type: 'events'; readonly events: readonly TrainingEvent[] }
  | { readonly type: 'moment'; readonly moment: Moment };

export interface TrainExchanges {
  /** Trains a model, in place of the one that trains. It waits for a `resume` or `step` command. */
  readonly train: {
    readonly question: {
      readonly request: TrainingRequest;
      /** Goes on from the last checkpoint up to this step of the training before, or from a folder. Default: from the beginning. */
      readonly from?: number | ModelFolder;
      /** For `data: 'own'`: the pictures, a byte for each pixel, one picture after the other. */
      readonly pixels?: Uint8Array;
    };
    readonly part: TrainingPart;
    readonly answer: { readonly reason: EndReason };
  };
  /** Sets how many steps are done in a second at most, so that each can be watched. */
  readonly pace: {
    readonly question: {
      /** Default: as many as possible. */
      readonly stepsPerSecond?: number;
    };
    readonly part: never;
    readonly answer: undefined;
  };
  /** Asks for the model as it is now, with what resumes it to the same bits. */
  readonly checkpoint: {
    readonly question: undefined;
    readonly part: never;
    readonly answer: { readonly step: number; readonly files: ModelFolder };
  };
  /** Asks which training a folder continues. */
  readonly identify: {
    readonly question: { readonly files: ModelFolder };
    readonly part: never;
    readonly answer: { readonly request: TrainingRequest; readonly step: number };
  };
  /** Asks for the plane of a model, with held-out pictures on it. */
  readonly plane: {
    readonly question: {
      readonly files: ModelFolder;
      /** What the model was trained on. */
      readonly data: TrainedDataset;
      /** For `data: 'own'`: the pictures, a byte for each pixel, one picture after the other. */
      readonly pixels?: Uint8Array;
    };
    readonly part: never;
    readonly answer: OwnPlane;
  };
  /** Steers the training. */
  readonly steer: {
    readonly question: Command;
    readonly part: never;
    readonly answer: undefined;
  };
}
