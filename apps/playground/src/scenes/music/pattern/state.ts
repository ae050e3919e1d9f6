/**
 * The state of a scene of music and its events, without React, a clock or random numbers. The decoded grid and the
 * playing pattern follow from it and are kept elsewhere.
 */
import { gridSide } from '../../../worker/protocol/music';
import type { Amounts, MusicAttribute, MusicKind, Pattern } from '../../../worker/protocol/music';
import { clampPoint, distance, roundTo } from '../../../shared/geometry/geometry';
import type { Point, Square } from '../../../shared/geometry/geometry';
import { simplified } from '../../../shared/geometry/simplify';
import type { Scale } from './scale';

/** Top left, top right, bottom left, bottom right. */
export const cornerCount = 4;
export const cornerLetters = ['A', 'B', 'C', 'D'] as const;

/** The content of a corner. */
export type Corner =
  | { readonly kind: 'example'; readonly index: number }
  | { readonly kind: 'sample'; readonly seed: number }
  /** From a file or edited by hand (`notes`), or found as a variation (`similar`). */
  | { readonly kind: 'notes' | 'similar'; readonly pattern: Pattern };

/** The whole pad. A point's coordinates are -1 to 1 from its centre, to the right and up. */
export const whole: Square = { centre: { x: 0, y: 0 }, extent: 1 };

export const barCounts = [4, 8, 16] as const;
export type BarCount = (typeof barCounts)[number];

/** When a change becomes audible: at the next step, beat or bar. */
export const follows = ['step', 'beat', 'bar'] as const;
export type Follow = (typeof follows)[number];

/** General MIDI's programs, from 0: a piano, a guitar, an organ. */
export const programs = [0, 24, 16] as const;
export type Program = (typeof programs)[number];

export const limits = {
  /** Quarters per minute. */
  tempo: [60, 180],
  /** Hundredths of a sixteenth by which every second sixteenth is late. */
  swing: [0, 60],
  temperature: [0, 1.5],
  amount: [-1, 1],
  /**
   * Bounds of the similarity. Above them a variation is nearly always the same pattern; below them it can be any
   * pattern.
   */
  similarity: [0.5, 0.95],
  volume: [0, 1],
} as const;

/** Everything that a link restores. */
export interface MusicLink {
  readonly corners: readonly Corner[];
  readonly puck: Point;
  readonly tempo: number;
  readonly swing: number;
  /** 0 takes the most likely label at each step. */
  readonly temperature: number;
  /** The seed of the draws at a temperature. */
  readonly seed: number;
  readonly amounts: Amounts;
  /** How similar a variation is to the playing pattern. */
  readonly similarity: number;
  readonly scale: Scale;
  readonly root: number;
  readonly program: Program;
  /** The points of the puck's path; empty without a path. */
  readonly path: readonly Point[];
  /** Whether the puck follows its path. When a person moves the puck, it leaves the path, and the path is kept. */
  readonly along: boolean;
  readonly follow: Follow;
  /** Number of bars that the path takes in one direction. */
  readonly bars: BarCount;
  /** Address of a checkpoint; empty for the shipped one. */
  readonly model: string;
}

export interface MusicState extends MusicLink {
  /** `untouched` until a person starts or stops the sound. */
  readonly sound: 'untouched' | 'on' | 'off';
  /** Whether a drag draws a path. */
  readonly drawing: boolean;
  /** The path that is being drawn, while the pen is down. */
  readonly stroke: readonly Point[] | undefined;
  /** The corner that plays alone; undefined while the pad plays. */
  readonly solo: number | undefined;
  /** 0 to 1. Not part of a link. */
  readonly volume: number;
  readonly muted: boolean;
  /** The corner that is edited; undefined while the roll shows the playing pattern. */
  readonly open: number | undefined;
}

/** What undo restores: everything in a link except the puck and the model. */
export type MusicWork = Omit<MusicLink, 'puck' | 'model'>;

/** What undo and redo keep of the state, and how they restore it. */
export const history = {
  keep({ puck: _puck, model: _model, ...state }: MusicLink): MusicWork {
    // The keys are in a fixed order, and only those of a link.
    return Object.fromEntries(workKeys.map((key) => [key, state[key]])) as unknown as MusicWork;
  },
  put: (state: MusicState, work: MusicWork): MusicState => ({ ...state, ...work }),
};

export type MusicEvent =
  | { readonly type: 'move'; readonly to: Point }
  | { readonly type: 'nudge'; readonly by: Point }
  | { readonly type: 'corner'; readonly at: number; readonly corner: Corner }
  | { readonly type: 'volume'; readonly volume: number }
  | { readonly type: 'mute'; readonly muted: boolean }
  | { readonly type: 'set'; readonly change: Partial<Settings> }
  | { readonly type: 'amount'; readonly name: MusicAttribute; readonly amount: number }
  | { readonly type: 'sound'; readonly on: boolean }
  | { readonly type: 'drawing'; readonly on: boolean }
  | { readonly type: 'path-begin' | 'path-on'; readonly at: Point }
  | { readonly type: 'path-end' }
  | { readonly type: 'path-clear' }
  /** Puts the puck on its path, or takes it off. */
  | { readonly type: 'along'; readonly on: boolean }
  | { readonly type: 'solo'; readonly corner: number | undefined }
  | { readonly type: 'open'; readonly corner: number | undefined }
  | { readonly type: 'restore'; readonly link: MusicLink };

