/**
 * Undo and redo for all scenes: a store that remembers the undoable part of its state before each step. All changes
 * from the start of one gesture to the start of the next are one step, so that the drag of a slider or a whole stroke
 * is undone at once.
 */
import { createStore } from './store';
import type { Store } from './store';

/** Upper bound on the steps that can be undone. */
const mostSteps = 100;

export interface HistoryOptions<State, Kept> {
  /**
   * @returns the undoable part of the state. It is compared property by property, and undo restores it. What a person
   *   looks at is not part of it.
   */
  readonly keep: (state: State) => Kept;
  /** @returns the state with the undoable part replaced. */
  readonly put: (state: State, kept: Kept) => State;
}

export interface Timeline<State, Kept> {
  readonly now: State;
  /** The steps to undo, the newest last. */
  readonly past: readonly Kept[];
  /** The steps to redo, the next one first. */
  readonly future: readonly Kept[];
  /** Whether the next change belongs to the last step. */
  readonly goesOn: boolean;
}

export type Travel = 'undo' | 'redo';

export interface Undoable<State, Event, Kept = unknown> extends Store<State, Event> {
  readonly timeline: () => Timeline<State, Kept>;
  readonly travel: (way: Travel) => void;
  /** Begins a gesture: the next change is a new step. */
  readonly settle: () => void;
  /** Replaces the remembered steps. Default: no steps. */
  readonly remember: (steps?: Pick<Timeline<State, Kept>, 'past' | 'future'>) => void;
}

export function createUndoable<State, Event, Kept extends object>(
  reduce: (state: State, event: Event) => State,
  initial: State,
  options: HistoryOptions<State, Kept>,
): Undoable<State, Event, Kept> {
  type Line = Timeline<State, Kept>;
  const store = createStore<Line, (line: Line) => Line>((line, change) => change(line), {
    now: initial,
    past: [],
    future: [],
    goesOn: false,
  });
  return {
    get: () => store.get().now,
    send(event) {
      store.send((line) => stepped(line, reduce(line.now, event), options));
    },
    subscribe: store.subscribe,
    timeline: store.get,
    travel(way) {
      store.send((line) => travelled(line, way, options));
    },
    settle() {
      if (store.get().goesOn) store.send((line) => ({ ...line, goesOn: false }));
    },
    remember(steps = { past: [], future: [] }) {
      store.send((line) => ({ ...line, ...steps, goesOn: false }));
    },
  };
}

/** @returns the timeline after a change of the state. */
function stepped<State, Kept extends object>(
  line: Timeline<State, Kept>,
  now: State,
  { keep }: HistoryOptions<State, Kept>,
): Timeline<State, Kept> {
  if (now === line.now) return line;
  const before = keep(line.now);
  if (same(before, keep(now))) return { ...line, now };
  const past = line.goesOn ? line.past : [...line.past, before].slice(-mostSteps);
  return { now, past, future: [], goesOn: true };
}

function travelled<State, Kept extends object>(
  line: Timeline<State, Kept>,
  way: Travel,
  { keep, put }: HistoryOptions<State, Kept>,
): Timeline<State, Kept> {
  const { now, past, future } = line;
  const to = way === 'undo' ? past.at(-1) : future[0];
  if (to === undefined) return line;
  const here = keep(now);
  return {
    now: put(now, to),
    past: way === 'undo' ? past.slice(0, -1) : [...past, here],
    future: way === 'undo' ? [here, ...future] : future.slice(1),
    goesOn: false,
  };
}

function same(one: object, other: object): boolean {
  const [a, b] = [Object.entries(one), Object.entries(other)];
  return a.every(([key, value], i) => b[i]![0] === key && Object.is(value, b[i]![1]));
}
