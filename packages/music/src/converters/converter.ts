/**
 * The interface of converters between notes and the rows of numbers that MusicVAE reads and writes. The row that the
 * encoder reads for a step can differ from the row that the decoder gives. For drums, the encoder reads nine classes
 * and a flag, and the decoder gives one of 512 combinations.
 */
import { InvalidArgumentError } from '@speil/api';
import type { NoteSequence } from '../theory/note-sequence.js';
import { defaultQpm } from '../theory/tempo-map.js';

/** How rows become notes. */
export interface NotesOptions {
  /** Tempo of the decoded notes, in quarters per minute. Default 120. */
  readonly qpm?: number;
}

/** Turns notes into the rows of a network and back. */
export interface NoteConverter {
  /** The converter's name in a checkpoint's configuration. */
  readonly type: string;
  /** Number of rows that the encoder reads. */
  readonly inputRows: number;
  /** Number of rows that the decoder gives. */
  readonly outputRows: number;
  /** Number of values in a row of the input. */
  readonly inputDepth: number;
  /** Number of values in a row of the output. */
  readonly outputDepth: number;
  /** Depths of the parts of the output, each with its own decoder; null if there is one decoder. */
  readonly parts: readonly number[] | null;
  /** Number of segments of a hierarchical model, which encodes and decodes them one by one; null for a flat model. */
  readonly segments: number | null;
  /** The token that ends a segment if the segments are tracks; null if the segments are spans of time. */
  readonly endToken: number | null;
  /** Steps per quarter of the quantised notes, both of the input and of the output. */
  readonly stepsPerQuarter: number;
  /**
   * Makes the rows that the encoder reads.
   *
   * @returns `inputRows * inputDepth` values.
   * @throws InvalidArgumentError for notes that the converter does not accept.
   */
  input(sequence: NoteSequence): Float32Array;
  /** The rows that a perfect decoder would give for the notes, `outputRows * outputDepth` values. */
  target(sequence: NoteSequence): Float32Array;
  /**
   * Makes notes of the decoder's rows.
   *
   * @param output `outputRows * outputDepth` values. @returns quantised notes; for a groove, notes with times in
   *   seconds.
   */
  notes(output: Float32Array, options?: NotesOptions): NoteSequence;
}

/** An empty quantised sequence in 4/4. */
export function emptySequence(
  stepsPerQuarter: number,
  steps: number,
  { qpm = defaultQpm }: NotesOptions = {},
): NoteSequence & { notes: NonNullable<NoteSequence['notes']> } {
  return {
    notes: [],
    tempos: [{ time: 0, qpm }],
    timeSignatures: [{ time: 0, numerator: 4, denominator: 4 }],
    quantizationInfo: { stepsPerQuarter },
    totalQuantizedSteps: steps,
  };
}

export interface QuantizedNote {
  readonly pitch: number;
  readonly start: number;
  readonly end: number;
  readonly velocity: number;
  /** Start in seconds; undefined if the note has only a step. */
  readonly startTime: number | undefined;
  readonly instrument: number;
  readonly program: number;
  readonly isDrum: boolean;
}

/**
 * The notes of a quantised sequence. Missing fields get the default values of the protobuf.
 *
 * @throws InvalidArgumentError if it is not quantised, or a note starts outside `steps`.
 */
export function quantizedNotes(
  { notes, quantizationInfo }: NoteSequence,
  steps: number,
): readonly QuantizedNote[] {
  if (!quantizationInfo?.stepsPerQuarter) {
    throw new InvalidArgumentError(
      'A converter takes a quantised sequence. Received: one without quantizationInfo.stepsPerQuarter (quantise it first).',
    );
  }
  return (notes ?? []).map((note) => {
    const start = note.quantizedStartStep ?? 0;
    if (!Number.isInteger(start) || start < 0 || start >= steps) {
      throw new InvalidArgumentError(
        `Notes must start within ${steps} steps. Received: step ${start} (cut the music into windows first).`,
      );
    }
    return {
      pitch: note.pitch ?? 0,
      start,
      end: note.quantizedEndStep ?? start + 1,
      velocity: note.velocity || 80,
      startTime: note.startTime ?? undefined,
      instrument: note.instrument ?? 0,
      program: note.program ?? 0,
      isDrum: note.isDrum ?? false,
    };
  });
}

/** One-hot rows. @returns `labels.length * depth` values. */
export function oneHot(labels: ArrayLike<number>, depth: number): Float32Array {
  const values = new Float32Array(labels.length * depth);
  for (let row = 0; row < labels.length; row++) values[row * depth + labels[row]!] = 1;
  return values;
}

/** The index of the largest number of each row. On a tie, the first index. */
export function argMax(values: Float32Array, depth: number): Int32Array {
  return Int32Array.from({ length: values.length / depth }, (_, row) => {
    let best = 0;
    for (let i = 1; i < depth; i++) {
      if (values[row * depth + i]! > values[row * depth + best]!) best = i;
    }
    return best;
  });
}

/** Copies the columns from `from` up to, but not including, `to`. @returns `rows * (to - from)` values. */
export function columns(
  values: Float32Array,
  depth: number,
  from: number,
  to: number,
): Float32Array {
  const rows = values.length / depth;
  const part = new Float32Array(rows * (to - from));
  for (let row = 0; row < rows; row++) {
    part.set(values.subarray(row * depth + from, row * depth + to), row * (to - from));
  }
  return part;
}

/** Concatenates the rows of several parts. */
export function sideBySide(
  parts: readonly { readonly values: Float32Array; readonly depth: number }[],
  rows: number,
): Float32Array {
  const depth = parts.reduce((sum, part) => sum + part.depth, 0);
  const joined = new Float32Array(rows * depth);
  for (let row = 0; row < rows; row++) {
    let at = row * depth;
    for (const part of parts) {
      joined.set(part.values.subarray(row * part.depth, (row + 1) * part.depth), at);
      at += part.depth;
    }
  }
  return joined;
}
