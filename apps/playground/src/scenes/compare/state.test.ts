import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nothing } from '../../shared/pad/input-picture';
import type { Held } from '../../shared/pad/input-picture';
import { decodeLink, encodeLink } from './link';
import { defaultLink, initialState, isHolding, reduceCompare, toldOf } from './state';
import type { CompareLink } from './state';

const world = { items: 2000, classes: 10 };
const share = fc.integer({ min: -1000, max: 1000 }).map((thousandths) => thousandths / 1000);
const link: fc.Arbitrary<CompareLink> = fc.record({
  cursor: fc.record({ x: share, y: share }),
  told: fc.option(fc.nat(9), { nil: undefined }),
  held: fc.oneof(
    fc.constant(nothing),
    fc.nat(1999).map((index): Held => ({ kind: 'item', index })),
    fc.constant<Held>({
      kind: 'ink',
      strokes: [
        [
          { x: 9, y: 8 },
          { x: 200, y: 100 },
        ],
      ],
    }),
    fc.constant<Held>({ kind: 'pixels', pixels: new Uint8Array(784).fill(7) }),
  ),
  aside: fc.boolean(),
});

describe('a link', () => {
  it('restores every state', () => {
    fc.assert(
      fc.property(link, (state) => {
        const whole = { ...state, aside: state.aside && state.held.kind !== 'none' };
        expect(decodeLink(encodeLink(whole), world) ?? defaultLink).toEqual(whole);
      }),
    );
  });

  it('that is garbage gives a state within the world', () => {
    const hostile = decodeLink('#at=9,-9&told=77&item=2000', world);
    expect(hostile).toEqual({ ...defaultLink, cursor: { x: 1, y: -1 } });
    expect(decodeLink('#aside=1&ink=!!', world)).toEqual(defaultLink);
    expect(decodeLink('#at=x&told=-1&item=1e9', world)).toEqual(defaultLink);
    expect(decodeLink('', world)).toBeUndefined();
  });
});

describe('the scene', () => {
  const start = initialState(world);
  const seven = { kind: 'item', index: 7 } as const;

  it('keeps the cursor within what the planes show, and puts aside what is held up when it moves', () => {
    const holding = reduceCompare(start, { type: 'hold', held: seven });
    expect(holding.held).toBe(seven);
    const moved = reduceCompare(holding, { type: 'move', to: { x: 3, y: -0.25 } });
    expect(moved).toMatchObject({ cursor: { x: 1, y: -0.25 }, held: seven, aside: true });
    expect(reduceCompare(moved, { type: 'nudge', by: { x: -0.5, y: 0 } }).cursor.x).toBe(0.5);
    expect(isHolding(reduceCompare(moved, { type: 'take-up' }))).toBe(true);
    expect(reduceCompare(moved, { type: 'remove' })).toMatchObject({ held: nothing, aside: false });
  });

  it('shows what a hovering mouse is over, and keeps what is held up for when it leaves', () => {
    const holding = reduceCompare(start, { type: 'hold', held: { kind: 'item', index: 7 } });
    const looking = reduceCompare(holding, { type: 'glance', at: { x: 0.5, y: 0.5 } });
    expect([isHolding(holding), isHolding(looking)]).toEqual([true, false]);
    expect(looking.held).toEqual(seven);
    expect(reduceCompare(looking, { type: 'glance', at: undefined })).toEqual(holding);
  });

  it('tells the class that a hand chose, else that of the digit, else a 3', () => {
    const labels = Uint8Array.of(5, 6, 7);
    expect(toldOf(start, labels, undefined)).toBe(3);
    const holding = reduceCompare(start, { type: 'hold', held: { kind: 'item', index: 1 } });
    expect(toldOf(holding, labels, undefined)).toBe(6);
    expect(toldOf(holding, undefined, undefined)).toBe(3);
    const told = reduceCompare(holding, { type: 'told', label: 9 });
    expect(toldOf(told, labels, undefined)).toBe(9);
    // Nobody has said what a drawing is.
    const drawn = reduceCompare(start, {
      type: 'hold',
      held: { kind: 'pixels', pixels: new Uint8Array(784) },
    });
    expect([toldOf(drawn, labels, 4), toldOf(drawn, labels, undefined)]).toEqual([4, 3]);
    // Another digit is told as it is again.
    expect(
      toldOf(
        reduceCompare(told, { type: 'hold', held: { kind: 'item', index: 2 } }),
        labels,
        undefined,
      ),
    ).toBe(7);
  });
});
