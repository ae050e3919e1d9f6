/**
 * A scene's state outside React: one pure reducer, and listeners that are called after each change. Canvases subscribe
 * and paint in their own animation frame. React reads slices through `useStoreValue`, so that few components render
 * during a drag.
 */
import { useSyncExternalStore } from 'react';

export interface Store<State, Event> {
  readonly get: () => State;
  readonly send: (event: Event) => void;
  /** @returns a function that unsubscribes. */
  readonly subscribe: (listener: () => void) => () => void;
}

export function createStore<State, Event>(
  reduce: (state: State, event: Event) => State,
  initial: State,
): Store<State, Event> {
  let state = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => state,
    send(event) {
      const next = reduce(state, event);
      if (next === state) return;
      state = next;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Calls the listener when a slice of the state changes. @returns a function that unsubscribes. */
export function watch<State, Event, Value>(
  store: Store<State, Event>,
  select: (state: State) => Value,
  listener: () => void,
): () => void {
  let before = select(store.get());
  return store.subscribe(() => {
    const now = select(store.get());
    if (Object.is(now, before)) return;
    before = now;
    listener();
  });
}

/**
 * @returns a slice of the state. `select` must return the same value for the same state: a primitive, or a part of the
 * state.
 */
export function useStoreValue<State, Value>(
  store: Pick<Store<State, never>, 'get' | 'subscribe'>,
  select: (state: State) => Value,
): Value {
  const read = (): Value => select(store.get());
  return useSyncExternalStore(store.subscribe, read, read);
}
