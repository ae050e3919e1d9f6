/** Lists changes of tempo and metre, and splits a sequence at changes of metre. */
import type { NoteSequence } from '../theory/note-sequence.js';
import { defaultQpm } from '../theory/tempo-map.js';
import { isChord } from '../theory/chord-changes.js';
import { lastAtMost } from '../theory/search.js';

/** A tempo from a time on. */
export interface Tempo {
  /** In seconds from the start of the piece. */
  readonly time: number;
  /** In quarters per minute. */
  readonly qpm: number;
}

/** A metre from a time on. */
export interface Metre {
  /** In seconds from the start of the piece. */
  readonly time: number;
  /** Beats of a bar. */
  readonly numerator: number;
  /** The note that is a beat: 4 is a quarter. */
  readonly denominator: number;
}

/** The tempos of a sequence in order of time, starting at time 0 (default 120), without repeated values. */
export function tempoChanges({ tempos }: NoteSequence): readonly Tempo[] {
  const given = (tempos ?? []).map(({ time, qpm }) => ({
    time: time ?? 0,
    qpm: qpm || defaultQpm,
  }));
  return changes([{ time: 0, qpm: defaultQpm }], given, (a, b) => a.qpm === b.qpm);
}

/** The metres of a sequence in order of time, starting at time 0 (default 4/4), without repeated values. */
export function metreChanges({ timeSignatures }: NoteSequence): readonly Metre[] {
  const given = (timeSignatures ?? []).map(({ time, numerator, denominator }) => ({
    time: time ?? 0,
    numerator: numerator || 4,
    denominator: denominator || 4,
  }));
  const same = (a: Metre, b: Metre): boolean =>
    a.numerator === b.numerator && a.denominator === b.denominator;
  return changes([{ time: 0, numerator: 4, denominator: 4 }], given, same);
}

function changes<T extends { readonly time: number }>(
  initial: readonly T[],
  given: readonly T[],
  same: (a: T, b: T) => boolean,
): readonly T[] {
  const out = [...initial];
  for (const change of [...given].sort((a, b) => a.time - b.time)) {
    // If several changes have the same time, the last one counts.
    if (change.time <= out.at(-1)!.time) out.pop();
    if (out.length === 0 || !same(out.at(-1)!, change)) {
      out.push(out.length === 0 ? { ...change, time: 0 } : change);
    }
  }
  return out;
}

/** A stretch of a piece with one metre. */
export interface Stretch {
  /** The notes and other events of the stretch. Times count from its start. */
  readonly sequence: NoteSequence;
  /** Start of the stretch in the piece, in seconds. */
  readonly begins: number;
}

/**
 * Splits a piece into stretches of one metre each. A change of tempo does not split the piece, because bars are
 * measured in quarters. A note belongs to the stretch in which it starts, and is cut off where that stretch ends.
 * Stretches without notes are left out.
 */
export function splitOnMetre(sequence: NoteSequence): readonly Stretch[] {
  const tempos = tempoChanges(sequence);
  const metres = metreChanges(sequence);
  const cuts = metres.map(({ time }) => time);
  if (cuts.length === 1) return sequence.notes?.length ? [{ sequence, begins: 0 }] : [];
  const end = (sequence.notes ?? []).reduce(
    (last, { endTime }) => Math.max(last, endTime ?? 0),
    sequence.totalTime ?? 0,
  );
  const { keySignatures, controlChanges, pitchBends, textAnnotations, ...rest } = sequence;
  const inOrder = <T extends Timed>(list: readonly T[] | null | undefined): readonly T[] =>
    [...(list ?? [])].sort((a, b) => timeOf(a) - timeOf(b));
  const keys = inOrder(keySignatures);
  const texts = inOrder(textAnnotations);
  const chords = texts.filter(isChord);
  const at = <T extends Timed>(list: readonly T[], time: number): T =>
    list[lastAtMost(list, time, timeOf)]!;
  const notes = groupByStretch(sequence.notes, cuts, ({ startTime }) => startTime ?? 0);
  const signatures = groupByStretch(keys, cuts, timeOf);
  const written = groupByStretch(texts, cuts, timeOf);
  const controls = groupByStretch(controlChanges, cuts, timeOf);
  const bends = groupByStretch(pitchBends, cuts, timeOf);
  return cuts.flatMap((from, i) => {
    if (notes[i]!.length === 0) return [];
    const to = cuts[i + 1] ?? Math.max(end, from);
    const shifted = <T extends Timed>(list: readonly T[]): T[] =>
      list.map((item) => ({ ...item, time: timeOf(item) - from }));
    /** The item that applies at the start of the stretch, and the items that follow in the stretch. */
    const inForce = <T extends Timed>(all: readonly T[], inStretch: readonly T[]): T[] => {
      const first = lastAtMost(all, from, timeOf);
      return [
        ...all.slice(Math.max(first, 0), first + 1).map((item) => ({ ...item, time: 0 })),
        ...shifted(inStretch.filter((item) => timeOf(item) > from)),
      ];
    };
    const stretch: NoteSequence = {
      ...rest,
      tempos: [
        { qpm: at(tempos, from).qpm, time: 0 },
        ...shifted(tempos.filter(({ time }) => time > from && time < to)),
      ],
      timeSignatures: [{ ...at(metres, from), time: 0 }],
      keySignatures: inForce(keys, signatures[i]!),
      ...(textAnnotations && {
        textAnnotations: [
          ...inForce(chords, written[i]!.filter(isChord)),
          ...shifted(written[i]!.filter((text) => !isChord(text))),
        ],
      }),
      controlChanges: shifted(controls[i]!),
      pitchBends: shifted(bends[i]!),
      notes: notes[i]!.map((note) => ({
        ...note,
        startTime: (note.startTime ?? 0) - from,
        endTime: Math.min(note.endTime ?? 0, to) - from,
      })),
      totalTime: Math.min(end, to) - from,
    };
    return [{ sequence: stretch, begins: from }];
  });
}

interface Timed {
  time?: number | null;
}

const timeOf = ({ time }: Timed): number => time ?? 0;

/** Groups items by the stretch in which they begin. */
function groupByStretch<T>(
  items: readonly T[] | null | undefined,
  cuts: readonly number[],
  timeOfItem: (item: T) => number,
): readonly T[][] {
  const pieces = cuts.map((): T[] => []);
  for (const item of items ?? []) {
    pieces[
      Math.max(
        0,
        lastAtMost(cuts, timeOfItem(item), (cut) => cut),
      )
    ]!.push(item);
  }
  return pieces;
}
