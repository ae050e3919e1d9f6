/** One line out of many notes: the skyline, and which instruments play a line at all. */
import type { Note, NoteSequence } from '../theory/note-sequence.js';

export interface MelodyOptions {
  /** Only this instrument's notes. Default all but drums. */
  readonly instrument?: number;
  /** Notes below are dropped. Default 0. */
  readonly minPitch?: number;
  /** Notes above are dropped. Default 127. */
  readonly maxPitch?: number;
}

export interface ExtractedMelody {
  /** No two notes at once, in order of time. */
  readonly sequence: NoteSequence;
  /** Notes that are not in it, without drums and other instruments. */
  readonly dropped: number;
  /** Notes of it that end early, where the next begins. */
  readonly cut: number;
}

/**
 * The highest of the notes that start together, each until the next starts: what Magenta takes for a melody where it
 * ignores polyphony. Of a quantised sequence, starting together is having the same step; else the same second.
 */
export function extractMelody(
  sequence: NoteSequence,
  { instrument, minPitch = 0, maxPitch = 127 }: MelodyOptions = {},
): ExtractedMelody {
  const quantized = Boolean(sequence.quantizationInfo?.stepsPerQuarter);
  const startOf = (note: Note): number =>
    (quantized ? note.quantizedStartStep : note.startTime) ?? 0;
  const heard = (sequence.notes ?? [])
    .filter((note) => !note.isDrum)
    .filter((note) => instrument === undefined || (note.instrument ?? 0) === instrument)
    .sort((a, b) => startOf(a) - startOf(b) || (b.pitch ?? 0) - (a.pitch ?? 0));
  const line: Note[] = [];
  let cut = 0;
  for (const note of heard) {
    const pitch = note.pitch ?? 0;
    if (pitch < minPitch || pitch > maxPitch) continue;
    const last = line.at(-1);
    if (last !== undefined && startOf(last) === startOf(note)) continue;
    if (last !== undefined) {
      const shorter = endedBy(last, note, quantized);
      if (shorter !== last) cut++;
      line[line.length - 1] = shorter;
    }
    line.push(note);
  }
  return { sequence: { ...sequence, notes: line }, dropped: heard.length - line.length, cut };
}

function endedBy(last: Note, next: Note, quantized: boolean): Note {
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

/** Of chords the top would be a melody that nobody wrote. */
const leastKept = 0.75;
/** Mean pitch of a line below which it is a bass: C3. */
const lowestMelody = 48;

/** Share of the notes of the busiest line that a melody has at least: an interjection is none. */
const leastNotes = 0.1;
/** Names of parts that sing, in the languages that files are written in. */
const singing =
  /\b(?:melod\w*|melodie|vocals?|vox|voice|lead|singer|sopran\w*|cant\w*|chant|gesang|stimme|sang)\b/iu;

export interface MelodicLine {
  readonly instrument: number;
  readonly sequence: NoteSequence;
  /** Share of the instrument's notes that are in its line, 0 to 1. */
  readonly kept: number;
}

/** The line of each instrument that is, mostly, one line, above a bass; in the order of the instruments. */
export function melodicLines(
  piece: NoteSequence,
  range: Pick<MelodyOptions, 'minPitch' | 'maxPitch'> = {},
): readonly MelodicLine[] {
  const pitched = (piece.notes ?? []).filter(({ isDrum }) => !isDrum);
  const instruments = [...new Set(pitched.map(({ instrument }) => instrument ?? 0))].sort(
    (a, b) => a - b,
  );
  return instruments.flatMap((instrument) => {
    const own = pitched.filter((note) => (note.instrument ?? 0) === instrument);
    const mean = own.reduce((sum, { pitch }) => sum + (pitch ?? 0), 0) / own.length;
    const { sequence } = extractMelody({ ...piece, notes: own }, range);
    const kept = sequence.notes!.length / own.length;
    return kept < leastKept || mean < lowestMelody ? [] : [{ instrument, sequence, kept }];
  });
}

/**
 * The instrument that plays the melody of a piece, the line that one would sing: of its melodic lines one whose part is named so, else the one
 * that keeps the largest share of its notes (chords and broken chords lose some), else the one with most notes, else the first. Undefined where no
 * instrument plays a line.
 *
 * @param pieces quantised parts of one piece.
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
  const named = singers(pieces);
  return [...lines]
    .filter(([, { notes }]) => notes >= leastNotes * busiest)
    .map(([instrument, { notes, of }]) => {
      return { instrument, notes, share: notes / of, sings: named.has(instrument) };
    })
    .sort(
      (a, b) =>
        Number(b.sings) - Number(a.sings) ||
        b.share - a.share ||
        b.notes - a.notes ||
        a.instrument - b.instrument,
    )[0]?.instrument;
}

/** Instruments whose part has a name of what sings. */
function singers(pieces: readonly NoteSequence[]): ReadonlySet<number> {
  const parts = new Set(
    pieces
      .flatMap(({ partInfos }) => partInfos ?? [])
      .filter(({ name }) => singing.test(name ?? ''))
      .map(({ part }) => part ?? 0),
  );
  const notes = pieces.flatMap((piece) => piece.notes ?? []);
  return new Set(
    notes.filter(({ part }) => parts.has(part ?? 0)).map(({ instrument }) => instrument ?? 0),
  );
}
