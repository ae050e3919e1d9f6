/**
 * Converters of trios: melody, bass and drums, each with its own decoder. `TrioConverter` converts the notes,
 * `TrioRhythmConverter` only their rhythms.
 */
import type { NoteSequence } from '../theory/note-sequence.js';
import { columns, emptySequence, sideBySide, type NoteConverter } from './converter.js';
import { drumsOneHotConverter, type DrumsArgs } from './drums.js';
import { firstPitch } from './melody-events.js';
import { melodyConverter, type MelodyArgs } from './melody.js';
import { trioPrograms } from '../sequences/programs.js';

export interface TrioArgs {
  readonly numSteps: number;
  readonly numSegments: number | null;
  readonly melArgs: MelodyArgs;
  readonly bassArgs: MelodyArgs;
  readonly drumsArgs: DrumsArgs;
}

const { melody: melodyPrograms, bass: bassPrograms } = trioPrograms;

type Notes = NonNullable<NoteSequence['notes']>;

/** The notes of melody, bass and drums. Notes of other programs are left out. */
function players(sequence: NoteSequence): readonly NoteSequence[] {
  const played = ([from, to]: readonly [number, number]): NoteSequence => ({
    ...sequence,
    notes: (sequence.notes ?? []).filter(
      ({ isDrum, program }) => !isDrum && (program ?? 0) >= from && (program ?? 0) <= to,
    ),
  });
  const drums = (sequence.notes ?? []).filter(({ isDrum }) => isDrum);
  return [played(melodyPrograms), played(bassPrograms), { ...sequence, notes: drums }];
}

function joinParts(
  stepsPerQuarter: number,
  steps: number,
  parts: readonly Notes[],
  options: Parameters<NoteConverter['notes']>[1],
): NoteSequence {
  const marks = [{ program: melodyPrograms[0] }, { program: bassPrograms[0] }, {}];
  const notes = parts.flatMap((part, instrument) =>
    part.map((note) => ({ ...note, instrument, ...marks[instrument] })),
  );
  return { ...emptySequence(stepsPerQuarter, steps, options), notes };
}

export function trioConverter(args: TrioArgs): NoteConverter {
  const { numSteps, numSegments } = args;
  const converters = [
    melodyConverter({ ...args.melArgs, numSteps }),
    melodyConverter({ ...args.bassArgs, numSteps }),
    drumsOneHotConverter({ ...args.drumsArgs, numSteps }),
  ] as const;
  const parts = converters.map(({ outputDepth }) => outputDepth);
  const depth = parts.reduce((sum, part) => sum + part, 0);
  const input = (sequence: NoteSequence): Float32Array => {
    const played = players(sequence);
    const rows = converters.map((converter, i) => ({
      values: converter.input(played[i]!),
      depth: converter.inputDepth,
    }));
    return sideBySide(rows, numSteps);
  };
  return {
    type: 'TrioConverter',
    inputRows: numSteps,
    outputRows: numSteps,
    inputDepth: depth,
    outputDepth: depth,
    parts,
    segments: numSegments,
    endToken: null,
    stepsPerQuarter: converters[0].stepsPerQuarter,
    input,
    target: input,
    notes(output, options) {
      let at = 0;
      const notes = converters.map((converter) => {
        const from = at;
        at += converter.outputDepth;
        return converter.notes(columns(output, depth, from, at), options).notes ?? [];
      });
      return joinParts(converters[0].stepsPerQuarter, numSteps, notes, options);
    },
  };
}

/** The pitches that play the decoded rhythms of melody, bass and drums. */
const rhythmPitches = [72, 36, 38] as const;

/** Three numbers per step, for melody, bass and drums: 1 if a note starts, otherwise 0. */
export function trioRhythmConverter(args: TrioArgs): NoteConverter {
  const { numSteps, numSegments } = args;
  const trio = trioConverter(args);
  const [melody, bass] = trio.parts as readonly [number, number, number];
  const bounds = [
    // Events 0 and 1 of a melody start no note; combination 0 of the drums is silence.
    { from: 0, first: firstPitch },
    { from: melody, first: firstPitch },
    { from: melody + bass, first: 1 },
  ];
  const ends = [melody, melody + bass, trio.inputDepth];
  const input = (sequence: NoteSequence): Float32Array => {
    const rows = trio.input(sequence);
    return Float32Array.from({ length: numSteps * 3 }, (_, at) => {
      const [step, player] = [Math.floor(at / 3), at % 3];
      const { from, first } = bounds[player]!;
      const row = rows.subarray(step * trio.inputDepth, (step + 1) * trio.inputDepth);
      return row.subarray(from + first, ends[player]).some((value) => value > 0) ? 1 : 0;
    });
  };
  return {
    type: 'TrioRhythmConverter',
    inputRows: numSteps,
    outputRows: numSteps,
    inputDepth: 3,
    outputDepth: 3,
    parts: [1, 1, 1],
    segments: numSegments,
    endToken: null,
    stepsPerQuarter: trio.stepsPerQuarter,
    input,
    target: input,
    notes(output, options) {
      const starts = rhythmPitches.map((pitch, player) => {
        const notes: Notes = [];
        for (let step = 0; step < numSteps; step++) {
          if (output[step * 3 + player] === 0) continue;
          const at = { quantizedStartStep: step, quantizedEndStep: step + 1 };
          notes.push({ pitch, ...at, ...(player === 2 && { isDrum: true }) });
        }
        return notes;
      });
      return joinParts(trio.stepsPerQuarter, numSteps, starts, options);
    },
  };
}
