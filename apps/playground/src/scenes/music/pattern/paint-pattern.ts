/** Paints a pattern: one column for each step, one row for each drum or pitch. */
import { patternSteps } from '../../../worker/protocol/music';
import type { Pattern } from '../../../worker/protocol/music';
import type { Surface } from '../../../shared/hooks/use-canvas';
import type { Kind, Reach } from './kind';

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** @returns the colour of a row: each drum has its own colour, a melody has the colour of ink. */
export function rowColour(kind: Kind, { color }: Pick<Surface, 'color'>, row: number): string {
  return kind.name === 'beats' ? color(`--class-${row}`) : color('--ink');
}

/** @param gap the gap between two cells, in CSS pixels. */
export function paintPattern(
  surface: Pick<Surface, 'context' | 'color'>,
  kind: Kind,
  pattern: Pattern,
  box: Box,
  { lowest, highest }: Reach,
  gap = 0.6,
): void {
  const { context } = surface;
  const column = box.width / patternSteps;
  const row = box.height / (highest - lowest + 1);
  for (const { pitch, start, end } of kind.notesOf(pattern)) {
    if (pitch < lowest || pitch > highest) continue;
    context.fillStyle = rowColour(kind, surface, pitch);
    context.fillRect(
      box.left + start * column + gap / 2,
      box.top + (highest - pitch) * row + gap / 2,
      Math.max(1, (end - start) * column - gap),
      // Notes have a minimum height, so that they stay visible among many pitches.
      Math.max(2, row - gap),
    );
  }
}

/** Paints a light line at each bar and, where there is room, at each beat. */
export function paintBeats(
  { context, color }: Pick<Surface, 'context' | 'color'>,
  box: Box,
  every = 4,
): void {
  context.fillStyle = color('--line');
  for (let step = every; step < patternSteps; step += every) {
    const wide = step % 16 === 0 ? 1.5 : 0.75;
    context.fillRect(
      box.left + (step * box.width) / patternSteps - wide / 2,
      box.top,
      wide,
      box.height,
    );
  }
}
