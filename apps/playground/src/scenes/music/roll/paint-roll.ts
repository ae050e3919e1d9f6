/**
 * Paints the large roll: rows with their names, bars and beats, notes, the playing column, and the cell of the
 * keyboard's cursor.
 */
import { barSteps, patternSteps } from '../../../worker/protocol/music';
import type { Pattern } from '../../../worker/protocol/music';
import type { Surface } from '../../../shared/hooks/use-canvas';
import type { Kind, Reach } from '../pattern/kind';
import { rowColour } from '../pattern/paint-pattern';
import { locateStep } from './layout';
import type { Cell, RollLayout } from './layout';

export interface RollPicture {
  readonly kind: Kind;
  readonly pattern: Pattern | undefined;
  readonly reach: Reach;
  readonly layout: RollLayout;
  readonly step: number | undefined;
  readonly cursor: Cell | undefined;
  readonly nameOf: (row: number) => string;
}

/** Pitch classes of the black keys. */
const black = new Set([1, 3, 6, 8, 10]);

export function paintRoll(surface: Surface, picture: RollPicture): void {
  const { context, color, width } = surface;
  const { kind, layout, reach, step } = picture;
  const { lines, left, column, rowHeight, lineHeight, rows } = layout;
  for (let line = 0; line < lines; line++) {
    const { y } = locateStep(layout, line * barSteps);
    context.fillStyle = color('--plate');
    context.fillRect(left, y, width - left, lineHeight);
    for (let row = 0; row < rows; row++) {
      const at = reach.highest - row;
      const top = y + row * rowHeight;
      if (kind.name === 'melodies' && black.has(at % 12)) {
        context.globalAlpha = 0.45;
        context.fillStyle = color('--line');
        context.fillRect(left, top, width - left, rowHeight);
        context.globalAlpha = 1;
      }
      if (kind.name === 'beats' && row > 0) {
        context.fillStyle = color('--paper');
        context.fillRect(left, top - 0.5, width - left, 1);
      }
    }
    paintNames(surface, picture, y);
  }
  paintColumns(surface, picture);
  if (step !== undefined) {
    const { x, y } = locateStep(layout, step);
    context.globalAlpha = 0.16;
    context.fillStyle = color('--ink');
    context.fillRect(x, y, column, lineHeight);
    context.globalAlpha = 1;
  }
  paintNotes(surface, picture);
  paintCursor(surface, picture);
}

function paintNames({ context, color }: Surface, picture: RollPicture, y: number): void {
  const { reach, layout, nameOf } = picture;
  context.font = "560 12px 'Schibsted Grotesk', Arial, sans-serif";
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  context.fillStyle = color('--soft');
  for (let row = 0; row < layout.rows; row++) {
    const name = nameOf(reach.highest - row);
    if (name !== '')
      context.fillText(name, layout.left - 8, y + (row + 0.5) * layout.rowHeight + 1);
  }
}

function paintColumns({ context, color }: Surface, { layout }: RollPicture): void {
  for (let step = 0; step < patternSteps; step += 4) {
    const { x, y } = locateStep(layout, step);
    const isBar = step % barSteps === 0;
    context.fillStyle = color(isBar ? '--soft' : '--line');
    context.fillRect(x - 0.5, y, 1, layout.lineHeight);
  }
}

function paintNotes(surface: Surface, picture: RollPicture): void {
  const { context, color } = surface;
  const { kind, pattern, layout, reach, step } = picture;
  const { column, rowHeight } = layout;
  const rim = Math.min(1.5, 0.2 * rowHeight);
  for (const { pitch, start, end } of pattern === undefined ? [] : kind.notesOf(pattern)) {
    const top = (reach.highest - pitch) * rowHeight;
    const sounds = step !== undefined && start <= step && step < end;
    // A note that reaches beyond the end of a line continues in the next one.
    for (let from = start; from < end;) {
      const lineEnd = layout.lines === 2 && from < barSteps ? barSteps : patternSteps;
      const to = Math.min(end, lineEnd);
      const { x, y } = locateStep(layout, from);
      context.fillStyle = rowColour(kind, surface, pitch);
      context.fillRect(x + 1.5, y + top + rim, (to - from) * column - 3, rowHeight - 2 * rim);
      if (sounds) {
        context.strokeStyle = color('--ink');
        context.lineWidth = 2;
        context.strokeRect(x + 0.5, y + top + 0.5, (to - from) * column - 1, rowHeight - 1);
      }
      from = to;
    }
  }
}

function paintCursor(surface: Surface, { cursor, layout, reach }: RollPicture): void {
  if (cursor === undefined) return;
  const { context, color, width, height } = surface;
  const { x, y } = locateStep(layout, cursor.step);
  const top = y + (reach.highest - cursor.row) * layout.rowHeight;
  // An outline of ink around one of paper is visible both on a note and beside it.
  for (const [colour, out, line] of [
    ['--paper', 0.5, 3],
    ['--ink', 2.5, 2],
  ] as const) {
    // The outline moves inside at the edges, so that it is not cut off.
    const [left, above] = [x - out, top - out].map((edge) => Math.max(edge, line / 2));
    const right = Math.min(x + layout.column + out, width - line / 2);
    const below = Math.min(top + layout.rowHeight + out, height - line / 2);
    context.strokeStyle = color(colour);
    context.lineWidth = line;
    context.strokeRect(left!, above!, right - left!, below - above!);
  }
}
