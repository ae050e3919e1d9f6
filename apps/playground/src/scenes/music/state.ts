/**
 * The state of a scene of music and everything that can happen to it, without React, clock or randomness. What the model decodes,
 * and what of it sounds right now, follow from it and are kept elsewhere.
 */
import { gridSide } from '../../model/music-protocol';
import type { Amounts, MusicAttribute, Pattern } from '../../model/music-protocol';
import { clampPoint, distance, roundTo } from '../../scene/geometry';
import type { Point, Square } from '../../scene/geometry';
import type { Scale } from './scale';

/** Top left, top right, bottom left, bottom right. */
export const cornerCount = 4;
export const cornerLetters = ['A', 'B', 'C', 'D'] as const;

/** What stands in a corner. */
export type Corner =
  | { readonly kind: 'example'; readonly index: number }
  | { readonly kind: 'sample'; readonly seed: number }
  /** Of a file, or set by hand; or found beside what was heard. */
  | { readonly kind: 'notes' | 'like'; readonly pattern: Pattern };

/** The pad: -1 to 1 from its middle, to the right and up. */
export const whole: Square = { centre: { x: 0, y: 0 }, extent: 1 };

export const barCounts = [4, 8, 16] as const;
export type BarCount = (typeof barCounts)[number];

/** General MIDI's programs, from 0: a piano, a guitar, an organ. */
export const programs = [0, 24, 16] as const;
export type Program = (typeof programs)[number];

export const limits = {
  /** Quarters a minute. */
  tempo: [60, 180],
  /** Hundredths of a sixteenth by which every second one is late. */
  swing: [0, 60],
  temperature: [0, 1.5],
  amount: [-1, 1],
  /** Shares: nearer, it is nearly always the same; further, anything. */
  likeness: [0.5, 0.95],
  volume: [0, 1],
} as const;

/** All that a link restores. */
export interface MusicLink {
  readonly corners: readonly Corner[];
  readonly puck: Point;
  readonly tempo: number;
  readonly swing: number;
  /** 0 takes the likeliest at each step. */
  readonly temperature: number;
  /** Of the draws at a temperature. */
  readonly seed: number;
  readonly amounts: Amounts;
  /** How near to what is heard something like it is looked for. */
  readonly likeness: number;
  readonly scale: Scale;
  readonly root: number;
  readonly program: Program;
  /** Points that the puck travels along; empty where it stays where it is put. */
  readonly path: readonly Point[];
  /** Bars that the path takes. */
  readonly bars: BarCount;
  /** Address of a checkpoint; empty for the shipped one. */
  readonly model: string;
}

export interface MusicState extends MusicLink {
  /** `untouched` until a hand starts the sound or stops it. */
  readonly sound: 'untouched' | 'on' | 'off';
  /** Whether a drag draws a path. */
  readonly drawing: boolean;
  /** 0 to 1; it belongs to the room, not to the music. */
  readonly volume: number;
  readonly muted: boolean;
  /** The corner whose cells are edited; undefined while the roll shows what is heard. */
  readonly open: number | undefined;
  /** The corners as they were before each of their last changes, the newest last. */
  readonly past: readonly (readonly Corner[])[];
}

export type MusicEvent =
  | { readonly type: 'move'; readonly to: Point }
  | { readonly type: 'nudge'; readonly by: Point }
  | { readonly type: 'corner'; readonly at: number; readonly corner: Corner }
  /** The corners before their last change. */
  | { readonly type: 'undo' }
  | { readonly type: 'volume'; readonly volume: number }
  | { readonly type: 'mute'; readonly muted: boolean }
  | { readonly type: 'set'; readonly change: Partial<Settings> }
  | { readonly type: 'amount'; readonly name: MusicAttribute; readonly amount: number }
  | { readonly type: 'sound'; readonly on: boolean }
  | { readonly type: 'drawing'; readonly on: boolean }
  | { readonly type: 'path-begin' | 'path-on'; readonly at: Point }
  | { readonly type: 'path-clear' }
  | { readonly type: 'open'; readonly corner: number | undefined }
  | { readonly type: 'restore'; readonly link: MusicLink };

