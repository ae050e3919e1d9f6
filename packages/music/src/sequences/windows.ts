/** Cuts a quantised piece into windows of a fixed number of bars. */
import { InvalidArgumentError } from '@speil/api';
import { limits } from '../theory/limits.js';
import type { Note, NoteSequence } from '../theory/note-sequence.js';
import { defaultQpm } from '../theory/tempo-map.js';
import { isChord } from '../theory/chord-changes.js';
import { stepsPerBarOf, stepsPerQuarterOf } from '../theory/quantized.js';
import { lastAtMost } from '../theory/search.js';

/** How a piece is cut into windows. */
export interface WindowOptions {
  /** Bars per window. */
  readonly bars: number;
  /** Bars from the start of a window to the start of the next. Default 1. */
  readonly hop?: number;
  /** Whether windows in which no note starts are left out (`skip`) or kept. Default `skip`. */
  readonly empty?: 'skip' | 'keep';
  /**
   * Whether to return a last window that the piece does not fill. Default false. If the piece is shorter than a window,
   * that window is always returned.
   */
  readonly partial?: boolean;
}

/**
 * A note belongs to the windows in which it starts, and is cut off at their end. Steps and seconds count from the start
 * of the window. A note that is played slightly before the first step has a `startTime` below 0. A window begins with
 * the key and the chord that apply at its start.
 *
 * @throws InvalidArgumentError for a sequence that is not quantised, bars that are not a whole number of steps, or more than
 *   100,000 windows.
 */
export function windows(
  sequence: NoteSequence,
  { bars, hop = 1, empty = 'skip', partial }: WindowOptions,
): readonly NoteSequence[] {
  for (const [name, value] of Object.entries({ bars, hop })) {
    if (Number.isInteger(value) && value >= 1 && value <= limits.bars) continue;
    throw new InvalidArgumentError(`${name} must be a positive integer. Received: ${value}.`);
  }
  const perBar = stepsPerBarOf(sequence);
  const notes = [...(sequence.notes ?? [])].sort(
    (a, b) => (a.quantizedStartStep ?? 0) - (b.quantizedStartStep ?? 0),
  );
  const total = barsOf(sequence, perBar);
  const last = partial || total < bars ? total - 1 : total - bars;
  if (last / hop > limits.bars) {
    throw new InvalidArgumentError(
      `A piece of ${total} bars gives more than ${limits.bars} windows. Cut it, or raise hop.`,
    );
  }
  const secondsPerStep =
    60 / ((sequence.tempos?.[0]?.qpm || defaultQpm) * stepsPerQuarterOf(sequence));
  const { keySignatures, controlChanges: _c, pitchBends: _p, textAnnotations, ...rest } = sequence;
  const stepOf = ({ time }: { time?: number | null }): number =>
    Math.floor((time ?? 0) / secondsPerStep + 0.5);
  const keys = createLookup(keySignatures ?? [], stepOf);
  const chords = createLookup(
    (textAnnotations ?? []).filter(isChord),
    (chord) => chord.quantizedStep ?? stepOf(chord),
  );
  const out: NoteSequence[] = [];
  for (let bar = 0, first = 0; bar <= last; bar += hop) {
    const [from, to] = [bar * perBar, (bar + bars) * perBar];
    while (first < notes.length && (notes[first]!.quantizedStartStep ?? 0) < from) first++;
    const [begins, ends] = [from * secondsPerStep, to * secondsPerStep];
    const inside: NonNullable<NoteSequence['notes']> = [];
    for (let i = first; i < notes.length; i++) {
      const note = notes[i]!;
      const start = note.quantizedStartStep ?? 0;
      if (start >= to) break;
      // Copy the note first: a dataset has a million notes, and removing fields with a rest pattern takes ten times as
      // long.
      const moved: Note = Object.assign({}, note);
      moved.quantizedStartStep = start - from;
      moved.quantizedEndStep = Math.min(note.quantizedEndStep ?? 0, to) - from;
      if (typeof note.startTime === 'number') moved.startTime = note.startTime - begins;
      if (typeof note.endTime === 'number') moved.endTime = Math.min(note.endTime, ends) - begins;
      inside.push(moved);
    }
    if (inside.length === 0 && empty === 'skip') continue;
    out.push({
      ...rest,
      notes: inside,
      ...(keys !== none && {
        keySignatures: keys(from, to).map(({ item, step }) => ({
          ...item,
          time: step * secondsPerStep,
        })),
      }),
      ...(chords !== none && {
        textAnnotations: chords(from, to).map(({ item, step }) => ({
          ...item,
          quantizedStep: step,
          time: step * secondsPerStep,
        })),
      }),
      totalQuantizedSteps: bars * perBar,
      totalTime: bars * perBar * secondsPerStep,
    });
  }
  return out;
}

interface InForce<T> {
  readonly item: T;
  /** Step from the start of the window; 0 for an item that began earlier and still applies. */
  readonly step: number;
}
type InForceBetween<T> = (from: number, to: number) => readonly InForce<T>[];

const none: InForceBetween<never> = () => [];

/**
 * Returns a function that finds the items that apply during the steps `from` to `to`. An item applies until the next
 * one begins.
 */
function createLookup<T>(items: readonly T[], stepOf: (item: T) => number): InForceBetween<T> {
  if (items.length === 0) return none;
  const sorted = items
    .map((item) => ({ item, step: stepOf(item) }))
    .sort((a, b) => a.step - b.step);
  return (from, to) => {
    const first = Math.max(
      0,
      lastAtMost(sorted, from, ({ step }) => step),
    );
    const last = lastAtMost(sorted, to - 1, ({ step }) => step);
    return sorted
      .slice(first, last + 1)
      .map(({ item, step }) => ({ item, step: Math.max(0, step - from) }));
  };
}

/** Number of bars that begin before the end of the piece; at least one. */
function barsOf({ totalQuantizedSteps, notes }: NoteSequence, perBar: number): number {
  const end = (notes ?? []).reduce(
    (latest, { quantizedEndStep }) => Math.max(latest, quantizedEndStep ?? 0),
    totalQuantizedSteps ?? 0,
  );
  return Math.max(1, Math.ceil(end / perBar));
}
