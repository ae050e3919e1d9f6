/**
 * The compare scene as a pure function of what happened to it. Everything that a link restores is here; what the models
 * answer is not, since it follows from this.
 */
import { clampPoint, roundPoint } from '../../shared/geometry/geometry';
import type { Point } from '../../shared/geometry/geometry';
import { nothing } from '../../shared/pad/input-picture';
import type { Held, HeldPicture } from '../../shared/pad/input-picture';

/** All that a link holds. */
export interface CompareLink {
  /** One place in all planes: -1 to 1 from the middle of what each shows. */
  readonly cursor: Point;
  /** The class that the conditional model is told by hand; else it is told that of the held-up digit. */
  readonly told: number | undefined;
  /** What is held up: each plane then has a place of its own for it. */
  readonly held: Held;
  /** What was held up waits, and the planes show what the cursor is on. */
  readonly aside: boolean;
}

/** What a person has chosen, without where the cursor stands. */
export type CompareWork = Omit<CompareLink, 'cursor'>;

export interface CompareState extends CompareLink {
  readonly world: CompareWorld;
  /** Where a mouse hovers, in all planes: what is there is shown as long as it does, and nothing is let go of. */
  readonly glance: Point | undefined;
}

/** Bounds for everything that comes from outside. */
export interface CompareWorld {
  readonly items: number;
  readonly classes: number;
}

export type CompareEvent =
  | { readonly type: 'move'; readonly to: Point }
  | { readonly type: 'glance'; readonly at: Point | undefined }
  | { readonly type: 'nudge'; readonly by: Point }
  | { readonly type: 'told'; readonly label: number }
  | { readonly type: 'hold'; readonly held: HeldPicture }
  /** What was put aside is held up again. */
  | { readonly type: 'take-up' }
  | { readonly type: 'remove' }
  | { readonly type: 'restore'; readonly link: CompareLink };

/** What all planes show. */
export const whole = { centre: { x: 0, y: 0 }, extent: 1 } as const;

export const defaultLink: CompareLink = {
  cursor: { x: 0, y: 0 },
  told: undefined,
  held: nothing,
  aside: false,
};

/** For undo and redo. */
export const history = {
  keep: ({ told, held, aside }: CompareLink): CompareWork => ({ told, held, aside }),
  put: (state: CompareState, work: CompareWork): CompareState => ({ ...state, ...work }),
};

/** Whether what is held up is what is shown: a mouse that looks around shows something else meanwhile. */
export function isHolding({ held, aside, glance }: CompareState): boolean {
  return held.kind !== 'none' && !aside && glance === undefined;
}

/** What is told where nothing else says. */
const toldAtFirst = 3;

/**
 * The class that the conditional model is told.
 *
 * @param labels of the items, once they are known. @param guess what a drawing was taken for, once it has been placed.
 */
export function toldOf(
  { told, held }: CompareLink,
  labels: ArrayLike<number> | undefined,
  guess: number | undefined,
): number {
  const own = held.kind === 'item' ? labels?.[held.index] : guess;
  return told ?? (held.kind === 'none' ? undefined : own) ?? toldAtFirst;
}

export function initialState(world: CompareWorld): CompareState {
  return { ...defaultLink, world, glance: undefined };
}

/** The state after an event. A cursor that is moved by hand puts aside what is held up; nothing is lost by it. */
export function reduceCompare(state: CompareState, event: CompareEvent): CompareState {
  switch (event.type) {
    case 'move':
      return at(state, event.to);
    case 'glance':
      return { ...state, glance: event.at && roundPoint(clampPoint(event.at, whole)) };
    case 'nudge':
      return at(state, { x: state.cursor.x + event.by.x, y: state.cursor.y + event.by.y });
    case 'told':
      return { ...state, told: event.label };
    case 'hold':
      return { ...state, held: event.held, aside: false, told: undefined };
    case 'take-up':
      return { ...state, aside: false };
    case 'remove':
      return { ...state, held: nothing, aside: false };
    case 'restore':
      return { ...event.link, world: state.world, glance: undefined };
  }
}

function at(state: CompareState, point: Point): CompareState {
  const cursor = roundPoint(clampPoint(point, whole));
  return { ...state, cursor, aside: state.held.kind !== 'none', glance: undefined };
}
