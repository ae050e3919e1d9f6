/** Finds the instruments that play a line: a melody or a bass. */
import { trioPrograms } from './programs.js';
import { extractMelody, type MelodyOptions } from './melody.js';
import type { NoteSequence } from '../theory/note-sequence.js';

export const lineKinds = ['melody', 'bass'] as const;
export type LineKind = (typeof lineKinds)[number];

type PitchRange = Pick<MelodyOptions, 'minPitch' | 'maxPitch'>;

/**
 * An instrument plays a line only if the line keeps at least this share of its notes. If an instrument plays chords, most
 * of its notes are dropped, and the remaining top notes are not a line.
 */
const minShareKept = 0.75;
/** A line with a mean pitch below this one, C3, is a bass. */
const minMeanPitch = 48;

/**
 * Minimum number of notes of a melody or a bass, as a share of the notes of the longest line: a few notes in a long piece
 * are neither.
 */
const minShareOfNotes = 0.1;
/** Names of parts, in the languages that occur in files. */
const partNames: Readonly<Record<LineKind, RegExp>> = {
  melody:
    /\b(?:melod\w*|melodie|vocals?|vox|voice|lead|singer|sopran\w*|cant\w*|chant|gesang|stimme|sang)\b/iu,
  bass: /\b(?:(?:kontra|contra)?bass\w*|basso|basse|bajo|baixo)\b/iu,
};

export interface InstrumentLine {
  readonly instrument: number;
  readonly sequence: NoteSequence;
  /** Share of the instrument's notes that are in its line, 0 to 1. */
  readonly kept: number;
}

/**
 * The lines of the instruments that play mostly one note at a time, in the order of the instruments. A bass has a bass
 * program or a mean pitch below C3; a melody has a mean pitch from C3.
 */
export function findLines(
  piece: NoteSequence,
  kind: LineKind,
  range: PitchRange = {},
): readonly InstrumentLine[] {
  const pitched = (piece.notes ?? []).filter(({ isDrum }) => !isDrum);
  const instruments = [...new Set(pitched.map(({ instrument }) => instrument ?? 0))].sort(
    (a, b) => a - b,
  );
  const [firstBass, lastBass] = trioPrograms.bass;
  return instruments.flatMap((instrument) => {
    const ownNotes = pitched.filter((note) => (note.instrument ?? 0) === instrument);
    const mean = ownNotes.reduce((sum, { pitch }) => sum + (pitch ?? 0), 0) / ownNotes.length;
    const isLow = mean < minMeanPitch;
    const hasBassProgram = ownNotes.every(
      ({ program }) => (program ?? 0) >= firstBass && (program ?? 0) <= lastBass,
    );
    if (kind === 'melody' ? isLow : !isLow && !hasBassProgram) return [];
    const { sequence } = extractMelody({ ...piece, notes: ownNotes }, range);
    const kept = sequence.notes!.length / ownNotes.length;
    return kept < minShareKept ? [] : [{ instrument, sequence, kept }];
  });
}

/**
 * Finds the instrument that plays the melody or the bass of a piece. Candidates are the instruments of `findLines`; if
 * there is none, the result is undefined. These criteria decide, in this order: the part has a fitting name (`vocals`,
 * `lead`), the line keeps the largest share of the instrument's notes (it keeps only one of the notes that start
 * together), the line has the most notes, the instrument has the lowest number.
 *
 * @param pieces consecutive quantised sections of one piece, split where its metre changes.
 */
export function findLineInstrument(
  pieces: readonly NoteSequence[],
  kind: LineKind,
  range: PitchRange = {},
): number | undefined {
  const lines = new Map<number, { notes: number; of: number }>();
  for (const { instrument, sequence, kept } of pieces.flatMap((piece) =>
    findLines(piece, kind, range),
  )) {
    const line = lines.get(instrument) ?? { notes: 0, of: 0 };
    const notes = sequence.notes!.length;
    lines.set(instrument, { notes: line.notes + notes, of: line.of + notes / kept });
  }
  const busiest = Math.max(0, ...[...lines.values()].map(({ notes }) => notes));
  const named = findNamedInstruments(pieces, partNames[kind]);
  return [...lines]
    .filter(([, { notes }]) => notes >= minShareOfNotes * busiest)
    .map(([instrument, { notes, of }]) => {
      return { instrument, notes, share: notes / of, isNamed: named.has(instrument) };
    })
    .sort(
      (a, b) =>
        Number(b.isNamed) - Number(a.isNamed) ||
        b.share - a.share ||
        b.notes - a.notes ||
        a.instrument - b.instrument,
    )[0]?.instrument;
}

/** Instruments whose part has a name of this kind. */
function findNamedInstruments(pieces: readonly NoteSequence[], names: RegExp): ReadonlySet<number> {
  const parts = new Set(
    pieces
      .flatMap(({ partInfos }) => partInfos ?? [])
      .filter(({ name }) => names.test(name ?? ''))
      .map(({ part }) => part ?? 0),
  );
  const notes = pieces.flatMap((piece) => piece.notes ?? []);
  return new Set(
    notes.filter(({ part }) => parts.has(part ?? 0)).map(({ instrument }) => instrument ?? 0),
  );
}
