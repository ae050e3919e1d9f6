/**
 * The state of the Explore scene, as a pure function of its events. It holds everything that a link restores. The
 * model's answers (pictures, posteriors) are not part of it, since they follow from it.
 */
import { lerp } from '@speil/core';
import {
  clamp,
  clampPoint,
  distance,
  roundPoint,
  roundTo,
} from '../../../shared/geometry/geometry';
import type { Point, Square } from '../../../shared/geometry/geometry';
import { noInput, withInk } from '../../../shared/pad/input-picture';
import type { MaybeInput, InputPicture, PenEvent } from '../../../shared/pad/input-picture';
import type { ShownModel } from '../../../shared/own-model/link';

export const speeds = [0.5, 1, 2] as const;
export type Speed = (typeof speeds)[number];

/** One end of the journey: A or B. */
export type End = 'from' | 'to';

export interface Travel {
  readonly from: Point;
  readonly to: Point;
  /** 0 to 1 on the way from A to B, 1 to 2 on the way back. */
  readonly phase: number;
  readonly speed: Speed;
  readonly playing: boolean;
}

export interface Layers {
  readonly grid: boolean;
  readonly items: boolean;
}

/** Everything that a link holds. */
export interface LinkState {
  readonly cursor: Point;
  readonly layers: Layers;
  /** Classes whose items are not shown, ascending. */
  readonly hidden: readonly number[];
  readonly travel: Travel;
  /** The class that is given to a conditional model. */
  readonly condition: number;
  /** The encoder's input. */
  readonly drawing: MaybeInput;
}

/** What undo restores: what a person has set, drawn and hidden, without the cursor and the movements. */
export interface ExploreWork extends Pick<
  LinkState,
  'layers' | 'hidden' | 'condition' | 'drawing'
> {
  readonly from: Point;
  readonly to: Point;
  readonly speed: Speed;
}

export interface ExploreState extends LinkState {
  readonly world: World;
  /** Radians along the tour; null when there is no tour. */
  readonly tour: number | null;
  /** The point under a hovering mouse, which is shown instead of the cursor. The cursor and the link do not change. */
  readonly hover: Point | undefined;
}

/** The atlas's description of the plane: bounds for everything that is read from a link. */
export interface World extends Square {
  readonly model: ShownModel;
  readonly classes: number;
  readonly items: number;
}

export type ExploreEvent =
  | { readonly type: 'move'; readonly to: Point }
  | { readonly type: 'hover'; readonly at: Point | undefined }
  | { readonly type: 'nudge'; readonly by: Point }
  | { readonly type: 'tick'; readonly seconds: number }
  | { readonly type: 'tour'; readonly on: boolean }
  | { readonly type: 'play'; readonly on: boolean }
  | { readonly type: 'scrub'; readonly share: number }
  | { readonly type: 'speed'; readonly speed: Speed }
  | { readonly type: 'pin'; readonly end: End; readonly at: Point }
  | { readonly type: 'layer'; readonly layer: keyof Layers; readonly on: boolean }
  | { readonly type: 'class'; readonly label: number; readonly on: boolean }
  | { readonly type: 'condition'; readonly label: number }
  | PenEvent
  | { readonly type: 'choose'; readonly input: InputPicture }
  | { readonly type: 'clear-drawing' }
  | { readonly type: 'restore'; readonly link: LinkState };

/** Seconds from one end of a journey to the other at speed 1. */
const travelSeconds = 4;
/** Radians of the tour per second. One round takes about fifty seconds. */
const tourRate = 0.12;
/**
 * Where the tour and the page begin, in radians of the tour. The shipped plane has a clear digit there, but not at its
 * centre.
 */
export const tourStart = 2.3;

export function defaultLink(world: World): LinkState {
  const { centre, extent } = world;
  const reach = roundTo(extent * 0.4, 1000);
  return {
    cursor: roundPoint(tourPoint(tourStart, world)),
    layers: { grid: true, items: true },
    hidden: [],
    travel: {
      from: { x: centre.x - reach, y: centre.y },
      to: { x: centre.x + reach, y: centre.y },
      phase: 0,
      speed: 1,
      playing: false,
    },
    condition: 0,
    drawing: noInput,
  };
}

/** What undo and redo keep of the state, and how they restore it. */
export const history = {
  keep: (link: LinkState): ExploreWork => {
    const { layers, hidden, condition, drawing } = link;
    const { from, to, speed } = link.travel;
    return { layers, hidden, condition, drawing, from, to, speed };
  },
  put: (state: ExploreState, { from, to, speed, ...work }: ExploreWork): ExploreState => ({
    ...stand(state),
    ...work,
    travel: { ...state.travel, from, to, speed, playing: false },
  }),
};

