import { describe, expect, it } from 'vitest';
import { leastOwn, mostOwn } from '../../../worker/protocol/train';
import {
  defaultLink,
  history,
  initialState,
  isSameTraining,
  missingPictures,
  reduceTrain,
} from './state';
import type { OwnPictures, TrainEvent, TrainState } from './state';

const after = (...events: readonly TrainEvent[]): TrainState =>
  events.reduce(reduceTrain, initialState);
const pictures = (count: number): OwnPictures =>
  Array.from({ length: count }, (_, i) => new Uint8Array([i % 256]));
const [a, b, c] = pictures(3) as [Uint8Array, Uint8Array, Uint8Array];

describe('own pictures', () => {
  it('are chosen when some are added, and at most as many are kept as a training takes', () => {
    expect(after({ type: 'add', pictures: [a] })).toMatchObject({ data: 'own', own: [a] });
    expect(after({ type: 'add', pictures: pictures(mostOwn + 9) }).own).toHaveLength(mostOwn);
  });

  it('are removed one at a time, or all', () => {
    const added = { type: 'add', pictures: [a, b, c] } as const;
    expect(after(added, { type: 'remove', at: 1 }).own).toEqual([a, c]);
    expect(after(added, { type: 'remove-all' }).own).toEqual([]);
  });

  it('have no classes: a conditional model gives way to a VAE', () => {
    const conditional = { type: 'set', change: { family: 'cvae' } } as const;
    expect(after(conditional, { type: 'add', pictures: [a] }).family).toBe('vae');
    expect(after({ type: 'set', change: { data: 'own' } }, conditional).family).toBe('vae');
    const link = { ...defaultLink, data: 'own', family: 'cvae' } as const;
    expect(after({ type: 'restore', link }).family).toBe('vae');
    expect(after(conditional).family).toBe('cvae');
  });

  it('stay when a link is opened, and undo brings removed ones back', () => {
    const state = after({ type: 'add', pictures: [a, b] });
    expect(reduceTrain(state, { type: 'restore', link: defaultLink }).own).toEqual([a, b]);
    const kept = history.keep(state);
    expect(history.put(reduceTrain(state, { type: 'remove-all' }), kept)).toEqual(state);
    expect(history.put(state, history.keep(defaultLink)).own).toEqual([a, b]);
  });

  it('begin another training when they change, but not while others are trained on', () => {
    const state = after({ type: 'add', pictures: [a, b] });
    const fewer = reduceTrain(state, { type: 'remove', at: 0 });
    expect(isSameTraining(state, fewer)).toBe(false);
    const digits = { data: 'mnist-10k' } as const;
    expect(isSameTraining({ ...state, ...digits }, { ...fewer, ...digits })).toBe(true);
  });

  it('are counted up to the least that a training needs', () => {
    expect(missingPictures({ data: 'own', own: [a, b, c] })).toBe(leastOwn - 3);
    expect(missingPictures({ data: 'own', own: pictures(leastOwn) })).toBe(0);
    expect(missingPictures({ data: 'mnist-10k', own: [] })).toBe(0);
  });
});
