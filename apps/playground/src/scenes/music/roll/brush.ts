/**
 * Edits a corner's cells with a pointer, from its press to its release. Over drums it paints: all cells that it passes
 * become like the first. In a melody it sets a note and lengthens it. A press on a note without movement removes the
 * note.
 */
import { clamp } from '../../../shared/geometry/geometry';
import { patternSteps } from '../../../worker/protocol/music';
import type { Pattern } from '../../../worker/protocol/music';
import type { Kind } from '../pattern/kind';
import type { Cell } from './layout';

export interface Brush {
  /** The pattern so far. */
  readonly pattern: Pattern;
  /** The row of the cell that was set last, whose note is to be played; undefined if none was set. */
  readonly set: number | undefined;
  readonly move: (to: Cell) => Brush;
  /** @returns the pattern after the release. */
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
      // A fast pointer skips cells along a row.
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
      // Each movement starts from the pattern at the press, so that moving back restores the notes that gave way.
      const led = kind.stretch(base, start, row, clamp(to.step + 1, start + 1, patternSteps));
      return drawn(led, () => led, undefined);
    },
  });
  if (there === undefined) return drawn(base, () => base, row);
  return drawn(base, () => kind.toggle(base, step, row), undefined);
}
