/** Extracts a monophonic line from polyphonic notes (the skyline), and finds the instruments that play a line. */
import type { Note, NoteSequence } from '../theory/note-sequence.js';

export interface MelodyOptions {
  /** Takes only this instrument's notes. Default: all instruments except drums. */
  readonly instrument?: number;
  /** Lowest pitch; notes below it are dropped. Default 0. */
  readonly minPitch?: number;
  /** Highest pitch; notes above it are dropped. Default 127. */
  readonly maxPitch?: number;
}

export interface ExtractedMelody {
  /** The line, in order of time. It never has two notes at once. */
  readonly sequence: NoteSequence;
  /** Number of notes that were left out. Drums and other instruments are not counted. */
  readonly dropped: number;
  /** Number of notes that were shortened because the next one begins. */
  readonly cut: number;
}

/**
 * Keeps the highest of the notes that start together, and ends each note where the next one starts. Magenta's melody
 * extraction does the same when it ignores polyphonic notes. Notes start together if they have the same start step, or
 * the same start time if the sequence is not quantised.
 */
export function extractMelody(
  sequence: NoteSequence,
  { instrument, minPitch = 0, maxPitch = 127 }: MelodyOptions = {},
): ExtractedMelody {
  const quantized = Boolean(sequence.quantizationInfo?.stepsPerQuarter);
  const startOf = (note: Note): number =>
    (quantized ? note.quantizedStartStep : note.startTime) ?? 0;
  const candidates = (sequence.notes ?? [])
    .filter((note) => !note.isDrum)
    .filter((note) => instrument === undefined || (note.instrument ?? 0) === instrument)
    .sort((a, b) => startOf(a) - startOf(b) || (b.pitch ?? 0) - (a.pitch ?? 0));
  const line: Note[] = [];
  let cut = 0;
  for (const note of candidates) {
    const pitch = note.pitch ?? 0;
    if (pitch < minPitch || pitch > maxPitch) continue;
    const last = line.at(-1);
    if (last !== undefined && startOf(last) === startOf(note)) continue;
    if (last !== undefined) {
      const shorter = endAt(last, note, quantized);
      if (shorter !== last) cut++;
      line[line.length - 1] = shorter;
    }
    line.push(note);
  }
  return { sequence: { ...sequence, notes: line }, dropped: candidates.length - line.length, cut };
}

function endAt(last: Note, next: Note, quantized: boolean): Note {
  const step = next.quantizedStartStep ?? 0;
  const time = next.startTime ?? 0;
  const over = quantized ? (last.quantizedEndStep ?? 0) > step : (last.endTime ?? 0) > time;
  if (!over) return last;
  return {
    ...last,
    ...(quantized && { quantizedEndStep: step }),
    ...(typeof last.endTime === 'number' && {
      endTime: Math.max(last.startTime ?? 0, Math.min(last.endTime, time)),
    }),
  };
}

/**
 * An instrument is melodic only if its line keeps at least this share of its notes. If an instrument plays chords, most
 * of its notes are dropped, and the remaining top notes are not a melody.
 */
const minShareKept = 0.75;
/** A line with a mean pitch below this one, C3, is a bass. */
const minMeanPitch = 48;

/**
 * Minimum number of notes of a melody, as a share of the notes of the longest line: a few notes in a long piece are not
 * a melody.
 */
const minShareOfNotes = 0.1;
/** Names of vocal and lead parts, in the languages that occur in files. */
const melodyNames =
  /\b(?:melod\w*|melodie|vocals?|vox|voice|lead|singer|sopran\w*|cant\w*|chant|gesang|stimme|sang)\b/iu;

export interface MelodicLine {
  readonly instrument: number;
  readonly sequence: NoteSequence;
  /** Share of the instrument's notes that are in its line, 0 to 1. */
  readonly kept: number;
}

/** The lines of the instruments that play mostly one note at a time and are not a bass, in the order of the instruments. */
export function melodicLines(
  piece: NoteSequence,
  range: Pick<MelodyOptions, 'minPitch' | 'maxPitch'> = {},
): readonly MelodicLine[] {
  const pitched = (piece.notes ?? []).filter(({ isDrum }) => !isDrum);
  const instruments = [...new Set(pitched.map(({ instrument }) => instrument ?? 0))].sort(
    (a, b) => a - b,
  );
  return instruments.flatMap((instrument) => {
    const ownNotes = pitched.filter((note) => (note.instrument ?? 0) === instrument);
    const mean = ownNotes.reduce((sum, { pitch }) => sum + (pitch ?? 0), 0) / ownNotes.length;
    const { sequence } = extractMelody({ ...piece, notes: ownNotes }, range);
    const kept = sequence.notes!.length / ownNotes.length;
    return kept < minShareKept || mean < minMeanPitch ? [] : [{ instrument, sequence, kept }];
  });
}

/**
 * Finds the instrument that plays the melody of a piece, among the instruments that play a line. An instrument whose
 * part is named like a melody (`vocals`, `lead`) is preferred. Next, the one whose line keeps the largest share of its
 * notes is preferred (of notes that start together, a line keeps only one). Next comes the number of notes, and last the lowest
 * instrument number. Undefined if no instrument plays a line.
 *
 * @param pieces consecutive quantised sections of one piece, split where its metre changes.
 */
export function melodyInstrument(
  pieces: readonly NoteSequence[],
  range: Pick<MelodyOptions, 'minPitch' | 'maxPitch'> = {},
): number | undefined {
  const lines = new Map<number, { notes: number; of: number }>();
  for (const { instrument, sequence, kept } of pieces.flatMap((piece) =>
    melodicLines(piece, range),
  )) {
    const line = lines.get(instrument) ?? { notes: 0, of: 0 };
    const notes = sequence.notes!.length;
    lines.set(instrument, { notes: line.notes + notes, of: line.of + notes / kept });
  }
  const busiest = Math.max(0, ...[...lines.values()].map(({ notes }) => notes));
  const named = instrumentsNamedMelody(pieces);
  return [...lines]
    .filter(([, { notes }]) => notes >= minShareOfNotes * busiest)
    .map(([instrument, { notes, of }]) => {
      return { instrument, notes, share: notes / of, isNamedMelody: named.has(instrument) };
    })
    .sort(
      (a, b) =>
        Number(b.isNamedMelody) - Number(a.isNamedMelody) ||
        b.share - a.share ||
        b.notes - a.notes ||
        a.instrument - b.instrument,
    )[0]?.instrument;
}

/** Instruments whose part has the name of a vocal or lead part. */
function instrumentsNamedMelody(pieces: readonly NoteSequence[]): ReadonlySet<number> {
  const parts = new Set(
    pieces
      .flatMap(({ partInfos }) => partInfos ?? [])
      .filter(({ name }) => melodyNames.test(name ?? ''))
      .map(({ part }) => part ?? 0),
  );
  const notes = pieces.flatMap((piece) => piece.notes ?? []);
  return new Set(
    notes.filter(({ part }) => parts.has(part ?? 0)).map(({ instrument }) => instrument ?? 0),
  );
}
