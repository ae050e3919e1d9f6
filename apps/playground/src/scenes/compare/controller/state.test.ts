import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noInput } from '../../../shared/pad/input-picture';
import type { MaybeInput } from '../../../shared/pad/input-picture';
import { decodeLink, encodeLink } from './link';
import { defaultLink, initialState, hasInput, reduceCompare, resolveCondition } from './state';
import type { CompareLink } from './state';

const world = { items: 2000, classes: 10 };
const share = fc.integer({ min: -1000, max: 1000 }).map((thousandths) => thousandths / 1000);
const link: fc.Arbitrary<CompareLink> = fc.record({
  cursor: fc.record({ x: share, y: share }),
  condition: fc.option(fc.nat(9), { nil: undefined }),
  input: fc.oneof(
    fc.constant(noInput),
    fc.nat(1999).map((index): MaybeInput => ({ kind: 'item', index })),
    fc.constant<MaybeInput>({
      kind: 'ink',
      strokes: [
        [
          { x: 9, y: 8 },
          { x: 200, y: 100 },
        ],
      ],
    }),
    fc.constant<MaybeInput>({ kind: 'pixels', pixels: new Uint8Array(784).fill(7) }),
  ),
  aside: fc.boolean(),
});

describe('a link', () => {
  it('restores every state', () => {
    fc.assert(
      fc.property(link, (state) => {
        const whole = { ...state, aside: state.aside && state.input.kind !== 'none' };
        expect(decodeLink(encodeLink(whole, 'site'), world) ?? defaultLink).toEqual(whole);
      }),
    );
  });

  it('with invalid parts gives a valid state', () => {
    const hostile = decodeLink('#at=9,-9&condition=77&item=2000', world);
    expect(hostile).toEqual({ ...defaultLink, cursor: { x: 1, y: -1 } });
    expect(decodeLink('#aside=1&ink=!!', world)).toEqual(defaultLink);
    expect(decodeLink('#at=x&condition=-1&item=1e9', world)).toEqual(defaultLink);
    expect(decodeLink('', world)).toBeUndefined();
  });
});

describe('the scene', () => {
  const start = initialState(world);
  const seven = { kind: 'item', index: 7 } as const;

  it('keeps the cursor on the planes, and puts the input picture aside when the cursor moves', () => {
    const holding = reduceCompare(start, { type: 'choose', input: seven });
    expect(holding.input).toBe(seven);
    const moved = reduceCompare(holding, { type: 'move', to: { x: 3, y: -0.25 } });
    expect(moved).toMatchObject({ cursor: { x: 1, y: -0.25 }, input: seven, aside: true });
    expect(reduceCompare(moved, { type: 'nudge', by: { x: -0.5, y: 0 } }).cursor.x).toBe(0.5);
    expect(hasInput(reduceCompare(moved, { type: 'take-up' }))).toBe(true);
    expect(reduceCompare(moved, { type: 'remove' })).toMatchObject({
      input: noInput,
      aside: false,
    });
  });

  it('shows the hovered point, and the input picture again once the mouse has left', () => {
    const holding = reduceCompare(start, { type: 'choose', input: { kind: 'item', index: 7 } });
    const looking = reduceCompare(holding, { type: 'hover', at: { x: 0.5, y: 0.5 } });
    expect([hasInput(holding), hasInput(looking)]).toEqual([true, false]);
    expect(looking.input).toEqual(seven);
    expect(reduceCompare(looking, { type: 'hover', at: undefined })).toEqual(holding);
  });

  it('conditions on the class that a person chose, else on the class of the digit, else on 3', () => {
    const labels = Uint8Array.of(5, 6, 7);
    expect(resolveCondition(start, labels, undefined)).toBe(3);
    const holding = reduceCompare(start, { type: 'choose', input: { kind: 'item', index: 1 } });
    expect(resolveCondition(holding, labels, undefined)).toBe(6);
    expect(resolveCondition(holding, undefined, undefined)).toBe(3);
    const condition = reduceCompare(holding, { type: 'condition', label: 9 });
    expect(resolveCondition(condition, labels, undefined)).toBe(9);
    // A drawing has no label.
    const drawn = reduceCompare(start, {
      type: 'choose',
      input: { kind: 'pixels', pixels: new Uint8Array(784) },
    });
    expect([
      resolveCondition(drawn, labels, 4),
      resolveCondition(drawn, labels, undefined),
    ]).toEqual([4, 3]);
    // Another digit sets the condition to its own class again.
    expect(
      resolveCondition(
        reduceCompare(condition, { type: 'choose', input: { kind: 'item', index: 2 } }),
        labels,
        undefined,
      ),
    ).toBe(7);
  });
});
