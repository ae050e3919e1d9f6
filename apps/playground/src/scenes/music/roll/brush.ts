/**
 * What a pointer does to a corner's cells from its press to its release. Over drums it paints: all cells that it passes become
 * what the first one became. In a melody it sets a note and draws it out; a press on a note that goes nowhere takes the note away.
 */
import { clamp } from '../../../shared/geometry/geometry';
import { patternSteps } from '../../../worker/protocol/music';
import type { Pattern } from '../../../worker/protocol/music';
import type { Kind } from '../kind';
import type { Cell } from './layout';

export interface Brush {
  /** The pattern as it is now. */
  readonly pattern: Pattern;
  /** The row that was set last, to be playing. */
  readonly set: number | undefined;
  readonly move: (to: Cell) => Brush;
  /** The pattern once the pointer is up. */
  readonly lift: () => Pattern;
}

export function press(kind: Kind, pattern: Pattern, cell: Cell): Brush {
  return kind.name === 'beats' ? painting(kind, pattern, cell) : drawing(kind, pattern, cell);
}

function isSet(kind: Kind, pattern: Pattern, { step, row }: Cell): boolean {
  return kind
    .notesOf(pattern)
    .some(({ pitch, start, end }) => pitch === row && start <= step && step < end);
}

function painting(kind: Kind, before: Pattern, first: Cell): Brush {
  const on = !isSet(kind, before, first);
  const at = (pattern: Pattern, last: Cell, set: number | undefined): Brush => ({
    pattern,
    set,
    lift: () => pattern,
    move(to) {
      // A quick pointer leaves cells out on its way along a row.
      const [low, high] = [Math.min(last.step, to.step), Math.max(last.step, to.step)];
      let painted = pattern;
      for (let step = low; step <= high; step++) {
        const cell = { step: to.row === last.row ? step : to.step, row: to.row };
        if (isSet(kind, painted, cell) !== on) painted = kind.toggle(painted, cell.step, cell.row);
      }
      return at(painted, to, on && painted !== pattern ? to.row : undefined);
    },
  });
  return at(kind.toggle(before, first.step, first.row), first, on ? first.row : undefined);
}

function drawing(kind: Kind, before: Pattern, { step, row }: Cell): Brush {
  const there = kind
    .notesOf(before)
    .find((note) => note.pitch === row && note.start <= step && step < note.end);
  const start = there?.start ?? step;
  const base = there === undefined ? kind.toggle(before, step, row) : before;
  const drawn = (pattern: Pattern, lift: () => Pattern, set: number | undefined): Brush => ({
    pattern,
    set,
    lift,
    move(to) {
      if (to.step === step && pattern === base) return drawn(pattern, lift, undefined);
      // Of what was there at the press: what was pushed away on the way comes back.
      const led = kind.stretch(base, start, row, clamp(to.step + 1, start + 1, patternSteps));
      return drawn(led, () => led, undefined);
    },
  });
  if (there === undefined) return drawn(base, () => base, row);
  return drawn(base, () => kind.toggle(base, step, row), undefined);
}