/** The settings of sliders and choices. */
export type Settings = Pick<
  MusicLink,
  | 'tempo'
  | 'swing'
  | 'temperature'
  | 'seed'
  | 'similarity'
  | 'scale'
  | 'root'
  | 'program'
  | 'bars'
  | 'follow'
  | 'model'
>;

/** Bounds for the values of a link. */
export interface MusicWorld {
  readonly kind: MusicKind;
  /** The names of the page's examples. */
  readonly examples: readonly string[];
}

/** The examples that the page opens with: they have good patterns between them. */
const openings: Readonly<Record<MusicKind, readonly string[]>> = {
  beats: ['funk', 'hiphop', 'rock', 'soul'],
  melodies: ['clara-mathilda-faisst', 'gabriel-faure', 'ludwig-van-beethoven', 'robert-schumann'],
};

export function defaultLink({ kind, examples }: MusicWorld): MusicLink {
  return {
    ...defaults,
    corners: openings[kind].map((name, i) => {
      const index = examples.indexOf(name);
      return { kind: 'example', index: index === -1 ? i : index };
    }),
  };
}

export const defaults: Omit<MusicLink, 'corners'> = {
  puck: { x: 0, y: 0 },
  tempo: 110,
  swing: 0,
  temperature: 0,
  seed: 1,
  amounts: {},
  similarity: 0.8,
  scale: 'free',
  root: 0,
  program: 0,
  path: [],
  along: true,
  bars: 8,
  follow: 'beat',
  model: '',
};

const workKeys = ['corners', ...Object.keys(defaults)].filter(
  (key) => key !== 'puck' && key !== 'model',
) as (keyof MusicWork)[];

export function initialState(world: MusicWorld): MusicState {
  return {
    ...defaultLink(world),
    sound: 'untouched',
    drawing: false,
    stroke: undefined,
    solo: undefined,
    volume: 1,
    muted: false,
    open: undefined,
  };
}

/** Upper bound on the points of a path in a link: a longer path is simplified. */
export const maxPathPoints = 64;
/** The least distance between two points of a stroke. */
const grain = 0.03;
/** Tolerance when a path is simplified: half of a hundredth, which is the precision of a link. */
const tolerance = 0.005;
/** Points of a stroke at which it is simplified while it is being drawn. */
const maxStrokePoints = 2000;

/** Rounds to a hundredth: half a pixel, and one byte in a link. */
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
      };
    case 'volume':
      // Moving the slider also unmutes.
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
      return { ...state, drawing: event.on, stroke: undefined };
    case 'path-begin':
      // A press without movement is not a path, and does not remove the path.
      return { ...state, stroke: [onPad(event.at)] };
    case 'path-on':
      return withStroke(state, onPad(event.at));
    case 'path-end':
      return withPath(state);
    case 'path-clear':
      return { ...state, path: [], along: true };
    case 'along':
      return { ...state, along: event.on, solo: undefined };
    case 'solo':
      return { ...state, solo: event.corner };
    case 'open':
      return { ...state, open: event.corner };
    case 'restore':
      return {
        ...state,
        ...event.link,
        ...{ open: undefined, drawing: false, stroke: undefined, solo: undefined },
      };
  }
}

/** Whether the puck follows its path. */
export function isTravelling({ path, along }: Pick<MusicLink, 'path' | 'along'>): boolean {
  return along && path.length > 1;
}

/** Moves the puck to where a person puts it. The puck leaves its path, which is kept, and the pad plays again. */
function movedTo(state: MusicState, to: Point): MusicState {
  const puck = onPad(to);
  const stands = puck.x === state.puck.x && puck.y === state.puck.y && !isTravelling(state);
  if (stands && state.solo === undefined) return state;
  return { ...state, puck, along: state.path.length === 0, solo: undefined };
}

function withStroke(state: MusicState, at: Point): MusicState {
  const { stroke } = state;
  const last = stroke?.at(-1);
  if (stroke === undefined || last === undefined || distance(last, at) < grain) return state;
  const before =
    stroke.length < maxStrokePoints ? stroke : simplified(stroke, maxStrokePoints / 2, tolerance);
  return { ...state, stroke: [...before, at], puck: at, solo: undefined };
}

/** Turns the finished stroke into the path. The next drag moves the puck again. */
function withPath(state: MusicState): MusicState {
  const { stroke } = state;
  if (stroke === undefined) return state;
  if (stroke.length < 2) return { ...state, stroke: undefined };
  const path = simplified(stroke, maxPathPoints, tolerance);
  return { ...state, path, along: true, stroke: undefined, drawing: false };
}

function withAmount(amounts: Amounts, name: MusicAttribute, amount: number): Amounts {
  const { [name]: _before, ...others } = amounts;
  return amount === 0 ? others : { ...others, [name]: amount };
}

/** @returns the grid's cell at a place, counted from the top left. */
export function cellAt({ x, y }: Point): { readonly column: number; readonly row: number } {
  const index = (share: number): number =>
    Math.min(gridSide - 1, Math.floor(((share + 1) / 2) * gridSide));
  return { column: index(x), row: index(-y) };
}

export function isSameCell(one: Point, other: Point): boolean {
  const [a, b] = [cellAt(one), cellAt(other)];
  return a.column === b.column && a.row === b.row;
}

/** @returns the centre of a corner's own tile. */
export function cornerPlace(at: number): Point {
  const far = gridSide - 1;
  return middleOf(at % 2 === 0 ? 0 : far, at < 2 ? 0 : far);
}

/** @returns the centre of a cell. */
export function middleOf(column: number, row: number): Point {
  const at = (index: number): number => ((index + 0.5) / gridSide) * 2 - 1;
  return { x: at(column), y: -at(row) };
}
