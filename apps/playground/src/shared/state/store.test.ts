import { describe, expect, it } from 'vitest';
import { createStore, watch } from './store';

interface Pair {
  readonly a: number;
  readonly b: number;
}

describe('a store', () => {
  const create = () =>
    createStore<Pair, Partial<Pair>>((state, change) => ({ ...state, ...change }), { a: 0, b: 0 });

  it('notifies the listener of a slice only when that slice has changed', () => {
    const store = create();
    const notified: number[] = [];
    const stop = watch(
      store,
      ({ a }) => a,
      () => notified.push(store.get().a),
    );
    store.send({ b: 1 });
    store.send({ a: 1 });
    store.send({ a: 1, b: 2 });
    store.send({ a: 2 });
    expect(notified).toEqual([1, 2]);
    stop();
    store.send({ a: 3 });
    expect(notified).toEqual([1, 2]);
  });

  it('notifies nobody if the reducer returns the same state', () => {
    const store = createStore<number, number>((state, event) => Math.max(state, event), 2);
    let notified = 0;
    store.subscribe(() => notified++);
    store.send(1);
    expect(notified).toBe(0);
  });
});
