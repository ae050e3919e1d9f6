/** Pieces one after the other. */
import { InvalidArgumentError } from '@speil/api';
import type { Note, NoteSequence } from '../theory/note-sequence.js';
import { stepsPerQuarterOf } from '../theory/quantized.js';

/**
 * Each piece begins where the one before it ends. Quantised pieces give a quantised one, of their steps alone; others are joined
 * by their seconds. Tempo, metre and all else are the first's.
 *
 * @param pieces at least one; all quantised to the same steps, or none quantised.
 * @throws InvalidArgumentError.
 */
export function joined(pieces: readonly NoteSequence[]): NoteSequence {
  const [first] = pieces;
  if (first === undefined) {
    throw new InvalidArgumentError('There must be at least one piece to join. Received: none.');
  }
  const gridOf = (piece: NoteSequence): number =>
    piece.quantizationInfo?.stepsPerQuarter ? stepsPerQuarterOf(piece) : 0;
  const grid = gridOf(first);
  if (pieces.some((piece) => gridOf(piece) !== grid)) {
    throw new InvalidArgumentError(
      `All pieces must be of one grid to be joined. Received: ${pieces.map(gridOf).join(', ')} steps a quarter (0: not quantised).`,
    );
  }
  const notes: Note[] = [];
  let end = 0;
  for (const piece of pieces) {
    for (const note of piece.notes ?? [])
      notes.push(grid > 0 ? later(note, end) : after(note, end));
    end += (grid > 0 ? piece.totalQuantizedSteps : piece.totalTime) ?? 0;
  }
  const { totalTime: _time, totalQuantizedSteps: _steps, ...rest } = first;
  return { ...rest, notes, ...(grid > 0 ? { totalQuantizedSteps: end } : { totalTime: end }) };
}

/** Steps count; seconds of another place would contradict them. */
function later({ startTime: _s, endTime: _e, ...note }: Note, steps: number): Note {
  return {
    ...note,
    quantizedStartStep: (note.quantizedStartStep ?? 0) + steps,
    quantizedEndStep: (note.quantizedEndStep ?? 0) + steps,
  };
}

function after(note: Note, seconds: number): Note {
  return {
    ...note,
    startTime: Math.max(0, (note.startTime ?? 0) + seconds),
    endTime: Math.max(0, (note.endTime ?? 0) + seconds),
  };
}
