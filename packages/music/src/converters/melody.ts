/** Converters of melodies for MusicVAE: the notes, only their rhythm, or only their contour. */
import type { LineKind } from '../sequences/lines.js';
import { trioPrograms } from '../sequences/programs.js';
import type { NoteSequence } from '../theory/note-sequence.js';
import { argMax, emptySequence, oneHot, type NoteConverter } from './converter.js';
import { firstPitch, melodyEvents, notesOfEvents, type MelodyRange } from './melody-events.js';

export interface MelodyArgs extends MelodyRange {
  readonly numSteps: number;
  readonly numSegments: number | null;
  /** The line of a piece that the model takes. Default `melody`. */
  readonly line?: LineKind | undefined;
}

/** Steps per quarter; every official configuration has 4. */
const stepsPerQuarter = 4;
/** MIDI pitch of the snare, which plays a decoded rhythm. */
const rhythmPitch = 38;

function createMelodyConverter(
  type: string,
  { numSteps, numSegments }: MelodyArgs,
  depth: number,
  input: (sequence: NoteSequence) => Float32Array,
  notes: NoteConverter['notes'],
): NoteConverter {
  return {
    type,
    inputRows: numSteps,
    outputRows: numSteps,
    inputDepth: depth,
    outputDepth: depth,
    parts: null,
    segments: numSegments,
    endToken: null,
    stepsPerQuarter,
    input,
    target: input,
    notes,
  };
}

/** One of `maxPitch - minPitch + 3` events per step: no event, a note's end, or a note's start. */
export function melodyConverter(args: MelodyArgs): NoteConverter {
  const depth = args.maxPitch - args.minPitch + 1 + firstPitch;
  return createMelodyConverter(
    'MelodyConverter',
    args,
    depth,
    (sequence) => oneHot(melodyEvents(sequence, args.numSteps, args), depth),
    (output, options) => {
      const events = argMax(output, depth);
      const sequence = notesOfEvents(events, args.minPitch, stepsPerQuarter, options);
      if (args.line !== 'bass') return sequence;
      const [program] = trioPrograms.bass;
      return { ...sequence, notes: (sequence.notes ?? []).map((note) => ({ ...note, program })) };
    },
  );
}

/** One number per step, 1 if a note starts there. It is decoded to hits of the snare. */
export function melodyRhythmConverter(args: MelodyArgs): NoteConverter {
  return createMelodyConverter(
    'MelodyRhythmConverter',
    args,
    1,
    (sequence) =>
      Float32Array.from(melodyEvents(sequence, args.numSteps, args), (event) =>
        event >= firstPitch ? 1 : 0,
      ),
    (output, options) => {
      const sequence = emptySequence(stepsPerQuarter, output.length, options);
      output.forEach((value, step) => {
        if (value === 0) return;
        const at = { quantizedStartStep: step, quantizedEndStep: step + 1 };
        sequence.notes.push({ pitch: rhythmPitch, ...at, isDrum: true });
      });
      return sequence;
    },
  );
}

const [down, level, up] = [0, 1, 2];

/**
 * One of three directions per step: the line falls, stays or rises towards the next note. It is decoded to a chromatic
 * line with a note at every step.
 */
export function melodyShapeConverter(args: MelodyArgs): NoteConverter {
  return createMelodyConverter(
    'MelodyShapeConverter',
    args,
    3,
    (sequence) => oneHot(shapeOf(melodyEvents(sequence, args.numSteps, args)), 3),
    (output, options) => {
      const shape = argMax(output, 3);
      const sequence = emptySequence(stepsPerQuarter, shape.length, options);
      let pitch = Math.round((args.maxPitch + args.minPitch) / 2);
      shape.forEach((direction, step) => {
        pitch = Math.min(args.maxPitch, Math.max(args.minPitch, pitch + direction - level));
        sequence.notes.push({ pitch, quantizedStartStep: step, quantizedEndStep: step + 1 });
      });
      return sequence;
    },
  );
}

/**
 * The direction of each step. The steps after one note, up to and including the next note, have the direction from the
 * first to the second. The steps up to the first note have the direction between the first two notes, and the steps
 * after the last note have the last direction. A line of fewer than two notes is level.
 */
function shapeOf(events: Int32Array): Int32Array {
  const starts = [...events.keys()].filter((step) => events[step]! >= firstPitch);
  const shape = new Int32Array(events.length).fill(level);
  let direction = level;
  let from = 0;
  starts.slice(1).forEach((step, index) => {
    const rise = events[step]! - events[starts[index]!]!;
    direction = rise < 0 ? down : rise > 0 ? up : level;
    shape.fill(direction, from, step + 1);
    from = step + 1;
  });
  if (starts.length > 1) shape.fill(direction, from);
  return shape;
}
