/** Drumming with its timing and loudness: hits, velocities and offsets of nine drums a step (Gillick et al. 2019, section 3). */
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
  /** The encoder sees the hits alone, and the decoder plays them. */
  readonly humanize: boolean;
  /** The encoder sees every note as a tap of one drum, without loudness. */
  readonly tapify: boolean;
  /** A row a drum and step, in the place of one a step. */
  readonly splitInstruments: boolean;
}

/** The drum that stands for a tap: the open hi-hat. */
const tapDrum = 3;
/** Of a note that comes back: what is hit is heard. */
const velocityRange = [1, 127] as const;

interface Seen {
  readonly hidesVelocity: boolean;
  readonly hidesOffset: boolean;
  readonly taps: boolean;
}

/**
 * The notes that go in are quantised and keep their times in seconds, from which the offsets are worked out; those that come
 * back have times alone.
 */
export function grooveConverter(args: GrooveArgs): NoteConverter {
  const { numSteps, stepsPerQuarter, pitchClasses, splitInstruments } = args;
  const drums = pitchClasses.length;
  const rows = splitInstruments ? numSteps * drums : numSteps;
  const width = splitInstruments ? 1 : drums;
  const classes = drumClassTable(pitchClasses.map((pitches) => ({ pitches })));

  const encode = (sequence: NoteSequence, seen: Seen): Float32Array => {
    const stepSeconds = secondsOfStep(sequence.tempos?.[0]?.qpm ?? defaultQpm, stepsPerQuarter);
    const loudest = new Map<number, QuantizedNote>();
    for (const note of quantizedNotes(sequence, numSteps)) {
      const drum = seen.taps ? tapDrum : classes[note.pitch]!;
      if (drum < 0) continue;
      const place = note.start * drums + drum;
      const other = loudest.get(place);
      if (other === undefined || other.velocity < note.velocity) loudest.set(place, note);
    }
    const values = new Float32Array(rows * width * 3);
    for (const [place, { velocity, start, startTime }] of loudest) {
      const at = Math.floor(place / width) * width * 3 + (place % width);
      values[at] = 1;
      if (!seen.hidesVelocity) values[at + width] = velocity / velocityRange[1];
      if (!seen.hidesOffset && startTime !== undefined) {
        values[at + 2 * width] = (2 * (start * stepSeconds - startTime)) / stepSeconds;
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
      for (let place = 0; place < numSteps * drums; place++) {
        const at = Math.floor(place / width) * width * 3 + (place % width);
        if (!(output[at]! > 0.5)) continue;
        const step = Math.floor(place / drums);
        const offset = clip(output[at + 2 * width]! / 2, -0.5, 0.5);
        notes.push({
          pitch: pitchClasses[place % drums]![0]!,
          startTime: (step - offset) * stepSeconds,
          endTime: (step - offset + 1) * stepSeconds,
          velocity: clip(Math.round(output[at + width]! * velocityRange[1]), ...velocityRange),
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
