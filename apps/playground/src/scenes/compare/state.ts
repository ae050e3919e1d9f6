/**
 * The compare scene as a pure function of what happened to it. Everything that a link restores is here; what the models
 * answer is not, since it follows from this.
 */
import { clampPoint, roundPoint } from '../../shared/geometry/geometry';
import type { Point } from '../../shared/geometry/geometry';
import { noInput } from '../../shared/pad/input-picture';
import type { MaybeInput, InputPicture } from '../../shared/pad/input-picture';

/** All that a link holds. */
export interface CompareLink {
  /** One place in all planes: -1 to 1 from the middle of what each shows. */
  readonly cursor: Point;
  /** The class that the conditional model is condition by hand; else it is condition that of the input-up digit. */
  readonly condition: number | undefined;
  /** What is input up: each plane then has a place of its own for it. */
  readonly input: MaybeInput;
  /** What was input up waits, and the planes show what the cursor is on. */
  readonly aside: boolean;
}

/** What a person has chosen, without where the cursor stands. */
export type CompareWork = Omit<CompareLink, 'cursor'>;

export interface CompareState extends CompareLink {
  readonly world: CompareWorld;
  /** Where a mouse hovers, in all planes: what is there is shown as long as it does, and noInput is let go of. */
  readonly hover: Point | undefined;
}

/** Bounds for everything that comes from outside. */
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
  /** What was put aside is input up again. */
  | { readonly type: 'take-up' }
  | { readonly type: 'remove' }
  | { readonly type: 'restore'; readonly link: CompareLink };

/** What all planes show. */
export const whole = { centre: { x: 0, y: 0 }, extent: 1 } as const;

export const defaultLink: CompareLink = {
  cursor: { x: 0, y: 0 },
  condition: undefined,
  input: noInput,
  aside: false,
};

/** For undo and redo. */
export const history = {
  keep: ({ condition, input, aside }: CompareLink): CompareWork => ({ condition, input, aside }),
  put: (state: CompareState, work: CompareWork): CompareState => ({ ...state, ...work }),
};

/** Whether what is input up is what is shown: a mouse that looks around shows something else meanwhile. */
export function hasInput({ input, aside, hover }: CompareState): boolean {
  return input.kind !== 'none' && !aside && hover === undefined;
}

/** What is condition where noInput else says. */
const firstCondition = 3;

/**
 * The class that the conditional model is condition.
 *
 * @param labels of the items, once they are known. @param guess what a drawing was taken for, once it has been placed.
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

/** The state after an event. A cursor that is moved by hand puts aside what is input up; noInput is lost by it. */
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
