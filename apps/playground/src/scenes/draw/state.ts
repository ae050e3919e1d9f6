/**
 * The draw scene as a pure function of what happened to it. Everything that a link restores is here; what the networks
 * answer is not, since it follows from this.
 */
import { factors, networks, noises } from '../../worker/protocol/images';
import type { Factor, Network, Noise } from '../../worker/protocol/images';
import { clamp, roundTo } from '../../shared/geometry/geometry';
import { withInk } from '../../shared/pad/input-picture';
import type { InputPicture, PenEvent } from '../../shared/pad/input-picture';

/** What an enlargement is input against. */
export const befores = ['small', 'usual', 'original'] as const;
export type Before = (typeof befores)[number];

/** All that a link holds. */
export interface DrawLink {
  /** What is input up. */
  readonly subject: InputPicture;
  readonly noise: Noise;
  /** 0 to 1, in hundredths. */
  readonly strength: number;
  readonly seed: number;
  /** Who mends it. */
  readonly network: Network;
  readonly factor: Factor;
  readonly before: Before;
  /** Where the divider stands, 0 to 1, in hundredths. */
  readonly divider: number;
}

export interface DrawState extends DrawLink {
  readonly world: DrawWorld;
}

export interface DrawWorld {
  /** Items of the atlas. */
  readonly items: number;
  /** The one that the page opens with. */
  readonly opening: number;
}

export type DrawEvent =
  | PenEvent
  | { readonly type: 'choose'; readonly input: InputPicture }
  | { readonly type: 'clear' }
  | { readonly type: 'noise'; readonly noise: Noise }
  | { readonly type: 'strength'; readonly strength: number }
  /** The same kind of noise, drawn anew. */
  | { readonly type: 'anew' }
  | { readonly type: 'network'; readonly network: Network }
  | { readonly type: 'factor'; readonly factor: Factor }
  | { readonly type: 'before'; readonly before: Before }
  | { readonly type: 'divider'; readonly share: number }
  | { readonly type: 'restore'; readonly link: DrawLink };

/** Seeds go round: five digits in a link are enough. */
export const seedCount = 10_000;

export function defaultLink({ opening }: DrawWorld): DrawLink {
  return {
    subject: { kind: 'item', index: opening },
    noise: noises[0],
    // At most of what the network has practised, an eye that does not know the digit sees noise alone.
    strength: 0.6,
    seed: 0,
    network: networks[0],
    factor: factors[1],
    before: befores[0],
    divider: 0.5,
  };
}

/** What a person has made and set; where the divider stands is not. */
export type DrawWork = Omit<DrawLink, 'divider'>;

/** For undo and redo. */
export const history = {
  keep: ({ subject, noise, strength, seed, network, factor, before }: DrawLink): DrawWork => ({
    ...{ subject, noise, strength, seed },
    ...{ network, factor, before },
  }),
  put: (state: DrawState, work: DrawWork): DrawState => ({ ...state, ...work }),
};

export function initialState(world: DrawWorld): DrawState {
  return { ...defaultLink(world), world };
}

export function reduceDraw(state: DrawState, event: DrawEvent): DrawState {
  switch (event.type) {
    case 'pen-down':
    case 'pen-move': {
      const subject = withInk(state.subject, event);
      return subject === state.subject ? state : { ...state, subject };
    }
    case 'choose':
      return { ...state, subject: event.input };
    case 'clear':
      return { ...state, subject: defaultLink(state.world).subject };
    case 'noise':
      return { ...state, noise: event.noise };
    case 'strength':
      return { ...state, strength: share(event.strength) };
    case 'anew':
      return { ...state, seed: (state.seed + 1) % seedCount };
    case 'network':
      return { ...state, network: event.network };
    case 'factor':
      return { ...state, factor: event.factor };
    case 'before':
      return { ...state, before: event.before };
    case 'divider':
      return { ...state, divider: share(event.share) };
    case 'restore':
      return { ...event.link, world: state.world };
  }
}

/** True until somebody holds up something else. */
export function isOpening({ subject, world }: DrawState): boolean {
  return subject.kind === 'item' && subject.index === world.opening;
}

function share(value: number): number {
  return roundTo(clamp(value, 0, 1), 100);
}
