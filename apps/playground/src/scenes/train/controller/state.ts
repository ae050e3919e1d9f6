/** The settings of the Train scene, as a pure function of its events, and which moment of the training is shown. */
import {
  batchSizes,
  datasets,
  engineChoices,
  families,
  latentSizes,
  leastOwn,
  mostOwn,
  networks,
  noises,
} from '../../../worker/protocol/train';
import { pictureSide } from '../../../worker/protocol/images';
import type { TrainingRequest } from '../../../worker/protocol/train';

/** Everything that a link holds: the same link gives the same training. */
export type TrainLink = TrainingRequest;

/** Pictures that a person has added, 784 bytes each, the oldest first. */
export type OwnPictures = readonly Uint8Array[];

/** What undo restores: the settings, and the own pictures, which a link does not hold. */
export interface TrainWork extends TrainLink {
  /** Undefined if it comes from a link. */
  readonly own: OwnPictures | undefined;
}

export interface TrainState extends TrainLink {
  readonly own: OwnPictures;
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
  /** Adds own pictures, and chooses them. */
  | { readonly type: 'add'; readonly pictures: OwnPictures }
  /** Removes the own picture at a place. */
  | { readonly type: 'remove'; readonly at: number }
  | { readonly type: 'remove-all' }
  | { readonly type: 'show'; readonly step: number | undefined }
  | { readonly type: 'pace'; readonly pace: Pace }
  /** Own pictures stay, unless others come with the settings. */
  | { readonly type: 'restore'; readonly link: TrainLink; readonly own?: OwnPictures };

export const defaultLink: TrainLink = {
  data: datasets[0],
  family: families[0],
  network: networks[0],
  latents: latentSizes.least,
  batchSize: batchSizes[1],
  learningRate: 0.002,
  beta: 1,
  seed: 1,
  engine: engineChoices[0],
  noise: noises[0],
};

export const initialState: TrainState = {
  ...defaultLink,
  own: [],
  shown: undefined,
  pace: undefined,
};

/** @returns the part of the state that a link holds. */
export const linkOf = ({
  data,
  family,
  network,
  latents,
  batchSize,
  learningRate,
  beta,
  seed,
  engine,
  noise,
}: TrainLink): TrainLink => ({
  ...{ data, family, network, latents, batchSize, learningRate, beta, seed, engine, noise },
});

/** What undo and redo keep of the state, and how they restore it. */
export const history = {
  keep: (work: TrainLink & Partial<TrainWork>): TrainWork => ({
    ...linkOf(work),
    own: work.own,
  }),
  put: (state: TrainState, kept: TrainWork): TrainState =>
    possible({ ...state, ...kept, own: kept.own ?? state.own }),
};

export function reduceTrain(state: TrainState, event: TrainEvent): TrainState {
  switch (event.type) {
    case 'set':
      return possible({ ...state, ...event.change });
    case 'add': {
      const own = [...state.own, ...event.pictures].slice(0, mostOwn);
      return possible({ ...state, own, data: 'own' });
    }
    case 'remove':
      return { ...state, own: state.own.filter((_, i) => i !== event.at) };
    case 'remove-all':
      return { ...state, own: [] };
    case 'show':
      return { ...state, shown: event.step };
    case 'pace':
      return { ...state, pace: event.pace };
    case 'restore':
      return possible({
        ...state,
        ...event.link,
        own: event.own ?? state.own,
        shown: undefined,
      });
  }
}

/** Whether pictures have classes, which a conditional model needs. */
export const hasClasses = ({ data }: Pick<TrainLink, 'data'>): boolean => data !== 'own';

/** @returns the state with a model that can be trained on its pictures. */
const possible = (state: TrainState): TrainState =>
  state.family === 'cvae' && !hasClasses(state) ? { ...state, family: families[0] } : state;

/** @returns how many own pictures are missing before a training can begin. */
export const missingPictures = ({ data, own }: Pick<TrainState, 'data' | 'own'>): number =>
  data === 'own' ? Math.max(0, leastOwn - own.length) : 0;

/** Whether a training with other settings can go on with these: only what can be steered differs. */
export const isSameTraining = (a: TrainState, b: TrainState): boolean =>
  a.data === b.data &&
  (a.data !== 'own' || a.own === b.own) &&
  a.family === b.family &&
  a.network === b.network &&
  a.latents === b.latents &&
  a.batchSize === b.batchSize &&
  a.seed === b.seed &&
  a.engine === b.engine &&
  a.noise === b.noise;

/** Bytes of an own picture. */
const ownSize = pictureSide ** 2;

/** @returns the pictures one after the other. */
export function joined(pictures: OwnPictures): Uint8Array {
  const size = pictures[0]?.length ?? 0;
  const all = new Uint8Array(pictures.length * size);
  pictures.forEach((picture, i) => {
    all.set(picture, i * size);
  });
  return all;
}

/** @returns the pictures that were joined. */
export function separated(all: Uint8Array): OwnPictures {
  return Array.from({ length: Math.floor(all.length / ownSize) }, (_, i) =>
    all.slice(i * ownSize, (i + 1) * ownSize),
  );
}
