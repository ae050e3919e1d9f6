/** Extracts a monophonic line from polyphonic notes (the skyline). */
import type { Note, NoteSequence } from '../theory/note-sequence.js';

/** How a melody is extracted. */
export interface MelodyOptions {
  /** Takes only this instrument's notes. Default: all instruments except drums. */
  readonly instrument?: number;
  /** Lowest pitch; notes below it are dropped. Default 0. */
  readonly minPitch?: number;
  /** Highest pitch; notes above it are dropped. Default 127. */
  readonly maxPitch?: number;
}

/** A melody, and how many notes were left out. */
export interface ExtractedMelody {
  /** The line, in order of time. It never has two notes at once. */
  readonly sequence: NoteSequence;
  /** Number of notes that were left out. Drums and other instruments are not counted. */
  readonly dropped: number;
  /** Number of notes that were shortened because the next one begins. */
  readonly cut: number;
}

/**
 * Keeps the highest of the notes that start together, and ends each note where the next one starts. Magenta's melody
 * extraction does the same when it ignores polyphonic notes. Notes start together if they have the same start step, or
 * the same start time if the sequence is not quantised.
 */
export function extractMelody(
  sequence: NoteSequence,
  { instrument, minPitch = 0, maxPitch = 127 }: MelodyOptions = {},
): ExtractedMelody {
  const quantized = Boolean(sequence.quantizationInfo?.stepsPerQuarter);
  const startOf = (note: Note): number =>
    (quantized ? note.quantizedStartStep : note.startTime) ?? 0;
  const candidates = (sequence.notes ?? [])
    .filter((note) => !note.isDrum)
    .filter((note) => instrument === undefined || (note.instrument ?? 0) === instrument)
    .sort((a, b) => startOf(a) - startOf(b) || (b.pitch ?? 0) - (a.pitch ?? 0));
  const line: Note[] = [];
  let cut = 0;
  for (const note of candidates) {
    const pitch = note.pitch ?? 0;
    if (pitch < minPitch || pitch > maxPitch) continue;
    const last = line.at(-1);
    if (last !== undefined && startOf(last) === startOf(note)) continue;
    if (last !== undefined) {
      const shorter = endAt(last, note, quantized);
      if (shorter !== last) cut++;
      line[line.length - 1] = shorter;
    }
    line.push(note);
  }
  return { sequence: { ...sequence, notes: line }, dropped: candidates.length - line.length, cut };
}

function endAt(last: Note, next: Note, quantized: boolean): Note {
  const step = next.quantizedStartStep ?? 0;
  const time = next.startTime ?? 0;
  const over = quantized ? (last.quantizedEndStep ?? 0) > step : (last.endTime ?? 0) > time;
  if (!over) return last;
  return {
    ...last,
    ...(quantized && { quantizedEndStep: step }),
    ...(typeof last.endTime === 'number' && {
      endTime: Math.max(last.startTime ?? 0, Math.min(last.endTime, time)),
    }),
  };
}
