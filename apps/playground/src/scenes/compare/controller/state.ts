/**
 * The state of the Compare scene, as a pure function of its events. It holds everything that a link restores. The
 * models' answers are not part of it, since they follow from it.
 */
import { clampPoint, roundPoint } from '../../../shared/geometry/geometry';
import type { Point } from '../../../shared/geometry/geometry';
import { noInput } from '../../../shared/pad/input-picture';
import type { MaybeInput, InputPicture } from '../../../shared/pad/input-picture';

/** Everything that a link holds. */
export interface CompareLink {
  /** The cursor, which all planes share: x and y from -1 to 1 across the shown part of a plane, with 0 in its centre. */
  readonly cursor: Point;
  /** The class chosen for the conditional model; undefined for the class of the input picture. */
  readonly condition: number | undefined;
  /**
   * The picture that every model encodes. While it is set, each plane shows its cursor at the point where its own model
   * encodes the picture.
   */
  readonly input: MaybeInput;
  /** Whether the input is put aside, so that the planes show the cursor instead. */
  readonly aside: boolean;
}

/** What undo restores: a person's choices, without the cursor. */
export type CompareWork = Omit<CompareLink, 'cursor'>;

export interface CompareState extends CompareLink {
  readonly world: CompareWorld;
  /**
   * The point under a hovering mouse. Every plane shows it instead of the cursor; the cursor and the input are
   * unchanged.
   */
  readonly hover: Point | undefined;
}

/** Bounds for everything that is read from a link. */
export interface CompareWorld {
  readonly items: number;
  readonly classes: number;
}

export type CompareEvent =
  | { readonly type: 'move'; readonly to: Point }
  | { readonly type: 'hover'; readonly at: Point | undefined }
  | { readonly type: 'nudge'; readonly by: Point }
  | { readonly type: 'condition'; readonly label: number }
  | { readonly type: 'choose'; readonly input: InputPicture }
  /** Shows again the input that was put aside. */
  | { readonly type: 'take-up' }
  | { readonly type: 'remove' }
  | { readonly type: 'restore'; readonly link: CompareLink };

/** The square that all planes show. */
export const whole = { centre: { x: 0, y: 0 }, extent: 1 } as const;

export const defaultLink: CompareLink = {
  cursor: { x: 0, y: 0 },
  condition: undefined,
  input: noInput,
  aside: false,
};

/** What undo and redo keep of the state, and how they restore it. */
export const history = {
  keep: ({ condition, input, aside }: CompareLink): CompareWork => ({ condition, input, aside }),
  put: (state: CompareState, work: CompareWork): CompareState => ({ ...state, ...work }),
};

/** Whether the input picture is shown: not while it is put aside, nor while a mouse hovers. */
export function hasInput({ input, aside, hover }: CompareState): boolean {
  return input.kind !== 'none' && !aside && hover === undefined;
}

/** The condition when the page opens. */
const firstCondition = 3;

/**
 * @param labels the labels of the items, once they are loaded.
 * @param guess the class guessed for a drawing, once it has been encoded.
 * @returns the class for the conditional model.
 */
export function resolveCondition(
  { condition, input }: CompareLink,
  labels: ArrayLike<number> | undefined,
  guess: number | undefined,
): number {
  const own = input.kind === 'item' ? labels?.[input.index] : guess;
  return condition ?? (input.kind === 'none' ? undefined : own) ?? firstCondition;
}

export function initialState(world: CompareWorld): CompareState {
  return { ...defaultLink, world, hover: undefined };
}

/** @returns the state after an event. Moving the cursor by hand puts the input aside, and does not discard it. */
export function reduceCompare(state: CompareState, event: CompareEvent): CompareState {
  switch (event.type) {
    case 'move':
      return at(state, event.to);
    case 'hover':
      return { ...state, hover: event.at && roundPoint(clampPoint(event.at, whole)) };
    case 'nudge':
      return at(state, { x: state.cursor.x + event.by.x, y: state.cursor.y + event.by.y });
    case 'condition':
      return { ...state, condition: event.label };
    case 'choose':
      return { ...state, input: event.input, aside: false, condition: undefined };
    case 'take-up':
      return { ...state, aside: false };
    case 'remove':
      return { ...state, input: noInput, aside: false };
    case 'restore':
      return { ...event.link, world: state.world, hover: undefined };
  }
}

function at(state: CompareState, point: Point): CompareState {
  const cursor = roundPoint(clampPoint(point, whole));
  return { ...state, cursor, aside: state.input.kind !== 'none', hover: undefined };
}
