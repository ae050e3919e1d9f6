import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  colourTasks,
  factors,
  networks,
  noises,
  sceneCount,
} from '../../../worker/protocol/images';
import { addInk, beginStroke } from '../../../shared/pad/strokes';
import type { Strokes } from '../../../shared/pad/strokes';
import { decodeLink, encodeLink } from './link';
import { pixelCount } from '../../../shared/pad/input-picture';
import type { InputPicture } from '../../../shared/pad/input-picture';
import { befores, colourBefores, defaultLink } from './state';
import type { DrawLink } from './state';

const world = { items: 2000, opening: 68 };

const padPoint = fc.record({ x: fc.nat(255), y: fc.nat(255) });
const ink: fc.Arbitrary<InputPicture> = fc
  .array(fc.array(padPoint, { minLength: 1, maxLength: 30 }), { minLength: 1, maxLength: 6 })
  .map((strokes) => ({
    kind: 'ink',
    strokes: strokes.reduce<Strokes>(
      (done, [first, ...rest]) => rest.reduce(addInk, beginStroke(done, first!)),
      [],
    ),
  }));
const subject = fc.oneof(
  fc.nat(1999).map((index): InputPicture => ({ kind: 'item', index })),
  fc
    .uint8Array({ minLength: pixelCount, maxLength: pixelCount })
    .map((pixels): InputPicture => ({ kind: 'pixels', pixels })),
  ink,
);
const hundredths = fc.nat(100).map((percent) => percent / 100);
const link: fc.Arbitrary<DrawLink> = fc.record({
  subject,
  noise: fc.constantFrom(...noises),
  strength: hundredths,
  seed: fc.nat(9999),
  network: fc.constantFrom(...networks),
  factor: fc.constantFrom(...factors),
  before: fc.constantFrom(...befores),
  divider: hundredths,
  colour: fc.nat(sceneCount - 1).map((index) => ({ kind: 'scene' as const, index })),
  task: fc.constantFrom(...colourTasks),
  colourBefore: fc.constantFrom(...colourBefores),
  colourDivider: hundredths,
});

describe('a link', () => {
  it('to a model of this device hands the picture to it', () => {
    expect(decodeLink('#model=own', world)?.network).toBe('own');
    expect(decodeLink('#model=own&network=clothes', world)?.network).toBe('clothes');
  });

  it('restores every state', () => {
    fc.assert(
      fc.property(link, (state) => {
        expect(decodeLink(encodeLink(state, world), world) ?? defaultLink(world)).toEqual(state);
      }),
    );
  });

  it('of the defaults is empty', () => {
    expect(encodeLink(defaultLink(world), world)).toBe('');
  });

  it('does not hold a person’s own colour picture', () => {
    const pixels = new Uint8Array(64 * 64 * 3).fill(9);
    const own: DrawLink = { ...defaultLink(world), colour: { kind: 'pixels', pixels } };
    expect(encodeLink(own, world)).toBe('');
  });

  it('with any invalid content gives a valid state', () => {
    const key = fc.constantFrom(
      ...['item', 'ink', 'pixels', 'noise', 'strength', 'seed', 'network', 'factor', 'divider'],
    );
    const parts = fc.array(fc.tuple(key, fc.string({ unit: 'binary', maxLength: 60 })));
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          parts.map((pairs) => pairs.map(([name, value]) => `${name}=${value}`).join('&')),
        ),
        (text) => {
          const state = decodeLink(`#${text}`, world) ?? defaultLink(world);
          expect(noises).toContain(state.noise);
          expect(state.strength).toBeLessThanOrEqual(1);
          expect(decodeLink(encodeLink(state, world), world) ?? defaultLink(world)).toEqual(state);
        },
      ),
    );
  });

  it.each([
    ['a digit that does not exist', '#item=2000', {}],
    ['damage that is too strong', '#strength=101', {}],
    ['an unknown kind of damage', '#noise=constructor', {}],
    ['a picture with too few pixels', '#pixels=AAAA', {}],
    ['a picture that is not base64', '#pixels=%00%01', {}],
    ['markup', '#noise=<script>&factor=<b>', {}],
    ['a scene that does not exist', `#scene=${sceneCount}&task=magic`, {}],
    ['a factor in words', '#factor=two&seed=7', { seed: 7 }],
  ])('with %s is harmless', (_, text, expected) => {
    expect(decodeLink(text, world)).toEqual({ ...defaultLink(world), ...expected });
  });
});
