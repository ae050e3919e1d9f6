/** The settings of the Train scene, as a pure function of its events, and which moment of the training is shown. */
import {
  batchSizes,
  datasets,
  engines,
  families,
  latentSizes,
  networks,
} from '../../../worker/protocol/train';
import type { TrainingRequest } from '../../../worker/protocol/train';

/** Everything that a link holds: the same link gives the same training. */
export type TrainLink = TrainingRequest;

export interface TrainState extends TrainLink {
  /** The step of the moment that is shown; undefined for the newest. */
  readonly shown: number | undefined;
  /** Steps in a second at most; undefined for as many as possible. */
  readonly pace: Pace;
}

/** From one step a second, to see each, to as many as possible. */
export const paces = [1, 5, undefined] as const;
export type Pace = (typeof paces)[number];

export type TrainEvent =
  | { readonly type: 'set'; readonly change: Partial<TrainLink> }
  | { readonly type: 'show'; readonly step: number | undefined }
  | { readonly type: 'pace'; readonly pace: Pace }
  | { readonly type: 'restore'; readonly link: TrainLink };

export const defaultLink: TrainLink = {
  data: datasets[0],
  family: families[0],
  network: networks[0],
  latents: latentSizes.least,
  batchSize: batchSizes[1],
  learningRate: 0.002,
  beta: 1,
  seed: 1,
  engine: engines[0],
};

export const initialState: TrainState = { ...defaultLink, shown: undefined, pace: undefined };

/** What undo and redo keep of the state, and how they restore it. */
export const history = {
  keep: ({
    data,
    family,
    network,
    latents,
    batchSize,
    learningRate,
    beta,
    seed,
    engine,
  }: TrainLink): TrainLink => ({
    ...{ data, family, network, latents, batchSize, learningRate, beta, seed, engine },
  }),
  put: (state: TrainState, kept: TrainLink): TrainState => ({ ...state, ...kept }),
};

export function reduceTrain(state: TrainState, event: TrainEvent): TrainState {
  switch (event.type) {
    case 'set':
      return { ...state, ...event.change };
    case 'show':
      return { ...state, shown: event.step };
    case 'pace':
      return { ...state, pace: event.pace };
    case 'restore':
      return { ...state, ...event.link, shown: undefined };
  }
}

/** Whether a training with other settings can go on with these: only what can be steered differs. */
export const isSameTraining = (a: TrainLink, b: TrainLink): boolean =>
  a.data === b.data &&
  a.family === b.family &&
  a.network === b.network &&
  a.latents === b.latents &&
  a.batchSize === b.batchSize &&
  a.seed === b.seed &&
  a.engine === b.engine;
