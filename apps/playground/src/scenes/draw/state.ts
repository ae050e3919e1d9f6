/**
 * The draw scene as a pure function of what happened to it. Everything that a link restores is here; what the networks
 * answer is not, since it follows from this.
 */
import { factors, networks, noises, pictureSide } from '../../model/protocol';
import type { Factor, Network, Noise } from '../../model/protocol';
import { clamp, roundTo } from '../../scene/geometry';
import type { Point } from '../../scene/geometry';
import { addInk, beginStroke } from '../../scene/pad/strokes';
import type { Strokes } from '../../scene/pad/strokes';

/** What is held up. */
export type Subject =
  /** One of the atlas's real digits. */
  | { readonly kind: 'item'; readonly index: number }
  | { readonly kind: 'ink'; readonly strokes: Strokes }
  /** A picture from a file, 784 values. */
  | { readonly kind: 'pixels'; readonly pixels: Uint8Array };

/** What an enlargement is held against. */
export const befores = ['small', 'usual', 'original'] as const;
export type Before = (typeof befores)[number];

/** All that a link holds. */
export interface DrawLink {
  readonly subject: Subject;
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
  | { readonly type: 'pen-down' | 'pen-move'; readonly at: Point }
  | { readonly type: 'choose-item'; readonly index: number }
  | { readonly type: 'choose-pixels'; readonly pixels: Uint8Array }
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
/** Values of a picture. */
export const pixelCount = pictureSide ** 2;

export function defaultLink({ opening }: DrawWorld): DrawLink {
  return {
    subject: { kind: 'item', index: opening },
    noise: noises[0],
    strength: 1,
    seed: 0,
    network: networks[0],
    factor: factors[1],
    before: befores[0],
    divider: 0.5,
  };
}

export function initialState(world: DrawWorld): DrawState {
  return { ...defaultLink(world), world };
}

export function reduceDraw(state: DrawState, event: DrawEvent): DrawState {
  switch (event.type) {
    case 'pen-down':
      return ink(state, (strokes) => beginStroke(strokes, event.at));
    case 'pen-move':
      return ink(state, (strokes) => addInk(strokes, event.at));
    case 'choose-item':
      return { ...state, subject: { kind: 'item', index: event.index } };
    case 'choose-pixels':
      return { ...state, subject: { kind: 'pixels', pixels: event.pixels } };
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

function ink(state: DrawState, change: (strokes: Strokes) => Strokes): DrawState {
  const before = state.subject.kind === 'ink' ? state.subject.strokes : [];
  const strokes = change(before);
  return strokes === before ? state : { ...state, subject: { kind: 'ink', strokes } };
}
