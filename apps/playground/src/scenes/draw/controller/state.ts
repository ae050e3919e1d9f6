/**
 * The state of the Draw scene, as a pure function of its events. It holds everything that a link restores. The
 * networks' answers are not part of it, since they follow from it.
 */
import { factors, networks, noises, sceneCount } from '../../../worker/protocol/images';
import type {
  ColourPicture,
  ColourTask,
  Factor,
  Network,
  Noise,
} from '../../../worker/protocol/images';
import { clamp, roundTo } from '../../../shared/geometry/geometry';
import { withInk } from '../../../shared/pad/input-picture';
import type { InputPicture, PenEvent } from '../../../shared/pad/input-picture';

/** What an enlargement is compared with. */
export const befores = ['small', 'usual', 'original'] as const;
export type Before = (typeof befores)[number];

/** What the output of a colour network is compared with. */
export const colourBefores = ['input', 'usual', 'original'] as const;
export type ColourBefore = (typeof colourBefores)[number];

/** Everything that a link holds. */
export interface DrawLink {
  /** The input picture. */
  readonly subject: InputPicture;
  readonly noise: Noise;
  /** The strength of the damage, 0 to 1, in hundredths. */ readonly strength: number;
  readonly seed: number;
  /** The network that restores the picture. */
  readonly network: Network;
  readonly factor: Factor;
  readonly before: Before;
  /** The position of the divider, 0 to 1, in hundredths. */
  readonly divider: number;
  /** The colour picture. A link holds the number of a scene, but not a person's own picture. */
  readonly colour: ColourPicture;
  readonly task: ColourTask;
  readonly colourBefore: ColourBefore;
  /** The position of the divider in the colour picture, 0 to 1, in hundredths. */
  readonly colourDivider: number;
}

export interface DrawState extends DrawLink {
  readonly world: DrawWorld;
}

export interface DrawWorld {
  /** Number of items in the atlas. */
  readonly items: number;
  /** The item that the page opens with. */
  readonly opening: number;
}

export type DrawEvent =
  | PenEvent
  | { readonly type: 'choose'; readonly input: InputPicture }
  | { readonly type: 'clear' }
  | { readonly type: 'noise'; readonly noise: Noise }
  | { readonly type: 'strength'; readonly strength: number }
  /** Draws the same kind of noise again. */
  | { readonly type: 'reseed' }
  | { readonly type: 'network'; readonly network: Network }
  | { readonly type: 'factor'; readonly factor: Factor }
  | { readonly type: 'before'; readonly before: Before }
  | { readonly type: 'divider'; readonly share: number }
  | { readonly type: 'colour'; readonly picture: ColourPicture }
  /** Replaces the colour picture by another scene. */
  | { readonly type: 'next-scene' }
  | { readonly type: 'task'; readonly task: ColourTask }
  | { readonly type: 'colour-before'; readonly before: ColourBefore }
  | { readonly type: 'colour-divider'; readonly share: number }
  | { readonly type: 'restore'; readonly link: DrawLink };

/** Number of seeds. They wrap around, so that they stay short in a link. */
export const seedCount = 10_000;

/** The scene that the page opens with. */
export const firstScene = 0;

export function defaultLink({ opening }: DrawWorld): DrawLink {
  return {
    subject: { kind: 'item', index: opening },
    noise: noises[0],
    // At full strength a person who does not know the digit sees only noise.
    strength: 0.6,
    seed: 0,
    network: networks[0],
    factor: factors[1],
    before: befores[0],
    divider: 0.5,
    colour: { kind: 'scene', index: firstScene },
    task: 'fourfold',
    colourBefore: 'input',
    colourDivider: 0.5,
  };
}

/** What undo restores: everything that a person has chosen, without the dividers. */
export type DrawWork = Omit<DrawLink, 'divider' | 'colourDivider'>;

/** What undo and redo keep of the state, and how they restore it. */
export const history = {
  keep: (link: DrawLink): DrawWork => {
    const { subject, noise, strength, seed, network, factor, before } = link;
    const { colour, task, colourBefore } = link;
    return {
      ...{ subject, noise, strength, seed, network, factor, before },
      ...{ colour, task, colourBefore },
    };
  },
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
    case 'reseed':
      return { ...state, seed: (state.seed + 1) % seedCount };
    case 'network':
      return { ...state, network: event.network };
    case 'factor':
      return { ...state, factor: event.factor };
    case 'before':
      return { ...state, before: event.before };
    case 'divider':
      return { ...state, divider: share(event.share) };
    case 'colour':
      return { ...state, colour: event.picture };
    case 'next-scene':
      return { ...state, colour: { kind: 'scene', index: nextScene(state.colour) } };
    case 'task':
      return { ...state, task: event.task };
    case 'colour-before':
      return { ...state, colourBefore: event.before };
    case 'colour-divider':
      return { ...state, colourDivider: share(event.share) };
    case 'restore':
      return { ...event.link, world: state.world };
  }
}

/** Whether the input is still the one that the page opens with. */
export function isOpening({ subject, world }: DrawState): boolean {
  return subject.kind === 'item' && subject.index === world.opening;
}

function nextScene(picture: ColourPicture): number {
  return picture.kind === 'scene' ? (picture.index + 1) % sceneCount : firstScene;
}

function share(value: number): number {
  return roundTo(clamp(value, 0, 1), 100);
}
