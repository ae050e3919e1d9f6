/**
 * Cuts a whole piece into the windows that a model accepts. The piece is split where the metre changes, quantised, and
 * cut into windows of bars. Each window keeps only the notes that the model supports. Its tempo is its average tempo in
 * the piece. Stretches and notes that are left out are counted.
 */
import type { Note, NoteSequence } from '../theory/note-sequence.js';
import { findBars } from './bars.js';
import { drumClassTable, type DrumClass } from './drums.js';
import { findLineInstrument, lineKinds, type LineKind } from './lines.js';
import { extractMelody } from './melody.js';
import { trioPrograms } from './programs.js';
import { stepsPerQuarterOf } from '../theory/quantized.js';
import { mapTimes } from './constant-tempo.js';
import { findStretches, type StretchOptions } from './stretches.js';
import { windows } from './windows.js';

/**
 * The parts that can be extracted. `all` means all notes. `melody` and `bass` mean the line of one instrument, as in
 * training. If no instrument plays such a line, the melody is the skyline of all instruments, and the bass is empty.
 * `trio` means the lines of instruments with certain programs, and the drums.
 */
export const parts = ['all', ...lineKinds, 'drums', 'trio'] as const;
/** A part of a piece that windows are taken from. */
export type Part = (typeof parts)[number];

/** A monophonic line of instruments with certain programs. */
export interface Line {
  /** The first and the last program; General MIDI programs count from 0. */
  readonly programs: readonly [number, number];
  /** Lowest pitch, a MIDI number. */
  readonly minPitch: number;
  /** Highest pitch, a MIDI number. */
  readonly maxPitch: number;
}

/** Which windows of a piece are extracted. */
export interface ExtractOptions extends StretchOptions {
  /** Default `all`. */
  readonly part?: Part;
  /** Notes that start at this step of a window, or after it, are left out. Default: no limit. */
  readonly steps?: number;
  /** Notes with pitches outside this range are left out. Defaults 0 and 127. */
  readonly minPitch?: number;
  /** Highest pitch that is kept, a MIDI number. */
  readonly maxPitch?: number;
  /** The lines of a trio. Default: melody (pianos to guitars) and bass (basses), of any pitch. */
  readonly lines?: readonly Line[];
  /** Drums without a class are left out. Default: the classes of General MIDI. */
  readonly drumClasses?: readonly Pick<DrumClass, 'pitches'>[];
  /** Annotates each quantised stretch with chords or keys before it is cut. Default: no annotation. */
  readonly annotated?: (stretch: NoteSequence) => NoteSequence;
}

/** A window of a piece that a model accepts. */
export interface ExtractedWindow {
  /** Number of its first bar in the piece; bars count from 1. */
  readonly bar: number;
  /** Start in the piece, in seconds. */
  readonly seconds: number;
  /** Quantised, from step 0. */
  readonly sequence: NoteSequence;
  /** Number of notes of the window that were left out. */
  readonly dropped: number;
  /** Number of notes that were shortened because the next one begins. */
  readonly cut: number;
  /** Bar of the first window with the same notes at the same steps; null if there is no earlier one. */
  readonly sameAs: number | null;
}

/** The windows of a piece, and what was left out. */
export interface Extracted {
  /** In order of time, including silent windows. */
  readonly windows: readonly ExtractedWindow[];
  /** Number of stretches that were left out because of their metre. */
  readonly otherMetres: number;
}

/**
 * Extracts the windows of a piece that a model accepts.
 *
 * @throws InvalidArgumentError as `quantize` and `windows` do.
 */
