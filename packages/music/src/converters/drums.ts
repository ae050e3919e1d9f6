/** Converters of drums for MusicVAE. At each step, each of nine drum classes is hit or not. */
import type { NoteSequence } from '../theory/note-sequence.js';
import { drumClasses, drumClassTable } from '../sequences/drums.js';
import {
  argMax,
  emptySequence,
  oneHot,
  quantizedNotes,
  sideBySide,
  type NoteConverter,
  type NotesOptions,
} from './converter.js';

export interface DrumsArgs {
  readonly numSteps: number;
  readonly numSegments: number | null;
  /** MIDI pitches of each class. Decoded notes have the first pitch. */
  readonly pitchClasses: readonly (readonly number[])[];
}

/** The pitches of MusicVAE's nine drums. */
export const drumPitchClasses: readonly (readonly number[])[] = drumClasses.map(
  ({ pitches }) => pitches,
);

const stepsPerQuarter = 4;

/** The classes that are hit in each step, one bit each. Pitches without a class are ignored. */
function hitsOf(sequence: NoteSequence, { numSteps, pitchClasses }: DrumsArgs): Int32Array {
  const classes = drumClassTable(pitchClasses.map((pitches) => ({ pitches })));
  const hits = new Int32Array(numSteps);
  for (const { pitch, start } of quantizedNotes(sequence, numSteps)) {
    const drum = classes[pitch]!;
    if (drum >= 0) hits[start]! |= 1 << drum;
  }
  return hits;
}

function notesOfHits(
  hits: Int32Array,
  { pitchClasses }: DrumsArgs,
  options: NotesOptions | undefined,
): NoteSequence {
  const sequence = emptySequence(stepsPerQuarter, hits.length, options);
  hits.forEach((bits, step) => {
    const at = { quantizedStartStep: step, quantizedEndStep: step + 1 };
    pitchClasses.forEach((pitches, drum) => {
      if ((bits >> drum) & 1) sequence.notes.push({ pitch: pitches[0]!, ...at, isDrum: true });
    });
  });
  return sequence;
}

/**
 * Rows with one number per class and a flag. The flag should mark a silent step, but magenta-js writes it one row too
 * early: it marks that the next step is silent, and is 0 in the last row. The checkpoints were trained with this flag,
 * so this converter writes the same.
 */
function rowsWithFlag(hits: Int32Array, classes: number): Float32Array {
  const flags = Float32Array.from(hits, (_, step) => (hits[step + 1] === 0 ? 1 : 0));
  const parts = [
    { values: roll(hits, classes), depth: classes },
    { values: flags, depth: 1 },
  ];
  return sideBySide(parts, hits.length);
}

function roll(hits: Int32Array, classes: number): Float32Array {
  const rows = new Float32Array(hits.length * classes);
  hits.forEach((bits, step) => {
    for (let drum = 0; drum < classes; drum++) rows[step * classes + drum] = (bits >> drum) & 1;
  });
  return rows;
}

function base(
  type: string,
  { numSteps, numSegments }: DrumsArgs,
  inputDepth: number,
  outputDepth: number,
): Omit<NoteConverter, 'input' | 'target' | 'notes'> {
  return {
    type,
    inputRows: numSteps,
    outputRows: numSteps,
    inputDepth,
    outputDepth,
    parts: null,
    segments: numSegments,
    endToken: null,
    stepsPerQuarter,
  };
}

/** Input: ten numbers per step. Output: one of 512 combinations per step. */
export function drumsConverter(args: DrumsArgs): NoteConverter {
  const classes = args.pitchClasses.length;
  return {
    ...base('DrumsConverter', args, classes + 1, 2 ** classes),
    input: (sequence) => rowsWithFlag(hitsOf(sequence, args), classes),
    target: (sequence) => oneHot(hitsOf(sequence, args), 2 ** classes),
    notes: (output, options) => notesOfHits(argMax(output, 2 ** classes), args, options),
  };
}

/** Input: ten numbers per step. Output: nine numbers per step, each 0 or 1. */
export function drumRollConverter(args: DrumsArgs): NoteConverter {
  const classes = args.pitchClasses.length;
  return {
    ...base('DrumRollConverter', args, classes + 1, classes),
    input: (sequence) => rowsWithFlag(hitsOf(sequence, args), classes),
    target: (sequence) => roll(hitsOf(sequence, args), classes),
    notes(output, options) {
      const hits = new Int32Array(output.length / classes);
      output.forEach((value, at) => {
        if (value !== 0) hits[Math.floor(at / classes)]! |= 1 << (at % classes);
      });
      return notesOfHits(hits, args, options);
    },
  };
}

/** Input and output: one of 512 combinations per step. */
export function drumsOneHotConverter(args: DrumsArgs): NoteConverter {
  const depth = 2 ** args.pitchClasses.length;
  const input = (sequence: NoteSequence): Float32Array => oneHot(hitsOf(sequence, args), depth);
  return {
    ...base('DrumsOneHotConverter', args, depth, depth),
    input,
    target: input,
    notes: (output, options) => notesOfHits(argMax(output, depth), args, options),
  };
}
