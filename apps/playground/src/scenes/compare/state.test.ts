import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeLink, encodeLink } from './link';
import { defaultLink, initialState, isHolding, reduceCompare, toldOf } from './state';
import type { CompareLink } from './state';

const world = { items: 2000, classes: 10 };
const share = fc.integer({ min: -1000, max: 1000 }).map((thousandths) => thousandths / 1000);
const link: fc.Arbitrary<CompareLink> = fc.record({
  cursor: fc.record({ x: share, y: share }),
  told: fc.option(fc.nat(9), { nil: undefined }),
  item: fc.option(fc.nat(1999), { nil: undefined }),
});

describe('a link', () => {
  it('restores every state', () => {
    fc.assert(
      fc.property(link, (state) => {
        expect(decodeLink(encodeLink(state), world) ?? defaultLink).toEqual(state);
      }),
    );
  });

  it('that is garbage gives a state within the world', () => {
    const hostile = decodeLink('#at=9,-9&told=77&item=2000', world);
    expect(hostile).toEqual({ cursor: { x: 1, y: -1 }, told: undefined, item: undefined });
    expect(decodeLink('#at=x&told=-1&item=1e9', world)).toEqual(defaultLink);
    expect(decodeLink('', world)).toBeUndefined();
  });
});

describe('the scene', () => {
  const start = initialState(world);

  it('keeps the cursor within what the planes show, and lets go of a digit when it moves', () => {
    const holding = reduceCompare(start, { type: 'choose-item', index: 7 });
    expect(holding.item).toBe(7);
    const moved = reduceCompare(holding, { type: 'move', to: { x: 3, y: -0.25 } });
    expect(moved).toMatchObject({ cursor: { x: 1, y: -0.25 }, item: undefined });
    expect(reduceCompare(moved, { type: 'nudge', by: { x: -0.5, y: 0 } }).cursor.x).toBe(0.5);
  });

  it('shows what a hovering mouse is over, and keeps what is held up for when it leaves', () => {
    const holding = reduceCompare(start, { type: 'choose-item', index: 7 });
    const looking = reduceCompare(holding, { type: 'glance', at: { x: 0.5, y: 0.5 } });
    expect([isHolding(holding), isHolding(looking)]).toEqual([true, false]);
    expect(looking.item).toBe(7);
    expect(reduceCompare(looking, { type: 'glance', at: undefined })).toEqual(holding);
  });

  it('tells the class that a hand chose, else that of the digit, else a 3', () => {
    const labels = Uint8Array.of(5, 6, 7);
    expect(toldOf(start, labels)).toBe(3);
    const holding = reduceCompare(start, { type: 'choose-item', index: 1 });
    expect(toldOf(holding, labels)).toBe(6);
    expect(toldOf(holding, undefined)).toBe(3);
    const told = reduceCompare(holding, { type: 'told', label: 9 });
    expect(toldOf(told, labels)).toBe(9);
    // Another digit is told as it is again.
    expect(toldOf(reduceCompare(told, { type: 'choose-item', index: 2 }), labels)).toBe(7);
  });
});
