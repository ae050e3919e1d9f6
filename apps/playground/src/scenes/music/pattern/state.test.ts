import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distance } from '../../../shared/geometry/geometry';
import {
  cellAt,
  cornerPlace,
  defaultLink,
  history,
  initialState,
  isTravelling,
  maxPathPoints,
  middleOf,
  reduceMusic,
} from './state';
import type { MusicEvent, MusicState, MusicWorld } from './state';
import { cornerSharesAt } from './corner-shares';

const world: MusicWorld = { kind: 'beats', examples: ['funk', 'hiphop', 'jazz', 'rock', 'soul'] };
const opening = initialState(world);
const play = (...events: readonly MusicEvent[]): MusicState => events.reduce(reduceMusic, opening);

it('opens with the preferred examples in the corners, or else with the first four', () => {
  const examples = opening.corners.map((corner) =>
    corner.kind === 'example' ? world.examples[corner.index] : undefined,
  );
  expect(examples).toEqual(['funk', 'hiphop', 'rock', 'soul']);
  const others = defaultLink({ kind: 'melodies', examples: ['a', 'b', 'c', 'd'] });
  expect(others.corners).toEqual([0, 1, 2, 3].map((index) => ({ kind: 'example', index })));
});

describe('the puck', () => {
  it('cannot leave the pad', () => {
    expect(play({ type: 'move', to: { x: 4, y: -9 } }).puck).toEqual({ x: 1, y: -1 });
    expect(play({ type: 'nudge', by: { x: -3, y: 0 } }).puck).toEqual({ x: -1, y: 0 });
  });

  it('is on the tile with the nearest centre', () => {
    fc.assert(
      fc.property(fc.nat(4), fc.nat(4), (column, row) => {
        expect(cellAt(middleOf(column, row))).toEqual({ column, row });
      }),
    );
    expect(cellAt({ x: -1, y: 1 })).toEqual({ column: 0, row: 0 });
    expect(cellAt({ x: 1, y: -1 })).toEqual({ column: 4, row: 4 });
  });

  it('has the corner shares of its tile', () => {
    expect(cornerSharesAt({ x: -1, y: 1 })).toEqual([1, 0, 0, 0]);
    expect(cornerSharesAt({ x: 0, y: 0 })).toEqual([0.25, 0.25, 0.25, 0.25]);
    expect(cornerSharesAt({ x: 0.9, y: -0.9 })).toEqual([0, 0, 0, 1]);
  });

  it('leaves its path when a person moves it, and the path is kept', () => {
    const drawn = play(
      ...pathOf([
        { x: 0, y: 0 },
        { x: 0.5, y: 0 },
      ]),
    );
    expect(isTravelling(drawn)).toBe(true);
    for (const event of [
      { type: 'move', to: { x: 0.2, y: 0.2 } },
      { type: 'nudge', by: { x: 0, y: 0.4 } },
    ] as const) {
      const moved = reduceMusic(drawn, event);
      expect(isTravelling(moved)).toBe(false);
      expect(moved.path).toEqual(drawn.path);
      expect(isTravelling(reduceMusic(moved, { type: 'along', on: true }))).toBe(true);
    }
  });
});

/** The events of a pen that is pressed, moved and released. */
function pathOf([first, ...rest]: readonly { x: number; y: number }[]): readonly MusicEvent[] {
  return [
    { type: 'drawing', on: true },
    { type: 'path-begin', at: first! },
    ...rest.map((at): MusicEvent => ({ type: 'path-on', at })),
    { type: 'path-end' },
  ];
}

describe('a path', () => {
  const short = [
    { x: 0, y: 0 },
    { x: 0.5, y: 0 },
  ];

  it('is kept after a press without movement, and drawing ends after a stroke', () => {
    const drawn = play(...pathOf(short));
    expect(drawn).toMatchObject({ path: short, drawing: false });
    const pressed = [
      { type: 'drawing', on: true },
      { type: 'path-begin', at: { x: -0.5, y: 0.5 } },
      { type: 'path-on', at: { x: -0.49, y: 0.5 } },
      { type: 'path-end' },
    ] as const;
    const after = pressed.reduce<MusicState>(reduceMusic, drawn);
    expect(after).toMatchObject({ path: short, drawing: true, along: true });
  });

  it('that is too long for a link is simplified, not cut off', () => {
    // A spiral of four turns.
    const spiral = Array.from({ length: 500 }, (_, i) => {
      const angle = (i / 500) * 8 * Math.PI;
      return { x: (i / 500) * Math.cos(angle), y: (i / 500) * Math.sin(angle) };
    });
    const drawn = play(...pathOf(spiral));
    expect(drawn.path.length).toBeLessThanOrEqual(maxPathPoints);
    expect(drawn.path.length).toBeGreaterThan(30);
    expect(distance(drawn.path.at(-1)!, spiral.at(-1)!)).toBeLessThan(0.04);
  });
});

it('an attribute of amount 0 is removed', () => {
  const more = play({ type: 'amount', name: 'density', amount: 0.5 });
  expect(more.amounts).toEqual({ density: 0.5 });
  expect(reduceMusic(more, { type: 'amount', name: 'density', amount: 0 }).amounts).toEqual({});
});

describe('what undo restores', () => {
  const sample = (state: MusicState, seed: number): MusicState =>
    reduceMusic(state, { type: 'corner', at: 1, corner: { kind: 'sample', seed } });

  it('includes the corners, the path and the sliders, but not the puck or the model', () => {
    const before = history.keep(opening);
    const changed = [
      { type: 'set', change: { tempo: 90, model: 'https://a.example/b' } },
      { type: 'amount', name: 'density', amount: 0.5 },
      { type: 'move', to: { x: 1, y: 1 } },
    ] as const satisfies readonly MusicEvent[];
    const state = changed.reduce<MusicState>(reduceMusic, sample(opening, 7));
    const back = history.put(state, before);
    expect(back).toMatchObject({ corners: opening.corners, tempo: opening.tempo, amounts: {} });
    expect(back).toMatchObject({ puck: { x: 1, y: 1 }, model: 'https://a.example/b' });
  });

  it('is part of a link', () => {
    const { puck: _puck, model: _model, ...link } = defaultLink(world);
    expect(Object.keys(history.keep(opening)).sort()).toEqual(Object.keys(link).sort());
  });
});

describe('a corner that plays alone', () => {
  it('plays until a person moves the puck or draws a path', () => {
    const solo = play({ type: 'solo', corner: 2 });
    expect(solo.solo).toBe(2);
    expect(reduceMusic(solo, { type: 'move', to: solo.puck }).solo).toBeUndefined();
    expect(
      play(
        { type: 'solo', corner: 2 },
        ...pathOf([
          { x: 0, y: 0 },
          { x: 1, y: 0 },
        ]),
      ).solo,
    ).toBe(undefined);
  });
});

it('the tile of each corner is at that corner', () => {
  expect([0, 1, 2, 3].map((at) => cellAt(cornerPlace(at)))).toEqual([
    { column: 0, row: 0 },
    { column: 4, row: 0 },
    { column: 0, row: 4 },
    { column: 4, row: 4 },
  ]);
});

it('a change of the volume unmutes', () => {
  const quiet = play({ type: 'mute', muted: true }, { type: 'volume', volume: 0.3 });
  expect(quiet).toMatchObject({ volume: 0.3, muted: false });
});