export function extractWindows(piece: NoteSequence, options: ExtractOptions): Extracted {
  const { part, annotated } = options;
  const starts = findBars(piece);
  const extractedWindows: ExtractedWindow[] = [];
  const firstBars = new Map<string, number>();
  const { fitting, otherMetres } = findStretches(piece, options);
  const stretches = fitting.map((stretch) => ({
    ...stretch,
    grid: annotated ? annotated(stretch.grid) : stretch.grid,
  }));
  const select = createSelector(
    options,
    isLine(part)
      ? findLineInstrument(
          stretches.map(({ grid }) => grid),
          part,
          options,
        )
      : undefined,
  );
  for (const { grid, begins, map, perBar, bars, hop } of stretches) {
    const stepsPerQuarter = stepsPerQuarterOf(grid);
    const secondsAt = (step: number): number => map.secondsAtQuarter(step / stepsPerQuarter);
    windows(grid, { bars, hop, empty: 'keep' }).forEach((window, n) => {
      const step = n * hop * perBar;
      const [from, to] = [secondsAt(step), secondsAt(step + bars * perBar)];
      const seconds = begins + from;
      const barSeconds = secondsAt(step + perBar) - from;
      const bar = Math.max(
        1,
        starts.findLastIndex(({ time }) => time <= seconds + barSeconds / 1000) + 1,
      );
      const { sequence, cut } = select(withDuration(window, to - from));
      const dropped = (window.notes ?? []).length - (sequence.notes ?? []).length;
      const key = keyOfWindow(sequence);
      const sameAs = firstBars.get(key) ?? null;
      if (sameAs === null) firstBars.set(key, bar);
      extractedWindows.push({ bar, seconds, sequence, dropped, cut, sameAs });
    });
  }
  return { windows: extractedWindows, otherMetres };
}

const isLine = (part: Part | undefined): part is LineKind =>
  lineKinds.some((kind) => kind === part);

/** Sets the tempo of a window so that it lasts `seconds`, its duration in the piece. */
function withDuration(window: NoteSequence, seconds: number): NoteSequence {
  const now = window.totalTime!;
  // Equal up to rounding errors.
  if (Math.abs(seconds - now) <= 1e-6 * now) return window;
  const qpm = (window.tempos![0]!.qpm! * now) / seconds;
  return { ...mapTimes(window, (time) => (time * seconds) / now), tempos: [{ time: 0, qpm }] };
}

const anyPitch = { minPitch: 0, maxPitch: 127 };
const trioLines: readonly Line[] = [
  { programs: trioPrograms.melody, ...anyPitch },
  { programs: trioPrograms.bass, ...anyPitch },
];

function createSelector(
  {
    part = 'all',
    steps = Infinity,
    minPitch = 0,
    maxPitch = 127,
    lines = trioLines,
    drumClasses,
  }: ExtractOptions,
  instrument: number | undefined,
): (window: NoteSequence) => { sequence: NoteSequence; cut: number } {
  const classes = drumClassTable(drumClasses);
  const isEarly = ({ quantizedStartStep }: Note): boolean => (quantizedStartStep ?? 0) < steps;
  const inRange = ({ pitch }: Note): boolean =>
    (pitch ?? 0) >= minPitch && (pitch ?? 0) <= maxPitch;
  const isKnownDrum = ({ isDrum, pitch }: Note): boolean =>
    Boolean(isDrum) && classes[pitch ?? 0]! >= 0;
  return (window) => {
    const notes = (window.notes ?? []).filter(isEarly);
    switch (part) {
      case 'melody': {
        const { sequence, cut } = extractMelody(
          { ...window, notes },
          { minPitch, maxPitch, ...(instrument !== undefined && { instrument }) },
        );
        return { sequence, cut };
      }
      case 'bass':
        // Without a bass, the skyline would be a melody.
        return instrument === undefined
          ? { sequence: { ...window, notes: [] }, cut: 0 }
          : extractMelody({ ...window, notes }, { minPitch, maxPitch, instrument });
      case 'drums':
        return { sequence: { ...window, notes: notes.filter(isKnownDrum) }, cut: 0 };
      case 'trio': {
        const extracted = lines.map(({ programs: [from, to], ...range }) => {
          const ofPrograms = notes.filter(
            ({ program }) => (program ?? 0) >= from && (program ?? 0) <= to,
          );
          return extractMelody({ ...window, notes: ofPrograms }, range);
        });
        const line = extracted.flatMap(({ sequence }) => sequence.notes ?? []);
        return {
          sequence: { ...window, notes: [...line, ...notes.filter(isKnownDrum)] },
          cut: extracted.reduce((sum, { cut }) => sum + cut, 0),
        };
      }
      case 'all':
        return { sequence: { ...window, notes: notes.filter(inRange) }, cut: 0 };
    }
  };
}

function keyOfWindow({ notes }: NoteSequence): string {
  return (notes ?? [])
    .map(
      ({ quantizedStartStep, quantizedEndStep, pitch, program, isDrum }) =>
        `${quantizedStartStep} ${quantizedEndStep} ${pitch} ${isDrum ? 'drum' : (program ?? 0)}`,
    )
    .sort()
    .join();
}
