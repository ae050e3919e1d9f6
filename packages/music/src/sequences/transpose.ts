/** Transposes notes, keys and chords. */
import { InvalidArgumentError } from '@speil/api';
import type { NoteSequence } from '../theory/note-sequence.js';
import { transposeChord } from '../theory/spelling.js';
import { isChord } from '../theory/chord-changes.js';

/** How notes are transposed. */
export interface TransposeOptions {
  /** Whether notes that leave the range are refused or dropped. Default `refuse`. */
  readonly beyond?: 'refuse' | 'drop';
  /** Lowest pitch. Default 0. */
  readonly minPitch?: number;
  /** Highest pitch. Default 127. */
  readonly maxPitch?: number;
}

/**
 * The pitches of drums do not move, because they stand for instruments. Keys and chords move with the notes.
 *
 * @param semitones a whole number, negative for down.
 * @throws InvalidArgumentError for a note that would leave the range, unless `beyond` is `drop`.
 */
export function transpose(
  sequence: NoteSequence,
  semitones: number,
  { beyond = 'refuse', minPitch = 0, maxPitch = 127 }: TransposeOptions = {},
): NoteSequence {
  if (!Number.isInteger(semitones)) {
    throw new InvalidArgumentError(`semitones must be a whole number. Received: ${semitones}.`);
  }
  const notes = (sequence.notes ?? []).flatMap((note) => {
    if (note.isDrum) return [note];
    const pitch = (note.pitch ?? 0) + semitones;
    if (pitch >= minPitch && pitch <= maxPitch) {
      const { pitchName: _spelling, ...rest } = note;
      return [{ ...rest, pitch }];
    }
    if (beyond === 'drop') return [];
    throw new InvalidArgumentError(
      `Pitch ${note.pitch} moved by ${semitones} is ${pitch}; it must be from ${minPitch} to ${maxPitch}. Choose fewer semitones, or beyond: 'drop'.`,
    );
  });
  return {
    ...sequence,
    notes,
    ...(sequence.keySignatures && {
      keySignatures: sequence.keySignatures.map((signature) => ({
        ...signature,
        key: ((((signature.key ?? 0) + semitones) % 12) + 12) % 12,
      })),
    }),
    ...(sequence.textAnnotations && {
      textAnnotations: sequence.textAnnotations.map((text) =>
        isChord(text) ? { ...text, text: transposeChord(text.text ?? '', semitones) } : text,
      ),
    }),
  };
}
