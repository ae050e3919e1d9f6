import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sceneCount } from '../../../worker/protocol/images';
import { initialState, isOpening, reduceDraw, seedCount } from './state';
import type { DrawEvent, DrawState } from './state';

const opening = initialState({ items: 2000, opening: 68 });
const after = (...events: DrawEvent[]): DrawState => events.reduce(reduceDraw, opening);

describe('the input picture', () => {
  it('is the page’s own digit until somebody draws, chooses or drops another picture', () => {
    expect(isOpening(opening)).toBe(true);
    expect(isOpening(after({ type: 'choose', input: { kind: 'item', index: 3 } }))).toBe(false);
    expect(isOpening(after({ type: 'pen-down', at: { x: 1, y: 1 } }))).toBe(false);
    expect(
      isOpening(after({ type: 'choose', input: { kind: 'pixels', pixels: new Uint8Array(784) } })),
    ).toBe(false);
  });

  it('becomes new ink when somebody draws, and further strokes extend the ink', () => {
    const drawn = after(
      { type: 'choose', input: { kind: 'item', index: 3 } },
      { type: 'pen-down', at: { x: 10, y: 10 } },
      { type: 'pen-move', at: { x: 50, y: 10 } },
      { type: 'pen-down', at: { x: 10, y: 90 } },
    );
    expect(drawn.subject).toEqual({
      kind: 'ink',
      strokes: [
        [
          { x: 10, y: 10 },
          { x: 50, y: 10 },
        ],
        [{ x: 10, y: 90 }],
      ],
    });
  });

  it('stays the same object after a movement that adds no ink', () => {
    const drawn = after({ type: 'pen-down', at: { x: 10, y: 10 } });
    expect(reduceDraw(drawn, { type: 'pen-move', at: { x: 11, y: 10 } })).toBe(drawn);
  });

  it('is the page’s own digit again once it is cleared, and nothing else changes', () => {
    const cleared = after(
      { type: 'strength', strength: 0.4 },
      { type: 'pen-down', at: { x: 10, y: 10 } },
      { type: 'clear' },
    );
    expect(isOpening(cleared)).toBe(true);
    expect(cleared.strength).toBe(0.4);
  });
});

describe('the damage', () => {
  it('has a strength from 0 to 1 in steps of a hundredth', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (strength) => {
        const state = after({ type: 'strength', strength });
        expect(state.strength).toBeGreaterThanOrEqual(0);
        expect(state.strength).toBeLessThanOrEqual(1);
        expect(Math.round(state.strength * 100) / 100).toBe(state.strength);
      }),
    );
  });

  it('is drawn again with the next seed, and seeds wrap around', () => {
    expect(after({ type: 'reseed' }, { type: 'reseed' }).seed).toBe(2);
    const last = { ...opening, seed: seedCount - 1 };
    expect(reduceDraw(last, { type: 'reseed' }).seed).toBe(0);
  });

  it('stays the same when the network changes', () => {
    const { noise, strength, seed, subject } = after(
      { type: 'noise', noise: 'maskBlocks' },
      { type: 'network', network: 'clothes' },
    );
    expect({ noise, strength, seed, subject }).toEqual({
      noise: 'maskBlocks',
      strength: opening.strength,
      seed: opening.seed,
      subject: opening.subject,
    });
  });
});

describe('the divider', () => {
  it('never leaves the plate', () => {
    expect(after({ type: 'colour-divider', share: 7 }).colourDivider).toBe(1);
    expect(after({ type: 'divider', share: -2 }).divider).toBe(0);
    expect(after({ type: 'divider', share: 2 }).divider).toBe(1);
    expect(after({ type: 'divider', share: 0.333 }).divider).toBe(0.33);
  });
});

describe('the colour picture', () => {
  it('is the next scene, from the last one the first, and the first after a picture of a file', () => {
    const scene = (index: number) => ({ kind: 'scene' as const, index });
    expect(after({ type: 'next-scene' }).colour).toEqual(scene(1));
    const last = { ...opening, colour: scene(sceneCount - 1) };
    expect(reduceDraw(last, { type: 'next-scene' }).colour).toEqual(scene(0));
    const picture = { kind: 'pixels' as const, pixels: new Uint8Array(64 * 64 * 3) };
    const own = after({ type: 'next-scene' }, { type: 'colour', picture });
    expect(own.colour).toBe(picture);
    expect(reduceDraw(own, { type: 'next-scene' }).colour).toEqual(scene(0));
  });
});

describe('a restored link', () => {
  it('keeps the bounds that the page knows', () => {
    const { world, ...link } = after({ type: 'reseed' });
    expect(reduceDraw(opening, { type: 'restore', link })).toEqual({ ...link, world });
  });
});
