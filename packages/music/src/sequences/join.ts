/** Joins pieces one after the other. */
import { InvalidArgumentError } from '@speil/api';
import type { Note, NoteSequence } from '../theory/note-sequence.js';
import { stepsPerQuarterOf } from '../theory/quantized.js';

/**
 * Each piece begins where the previous one ends. Quantised pieces are joined by their steps, and the result has no
 * times in seconds. Other pieces are joined by their times in seconds. Tempo, metre and everything else come from the
 * first piece.
 *
 * @param pieces at least one piece. All must be quantised to the same steps, or none quantised.
 * @throws InvalidArgumentError.
 */
export function joinSequences(pieces: readonly NoteSequence[]): NoteSequence {
  const [first] = pieces;
  if (first === undefined) {
    throw new InvalidArgumentError('There must be at least one piece to join. Received: none.');
  }
  const gridOf = (piece: NoteSequence): number =>
    piece.quantizationInfo?.stepsPerQuarter ? stepsPerQuarterOf(piece) : 0;
  const grid = gridOf(first);
  if (pieces.some((piece) => gridOf(piece) !== grid)) {
    throw new InvalidArgumentError(
      `All pieces must have the same grid to be joined. Received: ${pieces.map(gridOf).join(', ')} steps per quarter (0: not quantised).`,
    );
  }
  const notes: Note[] = [];
  let end = 0;
  for (const piece of pieces) {
    for (const note of piece.notes ?? [])
      notes.push(grid > 0 ? shiftSteps(note, end) : shiftSeconds(note, end));
    end += (grid > 0 ? piece.totalQuantizedSteps : piece.totalTime) ?? 0;
  }
  const { totalTime: _time, totalQuantizedSteps: _steps, ...rest } = first;
  return { ...rest, notes, ...(grid > 0 ? { totalQuantizedSteps: end } : { totalTime: end }) };
}

/** Shifts a note by steps, and removes its times in seconds, which would contradict the steps. */
function shiftSteps({ startTime: _s, endTime: _e, ...note }: Note, steps: number): Note {
  return {
    ...note,
    quantizedStartStep: (note.quantizedStartStep ?? 0) + steps,
    quantizedEndStep: (note.quantizedEndStep ?? 0) + steps,
  };
}

function shiftSeconds(note: Note, seconds: number): Note {
  return {
    ...note,
    startTime: Math.max(0, (note.startTime ?? 0) + seconds),
    endTime: Math.max(0, (note.endTime ?? 0) + seconds),
  };
}
