/**
 * A whole piece as the windows that a model takes: cut where the metre changes, quantised, cut into bars, and of each
 * window the part that the model knows. A window has the tempo that it has in the piece on average. What is left out is counted, not lost
 * silently.
 */
import type { Note, NoteSequence } from '../theory/note-sequence.js';
import { barStarts } from './bars.js';
import { drumClassTable, type DrumClass } from './drums.js';
import { extractMelody, melodyInstrument } from './melody.js';
import { stepsPerQuarterOf } from '../theory/quantized.js';
import { retimed } from './steady.js';
import { findStretches, type StretchOptions } from './stretches.js';
import { windows } from './windows.js';

/**
 * What of a piece is taken: every note, its melody (the line of one instrument, as in training; the skyline of all where none
 * plays a line), the drums, or lines by program and the drums.
 */
export const parts = ['all', 'melody', 'drums', 'trio'] as const;
export type Part = (typeof parts)[number];

/** One note at a time, of some programs. */
export interface Line {
  /** The first and the last, as General MIDI counts from 0. */
  readonly programs: readonly [number, number];
  readonly minPitch: number;
  readonly maxPitch: number;
}

export interface ExtractOptions extends StretchOptions {
  /** Default `all`. */
  readonly part?: Part;
  /** Notes that start later in a window are left out. Default: none. */
  readonly steps?: number;
  /** Pitches beyond are left out. Defaults 0 and 127. */
  readonly minPitch?: number;
  readonly maxPitch?: number;
  /** Of `trio`. Default: melody (pianos to guitars) and bass (basses), of any pitch. */
  readonly lines?: readonly Line[];
  /** Drums of no class are left out. Default: those of General MIDI. */
  readonly drumClasses?: readonly Pick<DrumClass, 'pitches'>[];
  /** Given each quantised stretch before it is cut, to add what a window should keep: chords, a key. Default nothing. */
  readonly annotated?: (stretch: NoteSequence) => NoteSequence;
}

export interface ExtractedWindow {
  /** Its first bar's number in the piece, from 1. */
  readonly bar: number;
  /** Where it begins in the piece. */
  readonly seconds: number;
  /** Quantised, from step 0. */
  readonly sequence: NoteSequence;
  /** Notes of the window that are not in it. */
  readonly dropped: number;
  /** Notes of it that end early, where the next begins. */
  readonly cut: number;
  /** The bar of the first window with the same notes at the same steps; null for the first of its kind. */
  readonly sameAs: number | null;
}

export interface Extracted {
  /** In order of time, silent ones among them. */
  readonly windows: readonly ExtractedWindow[];
  /** Stretches that were left out, being in a metre that is not asked for. */
  readonly otherMetres: number;
}

/** @throws InvalidArgumentError as `quantize` and `windows` do. */
export function extractWindows(piece: NoteSequence, options: ExtractOptions): Extracted {
  const { part, annotated } = options;
  const starts = barStarts(piece);
  const found: ExtractedWindow[] = [];
  const seen = new Map<string, number>();
  const { fitting, otherMetres } = findStretches(piece, options);
  const stretches = fitting.map((stretch) => ({
    ...stretch,
    grid: annotated ? annotated(stretch.grid) : stretch.grid,
  }));
  const take = taker(
    options,
    part === 'melody'
      ? melodyInstrument(
          stretches.map(({ grid }) => grid),
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
      const { sequence, cut } = take(lasting(window, to - from));
      const dropped = (window.notes ?? []).length - (sequence.notes ?? []).length;
      const key = keyOf(sequence);
      const sameAs = seen.get(key) ?? null;
      if (sameAs === null) seen.set(key, bar);
      found.push({ bar, seconds, sequence, dropped, cut, sameAs });
    });
  }
  return { windows: found, otherMetres };
}

/** A window at the tempo at which it lasts so many seconds, as it does in the piece. */
function lasting(window: NoteSequence, seconds: number): NoteSequence {
  const now = window.totalTime!;
  // The same within what sums of seconds are off by.
  if (Math.abs(seconds - now) <= 1e-6 * now) return window;
  const qpm = (window.tempos![0]!.qpm! * now) / seconds;
  return { ...retimed(window, (time) => (time * seconds) / now), tempos: [{ time: 0, qpm }] };
}

/** General MIDI's programs from 0: pianos to guitars play the melody, basses the bass. */
export const trioPrograms = { melody: [0, 31], bass: [32, 39] } as const;

const anyPitch = { minPitch: 0, maxPitch: 127 };
const trioLines: readonly Line[] = [
  { programs: trioPrograms.melody, ...anyPitch },
  { programs: trioPrograms.bass, ...anyPitch },
];

function taker(
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
  const early = ({ quantizedStartStep }: Note): boolean => (quantizedStartStep ?? 0) < steps;
  const inRange = ({ pitch }: Note): boolean =>
    (pitch ?? 0) >= minPitch && (pitch ?? 0) <= maxPitch;
  const isKnownDrum = ({ isDrum, pitch }: Note): boolean =>
    Boolean(isDrum) && classes[pitch ?? 0]! >= 0;
  return (window) => {
    const notes = (window.notes ?? []).filter(early);
    switch (part) {
      case 'melody': {
        const { sequence, cut } = extractMelody(
          { ...window, notes },
          { minPitch, maxPitch, ...(instrument !== undefined && { instrument }) },
        );
        return { sequence, cut };
      }
      case 'drums':
        return { sequence: { ...window, notes: notes.filter(isKnownDrum) }, cut: 0 };
      case 'trio': {
        const played = lines.map(({ programs: [from, to], ...range }) => {
          const own = notes.filter(({ program }) => (program ?? 0) >= from && (program ?? 0) <= to);
          return extractMelody({ ...window, notes: own }, range);
        });
        const line = played.flatMap(({ sequence }) => sequence.notes ?? []);
        return {
          sequence: { ...window, notes: [...line, ...notes.filter(isKnownDrum)] },
          cut: played.reduce((sum, { cut }) => sum + cut, 0),
        };
      }
      case 'all':
        return { sequence: { ...window, notes: notes.filter(inRange) }, cut: 0 };
    }
  };
}

function keyOf({ notes }: NoteSequence): string {
  return (notes ?? [])
    .map(
      ({ quantizedStartStep, quantizedEndStep, pitch, program, isDrum }) =>
        `${quantizedStartStep} ${quantizedEndStep} ${pitch} ${isDrum ? 'drum' : (program ?? 0)}`,
    )
    .sort()
    .join();
}