export function initialState(world: World): ExploreState {
  return { ...defaultLink(world), world, tour: null, hover: undefined };
}

/** @returns the point that is shown: the hovered point if there is one, else the cursor. */
export function shownPlace({ hover, cursor }: ExploreState): Point {
  return hover ?? cursor;
}

/** @returns the state after an event. Any action of a person ends the tour and, if it moves the cursor, the journey. */
export function reduceExplore(state: ExploreState, event: ExploreEvent): ExploreState {
  switch (event.type) {
    case 'move':
      return at(stand(state), event.to);
    case 'hover':
      return { ...state, hover: event.at && roundPoint(clampPoint(event.at, state.world)) };
    case 'nudge':
      return at(stand(state), {
        x: state.cursor.x + event.by.x,
        y: state.cursor.y + event.by.y,
      });
    case 'tick':
      return tick(state, event.seconds);
    case 'tour':
      return event.on ? { ...stand(state), tour: state.tour ?? tourStart } : endTour(state);
    case 'play':
      return followTravel(endTour(state), { playing: event.on });
    case 'scrub':
      return followTravel(endTour(state), { playing: false, phase: clamp(event.share, 0, 1) });
    case 'speed':
      return { ...state, travel: { ...state.travel, speed: event.speed } };
    case 'pin': {
      const pinned = roundPoint(clampPoint(event.at, state.world));
      return { ...endTour(state), travel: { ...state.travel, [event.end]: pinned } };
    }
    case 'layer':
      return { ...state, layers: { ...state.layers, [event.layer]: event.on } };
    case 'class':
      return { ...state, hidden: withClass(state.hidden, event.label, event.on) };
    case 'condition':
      return { ...state, condition: event.label };
    case 'pen-down':
    case 'pen-move':
      return { ...stand(state), drawing: withInk(state.drawing, event) };
    case 'choose':
      return { ...stand(state), drawing: event.input };
    case 'clear-drawing':
      return { ...state, drawing: noInput };
    case 'restore':
      return { ...event.link, world: state.world, tour: null, hover: undefined };
  }
}

/** @returns how far the journey is from A to B, 0 to 1. */
export function shareOf({ phase }: Travel): number {
  return phase <= 1 ? phase : 2 - phase;
}

/** Whether the tour or the journey moves and needs ticks. Both pause while a mouse hovers. */
export function isMoving({ tour, travel, hover }: ExploreState): boolean {
  return (tour !== null || travel.playing) && hover === undefined;
}

/** Whether a person has used the journey. Until then its line is hidden. */
export function isTravelling({ travel, world }: ExploreState): boolean {
  const { from, to } = defaultLink(world).travel;
  const pinned = distance(travel.from, from) > 0 || distance(travel.to, to) > 0;
  return pinned || travel.playing || travel.phase > 0;
}

/** @returns a point of the tour, a closed curve through most of the plane. */
export function tourPoint(phase: number, { centre, extent }: Square): Point {
  return {
    x: centre.x + 0.56 * extent * Math.sin(2 * phase + 0.4),
    y: centre.y + 0.5 * extent * Math.sin(3 * phase),
  };
}

function tick(state: ExploreState, seconds: number): ExploreState {
  if (!isMoving(state)) return state;
  if (state.tour !== null) {
    const tour = (state.tour + seconds * tourRate) % (2 * Math.PI);
    return at({ ...state, tour }, tourPoint(tour, state.world));
  }
  const { phase, speed } = state.travel;
  return followTravel(state, { phase: (phase + (seconds * speed) / travelSeconds) % 2 });
}

/** Changes the journey, and moves the cursor to its new position. */
function followTravel(state: ExploreState, change: Partial<Travel>): ExploreState {
  const travel = { ...state.travel, ...change };
  travel.phase = roundTo(travel.phase, 10_000);
  const { from, to } = travel;
  const [x = 0, y = 0] = lerp(
    Float32Array.of(from.x, from.y),
    Float32Array.of(to.x, to.y),
    shareOf(travel),
  );
  return at({ ...state, travel }, { x, y });
}

function at(state: ExploreState, point: Point): ExploreState {
  const cursor = roundPoint(clampPoint(point, state.world));
  return { ...state, cursor, hover: undefined };
}

/** Stops the tour and the journey. */
function stand(state: ExploreState): ExploreState {
  return { ...state, tour: null, travel: { ...state.travel, playing: false } };
}

function endTour(state: ExploreState): ExploreState {
  return state.tour === null ? state : { ...state, tour: null };
}

function withClass(hidden: readonly number[], label: number, on: boolean): readonly number[] {
  const others = hidden.filter((other) => other !== label);
  return on ? others : [...others, label].sort((a, b) => a - b);
}
