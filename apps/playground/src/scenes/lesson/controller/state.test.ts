import { describe, expect, it } from 'vitest';
import { defaultLink, history, initialState, reduceLesson, seedCount } from './state';
import type { LessonLink, LessonState } from './state';

const square = { centre: { x: 0, y: 0 }, extent: 3 };
const initial = initialState({ items: 2000, plane: square, hands: square });
const set = (state: LessonState, change: Partial<LessonLink>): LessonState =>
  reduceLesson(state, { type: 'set', change });

describe('the state of the Lesson', () => {
  it('forgets a latent that was chosen by hand when another digit is chosen', () => {
    const moved = set(initial, { latent: { x: 1, y: 1 } });
    expect(moved.latent).toEqual({ x: 1, y: 1 });
    expect(set(moved, { item: 3 }).latent).toBeUndefined();
    expect(set(moved, { strength: 20 }).latent).toBe(moved.latent);
  });

  it('keeps points on their planes and numbers on their scales', () => {
    const far = set(initial, { place: { x: 9, y: -9 }, hand: { x: -9, y: 0.00049 }, beta: 1.23 });
    expect(far.place).toEqual({ x: 3, y: -3 });
    expect(far.hand).toEqual({ x: -3, y: 0 });
    expect(far.beta).toBe(1.2);
    expect(set(initial, { seed: seedCount }).seed).toBe(0);
  });

  it('does not replace points that have not changed, so that nothing is asked again', () => {
    const next = set(initial, { beta: 2 });
    expect(next.place).toBe(initial.place);
    expect(next.hand).toBe(initial.hand);
  });

  it('undoes choices, but not the part that is read', () => {
    const read = set(set(initial, { part: 'plane' }), { strength: 10 });
    expect(history.put(read, history.keep(defaultLink))).toEqual({ ...initial, part: 'plane' });
  });
});
