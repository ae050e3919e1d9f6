/** Where tempo and metre change, and a sequence cut where its metre does. */
import type { NoteSequence } from '../theory/note-sequence.js';
import { defaultQpm } from '../theory/tempo-map.js';
import { isChord } from '../theory/chord-changes.js';
import { lastAtMost } from '../theory/search.js';

export interface Tempo {
  readonly time: number;
  readonly qpm: number;
}

export interface Metre {
  readonly time: number;
  readonly numerator: number;
  readonly denominator: number;
}

/** Tempos in order, from time 0 on (120 where none is said), without those that change nothing. */
export function tempoChanges({ tempos }: NoteSequence): readonly Tempo[] {
  const said = (tempos ?? []).map(({ time, qpm }) => ({ time: time ?? 0, qpm: qpm || defaultQpm }));
  return changes([{ time: 0, qpm: defaultQpm }], said, (a, b) => a.qpm === b.qpm);
}

/** Metres in order, from time 0 on (4/4 where none is said), without those that change nothing. */
export function metreChanges({ timeSignatures }: NoteSequence): readonly Metre[] {
  const said = (timeSignatures ?? []).map(({ time, numerator, denominator }) => ({
    time: time ?? 0,
    numerator: numerator || 4,
    denominator: denominator || 4,
  }));
  const same = (a: Metre, b: Metre): boolean =>
    a.numerator === b.numerator && a.denominator === b.denominator;
  return changes([{ time: 0, numerator: 4, denominator: 4 }], said, same);
}

function changes<T extends { readonly time: number }>(
  initial: readonly T[],
  said: readonly T[],
  same: (a: T, b: T) => boolean,
): readonly T[] {
  const out = [...initial];
  for (const change of [...said].sort((a, b) => a.time - b.time)) {
    // Of several at one time the last holds.
    if (change.time <= out.at(-1)!.time) out.pop();
    if (out.length === 0 || !same(out.at(-1)!, change)) {
      out.push(out.length === 0 ? { ...change, time: 0 } : change);
    }
  }
  return out;
}

/** A stretch of a piece in one metre. */
export interface Stretch {
  /** With times from its own beginning. */
  readonly sequence: NoteSequence;
  /** Where it begins in the piece, seconds. */
  readonly begins: number;
}

/**
 * Stretches of one metre each. A change of tempo begins none: bars are counted in quarters. A note belongs to the stretch it starts in
 * and ends with it at the latest. Stretches without a note are left out.
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
  const notes = dealt(sequence.notes, cuts, ({ startTime }) => startTime ?? 0);
  const signatures = dealt(keys, cuts, timeOf);
  const written = dealt(texts, cuts, timeOf);
  const controls = dealt(controlChanges, cuts, timeOf);
  const bends = dealt(pitchBends, cuts, timeOf);
  return cuts.flatMap((from, i) => {
    if (notes[i]!.length === 0) return [];
    const to = cuts[i + 1] ?? Math.max(end, from);
    const moved = <T extends Timed>(list: readonly T[]): T[] =>
      list.map((item) => ({ ...item, time: timeOf(item) - from }));
    /** What holds at the beginning, and the rest of what begins in the piece. */
    const held = <T extends Timed>(all: readonly T[], own: readonly T[]): T[] => {
      const begun = lastAtMost(all, from, timeOf);
      return [
        ...all.slice(Math.max(begun, 0), begun + 1).map((item) => ({ ...item, time: 0 })),
        ...moved(own.filter((item) => timeOf(item) > from)),
      ];
    };
    const stretch: NoteSequence = {
      ...rest,
      tempos: [
        { qpm: at(tempos, from).qpm, time: 0 },
        ...moved(tempos.filter(({ time }) => time > from && time < to)),
      ],
      timeSignatures: [{ ...at(metres, from), time: 0 }],
      keySignatures: held(keys, signatures[i]!),
      ...(textAnnotations && {
        textAnnotations: [
          ...held(chords, written[i]!.filter(isChord)),
          ...moved(written[i]!.filter((text) => !isChord(text))),
        ],
      }),
      controlChanges: moved(controls[i]!),
      pitchBends: moved(bends[i]!),
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

/** Items by the piece that they begin in. */
function dealt<T>(
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
