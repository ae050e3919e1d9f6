import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addInk, beginStroke } from '../../../shared/pad/strokes';
import type { Strokes } from '../../../shared/pad/strokes';
import type { MaybeInput } from '../../../shared/pad/input-picture';
import { clampPoint, roundPoint, roundTo } from '../../../shared/geometry/geometry';
import { decodeLink, encodeLink } from './link';
import { defaultLink, speeds } from './state';
import type { LinkState } from './state';

const world = {
  model: 'site',
  centre: { x: 0.5, y: 0 },
  extent: 4,
  classes: 10,
  items: 2000,
} as const;

const coordinate = fc.double({ min: -3.5, max: 4, noNaN: true });
const point = fc.record({ x: coordinate, y: coordinate }).map(roundPoint);
const padPoint = fc.record({ x: fc.nat(255), y: fc.nat(255) });
const ink: fc.Arbitrary<MaybeInput> = fc
  .array(fc.array(padPoint, { minLength: 1, maxLength: 30 }), { minLength: 1, maxLength: 6 })
  .map((strokes) => ({
    kind: 'ink',
    strokes: strokes.reduce<Strokes>(
      (done, [first, ...rest]) => rest.reduce(addInk, beginStroke(done, first!)),
      [],
    ),
  }));
const drawing = fc.oneof(
  fc.constant<MaybeInput>({ kind: 'none' }),
  fc.nat(1999).map((index): MaybeInput => ({ kind: 'item', index })),
  ink,
);
const link: fc.Arbitrary<LinkState> = fc.record({
  cursor: point,
  layers: fc.record({ grid: fc.boolean(), items: fc.boolean() }),
  hidden: fc.uniqueArray(fc.nat(9)).map((labels) => labels.sort((a, b) => a - b)),
  travel: fc.record({
    from: point,
    to: point,
    phase: fc.double({ min: 0, max: 1.9999, noNaN: true }).map((phase) => roundTo(phase, 10_000)),
    speed: fc.constantFrom(...speeds),
    playing: fc.boolean(),
  }),
  condition: fc.nat(9),
  drawing,
});

describe('a link', () => {
  it('restores every state', () => {
    fc.assert(
      fc.property(link, (state) => {
        const text = encodeLink(state, world);
        expect(decodeLink(text, world) ?? defaultLink(world)).toEqual(state);
      }),
    );
  });

  it('to a model of this device names it', () => {
    const own = { ...world, model: 'own' } as const;
    expect(encodeLink(defaultLink(own), own)).toBe('#model=own');
    expect(decodeLink('#model=own&at=1,1', own)).toEqual({
      ...defaultLink(own),
      cursor: { x: 1, y: 1 },
    });
  });

  it('of the defaults is empty', () => {
    expect(encodeLink(defaultLink(world), world)).toBe('');
  });

  it('with any invalid content gives a valid state', () => {
    const key = fc.constantFrom(
      'at',
      'a',
      'b',
      't',
      'speed',
      'play',
      'off',
      'hide',
      'condition',
      'item',
      'ink',
    );
    const parts = fc.array(fc.tuple(key, fc.string({ unit: 'binary', maxLength: 60 })));
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          parts.map((p) => p.map(([k, v]) => `${k}=${v}`).join('&')),
        ),
        (text) => {
          const state = decodeLink(`#${text}`, world) ?? defaultLink(world);
          for (const at of [state.cursor, state.travel.from, state.travel.to]) {
            expect(clampPoint(at, world)).toEqual(at);
          }
          expect(state.travel.phase).toBeGreaterThanOrEqual(0);
          expect(state.travel.phase).toBeLessThan(2);
          expect(speeds).toContain(state.travel.speed);
          // The state that was read can be written and read again.
          expect(decodeLink(encodeLink(state, world), world) ?? defaultLink(world)).toEqual(state);
        },
      ),
    );
  });

  it.each([
    ['a cursor beyond the plane', '#at=99,-99', { cursor: { x: 4.5, y: -4 } }],
    ['a cursor that is not a number', '#at=NaN,Infinity', {}],
    ['markup', '#at=<script>alert(1)</script>&item=<b>', {}],
    ['a digit that does not exist', '#item=2000', {}],
    ['classes that do not exist', '#hide=9931', { hidden: [1, 3, 9] }],
    ['ink cut short', '#ink=BQEC', {}],
    ['ink that is not base64', '#ink=%00%01', {}],
    ['an unknown layer', '#off=grid,moon', {}],
  ])('with %s is harmless', (_, text, expected) => {
    expect(decodeLink(text, world)).toEqual({ ...defaultLink(world), ...expected });
  });

  it('longer than 8 kB is not read', () => {
    expect(decodeLink(`#at=1,1&x=${'a'.repeat(9000)}`, world)).toBeUndefined();
  });
});
