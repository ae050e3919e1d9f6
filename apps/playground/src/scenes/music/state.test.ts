import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cellAt,
  cornerPlace,
  defaultLink,
  initialState,
  maxPathPoints,
  middleOf,
  reduceMusic,
} from './state';
import type { MusicEvent } from './state';
import { weightsAt } from './weights';

const play = (...events: readonly MusicEvent[]) => events.reduce(reduceMusic, initialState);

describe('the puck', () => {
  it('stays on the pad', () => {
    expect(play({ type: 'move', to: { x: 4, y: -9 } }).puck).toEqual({ x: 1, y: -1 });
    expect(play({ type: 'nudge', by: { x: -3, y: 0 } }).puck).toEqual({ x: -1, y: 0 });
  });

  it('is on the tile whose middle is nearest', () => {
    fc.assert(
      fc.property(fc.nat(4), fc.nat(4), (column, row) => {
        expect(cellAt(middleOf(column, row))).toEqual({ column, row });
      }),
    );
    expect(cellAt({ x: -1, y: 1 })).toEqual({ column: 0, row: 0 });
    expect(cellAt({ x: 1, y: -1 })).toEqual({ column: 4, row: 4 });
  });

  it('holds as much of each corner as its tile', () => {
    expect(weightsAt({ x: -1, y: 1 })).toEqual([1, 0, 0, 0]);
    expect(weightsAt({ x: 0, y: 0 })).toEqual([0.25, 0.25, 0.25, 0.25]);
    expect(weightsAt({ x: 0.9, y: -0.9 })).toEqual([0, 0, 0, 1]);
  });

  it('leaves its path when a hand moves it', () => {
    const drawn = play(
      { type: 'path-begin', at: { x: 0, y: 0 } },
      { type: 'path-on', at: { x: 0.5, y: 0 } },
    );
    expect(drawn.path).toHaveLength(2);
    expect(reduceMusic(drawn, { type: 'move', to: drawn.puck }).path).toEqual([]);
  });
});

it('a path has no more points than a link holds, and none beside another', () => {
  const ons = Array.from({ length: 500 }, (_, i): MusicEvent => {
    const at = { x: Math.sin(i / 3), y: Math.cos(i / 5) };
    return { type: 'path-on', at };
  });
  expect(play({ type: 'path-begin', at: { x: 0, y: 0 } }, ...ons).path).toHaveLength(maxPathPoints);
  const still: MusicEvent = { type: 'path-on', at: { x: 0.01, y: 0 } };
  expect(play({ type: 'path-begin', at: { x: 0, y: 0 } }, still).path).toHaveLength(1);
});

it('an attribute at nothing is no attribute', () => {
  const more = play({ type: 'amount', name: 'density', amount: 0.5 });
  expect(more.amounts).toEqual({ density: 0.5 });
  expect(reduceMusic(more, { type: 'amount', name: 'density', amount: 0 }).amounts).toEqual({});
});

describe('a change of a corner', () => {
  const sample = (at: number, seed: number): MusicEvent => ({
    type: 'corner',
    at,
    corner: { kind: 'sample', seed },
  });

  it('is taken back step by step, and the puck stays', () => {
    const changed = play(sample(1, 7), sample(1, 8), { type: 'move', to: { x: 1, y: 1 } });
    const back = reduceMusic(changed, { type: 'undo' });
    expect(back.corners[1]).toEqual({ kind: 'sample', seed: 7 });
    expect(back.puck).toEqual({ x: 1, y: 1 });
    const first = reduceMusic(back, { type: 'undo' });
    expect(first.corners).toEqual(initialState.corners);
    expect(reduceMusic(first, { type: 'undo' }).corners).toEqual(initialState.corners);
  });

  it('is remembered for a while, and not over a link', () => {
    const many = Array.from({ length: 200 }, (_, seed) => sample(0, seed));
    expect(play(...many).past).toHaveLength(50);
    expect(play(...many, { type: 'restore', link: defaultLink }).past).toEqual([]);
  });
});

it('each corner has its tile at that corner', () => {
  expect([0, 1, 2, 3].map((at) => cellAt(cornerPlace(at)))).toEqual([
    { column: 0, row: 0 },
    { column: 4, row: 0 },
    { column: 0, row: 4 },
    { column: 4, row: 4 },
  ]);
});

it('a volume that is moved is heard', () => {
  const quiet = play({ type: 'mute', muted: true }, { type: 'volume', volume: 0.3 });
  expect(quiet).toMatchObject({ volume: 0.3, muted: false });
});