/** What sliders and choices set. */
export type Settings = Pick<
  MusicLink,
  | 'tempo'
  | 'swing'
  | 'temperature'
  | 'seed'
  | 'likeness'
  | 'scale'
  | 'root'
  | 'program'
  | 'bars'
  | 'model'
>;

export const defaultLink: MusicLink = {
  corners: Array.from({ length: cornerCount }, (_, index) => ({ kind: 'example', index })),
  puck: { x: 0, y: 0 },
  tempo: 110,
  swing: 0,
  temperature: 0,
  seed: 1,
  amounts: {},
  likeness: 0.8,
  scale: 'free',
  root: 0,
  program: 0,
  path: [],
  bars: 8,
  model: '',
};

export const initialState: MusicState = {
  ...defaultLink,
  sound: 'untouched',
  drawing: false,
  volume: 1,
  muted: false,
  open: undefined,
  past: [],
};

/** Points of a path at most, and how far two of them are apart at least. */
export const maxPathPoints = 64;
const grain = 0.08;
/** Changes of corners that can be taken back. */
const maxPast = 50;

/** To a hundredth: half a pixel, and a byte in a link. */
export function onPad(point: Point): Point {
  const { x, y } = clampPoint(point, whole);
  return { x: roundTo(x, 100), y: roundTo(y, 100) };
}

export function reduceMusic(state: MusicState, event: MusicEvent): MusicState {
  switch (event.type) {
    case 'move':
      return movedTo(state, event.to);
    case 'nudge':
      return movedTo(state, { x: state.puck.x + event.by.x, y: state.puck.y + event.by.y });
    case 'corner':
      return {
        ...state,
        corners: state.corners.map((corner, i) => (i === event.at ? event.corner : corner)),
        past: [...state.past, state.corners].slice(-maxPast),
      };
    case 'undo':
      return {
        ...state,
        corners: state.past.at(-1) ?? state.corners,
        past: state.past.slice(0, -1),
      };
    case 'volume':
      // Whoever moves the slider wants to hear it.
      return { ...state, volume: event.volume, muted: false };
    case 'mute':
      return { ...state, muted: event.muted };
    case 'set':
      return { ...state, ...event.change };
    case 'amount':
      return { ...state, amounts: withAmount(state.amounts, event.name, event.amount) };
    case 'sound':
      return { ...state, sound: event.on ? 'on' : 'off' };
    case 'drawing':
      return { ...state, drawing: event.on };
    case 'path-begin':
      return { ...state, path: [onPad(event.at)], puck: onPad(event.at) };
    case 'path-on': {
      const at = onPad(event.at);
      const last = state.path.at(-1);
      const near = last !== undefined && distance(last, at) < grain;
      if (near || state.path.length >= maxPathPoints) return state;
      return { ...state, path: [...state.path, at], puck: at };
    }
    case 'path-clear':
      return { ...state, path: [], drawing: false };
    case 'open':
      return { ...state, open: event.corner };
    case 'restore':
      return { ...state, ...event.link, open: undefined, drawing: false, past: [] };
  }
}

/** A puck that a hand moves leaves its path. */
function movedTo(state: MusicState, to: Point): MusicState {
  const puck = onPad(to);
  if (puck.x === state.puck.x && puck.y === state.puck.y && state.path.length === 0) return state;
  return { ...state, puck, path: [] };
}

function withAmount(amounts: Amounts, name: MusicAttribute, amount: number): Amounts {
  const { [name]: _before, ...others } = amounts;
  return amount === 0 ? others : { ...others, [name]: amount };
}

/** The grid's cell at a place, counted from the top left. */
export function cellAt({ x, y }: Point): { readonly column: number; readonly row: number } {
  const index = (share: number): number =>
    Math.min(gridSide - 1, Math.floor(((share + 1) / 2) * gridSide));
  return { column: index(x), row: index(-y) };
}

/** Where a corner's own tile has its middle. */
export function cornerPlace(at: number): Point {
  const far = gridSide - 1;
  return middleOf(at % 2 === 0 ? 0 : far, at < 2 ? 0 : far);
}

/** Where a cell has its middle. */
export function middleOf(column: number, row: number): Point {
  const at = (index: number): number => ((index + 0.5) / gridSide) * 2 - 1;
  return { x: at(column), y: -at(row) };
}
