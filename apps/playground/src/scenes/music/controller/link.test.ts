import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelCounts, musicAttributes, musicKinds } from '../../../worker/protocol/music';
import type { MusicKind } from '../../../worker/protocol/music';
import { decodeLink, encodeLink } from './link';
import { scales } from '../pattern/scale';
import { barCounts, defaultLink, follows, limits, programs } from '../pattern/state';
import type { Corner, MusicLink } from '../pattern/state';

const examples = ['a', 'b', 'c', 'd', 'e'];

const hundredths = (low: number, high: number): fc.Arbitrary<number> =>
  fc.integer({ min: low * 100, max: high * 100 }).map((value) => value / 100 + 0);
const point = fc.record({ x: hundredths(-1, 1), y: hundredths(-1, 1) });

const linkOf = (kind: MusicKind): fc.Arbitrary<MusicLink> => {
  const corner: fc.Arbitrary<Corner> = fc.oneof(
    fc.nat(4).map((index): Corner => ({ kind: 'example', index })),
    fc.nat(99_999).map((seed): Corner => ({ kind: 'sample', seed })),
    fc
      .array(fc.nat(labelCounts[kind] - 1), { minLength: 32, maxLength: 32 })
      .chain((pattern) =>
        fc.constantFrom('notes', 'similar').map((kind): Corner => ({ kind, pattern })),
      ),
  );
  return fc.record({
    corners: fc.array(corner, { minLength: 4, maxLength: 4 }),
    puck: point,
    tempo: fc.integer({ min: limits.tempo[0], max: limits.tempo[1] }),
    swing: fc.integer({ min: 0, max: 60 }),
    temperature: hundredths(0, 1.5),
    seed: fc.nat(99_999),
    amounts: fc
      .array(fc.integer({ min: -10, max: 10 }), { minLength: 3, maxLength: 3 })
      .map((tenths) =>
        Object.fromEntries(
          musicAttributes[kind]
            .map((name, i) => [name, tenths[i]! / 10] as const)
            .filter(([, amount]) => amount !== 0),
        ),
      ),
    similarity: hundredths(0.5, 0.95),
    scale: fc.constantFrom(...scales),
    root: fc.nat(11),
    program: fc.constantFrom(...programs),
    path: fc.array(point, { maxLength: 64 }),
    along: fc.boolean(),
    follow: fc.constantFrom(...follows),
    bars: fc.constantFrom(...barCounts),
    model: fc.constantFrom('', 'https://models.example/drums', 'https://a.example/x&y=%20#z'),
  });
};

describe.each(musicKinds)('a link of %s', (kind) => {
  const world = { kind, examples };

  it('restores every state', () => {
    fc.assert(
      fc.property(linkOf(kind), (link) => {
        // A path of one point counts as no path, and without a path the puck cannot have left it.
        const whole = link.path.length < 2 ? { ...link, path: [], along: true } : link;
        expect(decodeLink(encodeLink(whole, world), world) ?? defaultLink(world)).toEqual(whole);
      }),
    );
  });

  it('with any invalid content gives a valid state', () => {
    const key = fc.constantFrom('a', 'b', 'at', 'tempo', 'heat', 'density', 'path', 'model');
    const parts = fc.array(fc.tuple(key, fc.string({ unit: 'binary', maxLength: 90 })));
    fc.assert(
      fc.property(parts, (pairs) => {
        const text = pairs.map(([name, value]) => `${name}=${value}`).join('&');
        const state = decodeLink(`#${text}`, world) ?? defaultLink(world);
        expect(state.corners).toHaveLength(4);
        expect(state.tempo).toBeGreaterThanOrEqual(limits.tempo[0]);
        expect(decodeLink(encodeLink(state, world), world) ?? defaultLink(world)).toEqual(state);
      }),
    );
  });
});

it('of the defaults is empty', () => {
  const world = { kind: 'beats', examples } as const;
  expect(encodeLink(defaultLink(world), world)).toBe('');
});

it.each([
  ['an example that does not exist', '#a=e5', {}],
  ['a label that no melody has', `#a=n${'_'.repeat(86)}`, {}],
  ['a model without https', '#model=http://x.example/', {}],
  ['a model that is a script', '#model=javascript:alert(1)', {}],
  ['a tempo beyond the slider', '#tempo=999', { tempo: 180 }],
  ['a path of half a point', '#path=AAAA', {}],
  ['a puck that has left a missing path', '#along=0', {}],
])('with %s is harmless', (_, text, expected) => {
  const world = { kind: 'melodies', examples } as const;
  expect(decodeLink(text, world)).toEqual({ ...defaultLink(world), ...expected });
});
