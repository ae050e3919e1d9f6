import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { factors } from '../../../worker/protocol/images';
import { partIds } from '../content/structure';
import { decodeLink, encodeLink } from './link';
import { defaultLink, gifts, initialState, ranges, reduceLesson, seedCount } from './state';
import type { LessonLink, LessonWorld, Range } from './state';

const world: LessonWorld = {
  items: 2000,
  plane: { centre: { x: 0.5, y: 0 }, extent: 3 },
  hands: { centre: { x: 0, y: 0 }, extent: 3 },
};

const onScale = ({ low, high, step }: Range) =>
  fc
    .integer({ min: Math.round(low / step), max: Math.round(high / step) })
    .map((n) => Math.round(n * step * 1000) / 1000 + 0);
const thousandths = (low: number, high: number) =>
  fc.integer({ min: low * 1000, max: high * 1000 }).map((n) => n / 1000 + 0);
const point = (low: number, high: number) =>
  fc.record({ x: thousandths(low, high), y: thousandths(-3, 3) });

const links: fc.Arbitrary<LessonLink> = fc.record({
  part: fc.option(fc.constantFrom(...partIds), { nil: undefined }),
  item: fc.nat(world.items - 1),
  latent: fc.option(point(-2, 3), { nil: undefined }),
  strength: onScale(ranges.strength),
  seed: fc.nat(seedCount - 1),
  factor: fc.constantFrom(...factors),
  draws: fc.nat(seedCount - 1),
  mean: onScale(ranges.mean),
  logVariance: onScale(ranges.logVariance),
  beta: onScale(ranges.beta),
  place: point(-2, 3),
  hand: point(-3, 3),
  colours: fc.boolean(),
  gift: fc.constantFrom(...gifts),
  mixture: onScale(ranges.mixture),
});

describe('a link of the Lesson', () => {
  it('holds the whole state', () => {
    fc.assert(
      fc.property(links, (link) => {
        expect(decodeLink(encodeLink(link), world) ?? defaultLink).toEqual(link);
      }),
    );
  });

  it('is a state that the reducer accepts unchanged', () => {
    fc.assert(
      fc.property(links, (link) => {
        const state = reduceLesson(initialState(world), { type: 'restore', link });
        expect(encodeLink(state)).toBe(encodeLink(link));
      }),
    );
  });

  it('is empty for the defaults', () => {
    expect(encodeLink(defaultLink)).toBe('');
  });

  it('gives the defaults for garbage', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const garbage = `#part=${text}&item=9999&latent=x&beta=NaN&factor=3&given=${text}1&at=1`;
        expect(decodeLink(garbage, world)).toEqual({
          ...defaultLink,
          part: partIds.find(
            (id) => text.startsWith(id) && new URLSearchParams(`p=${text}`).get('p') === id,
          ),
        });
      }),
    );
  });

  it('clamps what is out of range', () => {
    expect(decodeLink('#mean=99&lnvar=-99&beta=999&at=50,-50', world)).toEqual({
      ...defaultLink,
      mean: 3,
      logVariance: -5,
      beta: 8,
      place: { x: 3.5, y: -3 },
    });
  });
});
