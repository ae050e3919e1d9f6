/** Converters of melodies for MusicVAE: the notes, only their rhythm, or only their contour. */
import type { NoteSequence } from '../theory/note-sequence.js';
import { argMax, emptySequence, oneHot, type NoteConverter } from './converter.js';
import { firstPitch, melodyEvents, notesOfEvents, type MelodyRange } from './melody-events.js';

export interface MelodyArgs extends MelodyRange {
  readonly numSteps: number;
  readonly numSegments: number | null;
}

/** Every official configuration has 4. */
const stepsPerQuarter = 4;
/** The snare plays a decoded rhythm. */
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
    (output, options) =>
      notesOfEvents(argMax(output, depth), args.minPitch, stepsPerQuarter, options),
  );
}

/** One number per step: 1 if a note starts. Decodes to hits of the snare. */
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

/** One of three directions per step: the line falls, stays or rises towards the next note. Decodes to a chromatic walk. */
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
 * The direction to a note applies from the step after the previous note up to the note; for the second note it applies from the
 * first step on. After the last note the last direction continues. A line of fewer than two notes is level.
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
