/**
 * Converter of expressive drumming: at each step, the hits, velocities and time offsets of nine drums (Gillick et al.
 * 2019, section 3).
 */
import { InvalidArgumentError } from '@speil/api';
import type { NoteSequence } from '../theory/note-sequence.js';
import { quantizedNotes, type NoteConverter, type QuantizedNote } from './converter.js';
import { defaultQpm } from '../theory/tempo-map.js';
import { drumClassTable } from '../sequences/drums.js';

export interface GrooveArgs {
  readonly numSteps: number;
  readonly numSegments: number | null;
  readonly stepsPerQuarter: number;
  readonly pitchClasses: readonly (readonly number[])[];
  /** Whether the encoder receives only the hits, so that the decoder must add velocities and offsets. */
  readonly humanize: boolean;
  /** Whether the encoder receives every note as a tap of one drum, without its velocity. */
  readonly tapify: boolean;
  /** Whether there is one row per step and drum instead of one row per step. */
  readonly splitInstruments: boolean;
}

/** The drum that represents a tap: the open hi-hat. */
const tapDrum = 3;
/** Range of the velocities of decoded notes: a hit is never silent. */
const velocityRange = [1, 127] as const;

interface Visible {
  readonly hidesVelocity: boolean;
  readonly hidesOffset: boolean;
  readonly taps: boolean;
}

/**
 * Input notes must be quantised and must also have times in seconds, from which the offsets are computed. Decoded notes
 * have times but no steps.
 */
export function grooveConverter(args: GrooveArgs): NoteConverter {
  const { numSteps, stepsPerQuarter, pitchClasses, splitInstruments } = args;
  const drums = pitchClasses.length;
  const rows = splitInstruments ? numSteps * drums : numSteps;
  const width = splitInstruments ? 1 : drums;
  const classes = drumClassTable(pitchClasses.map((pitches) => ({ pitches })));

  const encode = (sequence: NoteSequence, visible: Visible): Float32Array => {
    const stepSeconds = secondsOfStep(sequence.tempos?.[0]?.qpm ?? defaultQpm, stepsPerQuarter);
    const loudest = new Map<number, QuantizedNote>();
    for (const note of quantizedNotes(sequence, numSteps)) {
      const drum = visible.taps ? tapDrum : classes[note.pitch]!;
      if (drum < 0) continue;
      const index = note.start * drums + drum;
      const other = loudest.get(index);
      if (other === undefined || other.velocity < note.velocity) loudest.set(index, note);
    }
    const values = new Float32Array(rows * width * 3);
    for (const [index, { velocity, start, startTime }] of loudest) {
      const column = Math.floor(index / width) * width * 3 + (index % width);
      values[column] = 1;
      if (!visible.hidesVelocity) values[column + width] = velocity / velocityRange[1];
      if (!visible.hidesOffset && startTime !== undefined) {
        values[column + 2 * width] = (2 * (start * stepSeconds - startTime)) / stepSeconds;
      }
    }
    return values;
  };

  return {
    type: 'GrooveConverter',
    inputRows: rows,
    outputRows: rows,
    inputDepth: 3 * width,
    outputDepth: 3 * width,
    parts: null,
    segments: args.numSegments,
    endToken: null,
    stepsPerQuarter,
    input: (sequence) =>
      encode(sequence, {
        hidesVelocity: args.humanize || args.tapify,
        hidesOffset: args.humanize,
        taps: args.tapify,
      }),
    target: (sequence) =>
      encode(sequence, { hidesVelocity: false, hidesOffset: false, taps: false }),
    notes(output, { qpm = defaultQpm } = {}) {
      if (!(qpm > 0)) {
        throw new InvalidArgumentError(`qpm must be above 0. Received: ${qpm}.`);
      }
      const stepSeconds = secondsOfStep(qpm, stepsPerQuarter);
      const notes: NonNullable<NoteSequence['notes']> = [];
      for (let index = 0; index < numSteps * drums; index++) {
        const column = Math.floor(index / width) * width * 3 + (index % width);
        if (!(output[column]! > 0.5)) continue;
        const step = Math.floor(index / drums);
        const offset = clip(output[column + 2 * width]! / 2, -0.5, 0.5);
        notes.push({
          pitch: pitchClasses[index % drums]![0]!,
          startTime: (step - offset) * stepSeconds,
          endTime: (step - offset + 1) * stepSeconds,
          velocity: clip(Math.round(output[column + width]! * velocityRange[1]), ...velocityRange),
          isDrum: true,
        });
      }
      return { notes, tempos: [{ time: 0, qpm }], totalTime: numSteps * stepSeconds };
    },
  };
}

function secondsOfStep(qpm: number, stepsPerQuarter: number): number {
  return 60 / qpm / stepsPerQuarter;
}

function clip(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
