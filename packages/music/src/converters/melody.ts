/** A melody as MusicVAE reads and writes it, and two sketches of it: where notes start, and whether they rise or fall. */
import type { NoteSequence } from '../theory/note-sequence.js';
import { argMax, emptySequence, oneHot, type NoteConverter } from './converter.js';
import { firstPitch, melodyEvents, notesOfEvents, type MelodyRange } from './melody-events.js';

export interface MelodyArgs extends MelodyRange {
  readonly numSteps: number;
  readonly numSegments: number | null;
}

/** 4 in every official configuration. */
const stepsPerQuarter = 4;
/** The snare: where a rhythm alone is to be heard. */
const rhythmPitch = 38;

function whole(
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

/** One of `maxPitch - minPitch + 3` events a step: nothing, an end, or a note's start. */
export function melodyConverter(args: MelodyArgs): NoteConverter {
  const depth = args.maxPitch - args.minPitch + 1 + firstPitch;
  return whole(
    'MelodyConverter',
    args,
    depth,
    (sequence) => oneHot(melodyEvents(sequence, args.numSteps, args), depth),
    (output, options) =>
      notesOfEvents(argMax(output, depth), args.minPitch, stepsPerQuarter, options),
  );
}

/** One number a step: 1 where a note starts. What comes back are strokes of the snare. */
export function melodyRhythmConverter(args: MelodyArgs): NoteConverter {
  return whole(
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

/** One of three a step: the line falls, stays or rises on its way to the next note. What comes back is a scale's walk. */
export function melodyShapeConverter(args: MelodyArgs): NoteConverter {
  return whole(
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
 * The direction to each note holds from the step after the note before it (for the second note from the very first step);
 * after the last note the last direction goes on. A line of no or one note is level.
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
