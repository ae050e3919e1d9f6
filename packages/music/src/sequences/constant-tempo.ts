/** Converts a piece to one constant tempo. Positions in quarters stay the same. */
import type { NoteSequence } from '../theory/note-sequence.js';
import { defaultQpm, TempoMap } from '../theory/tempo-map.js';
import { tempoChanges } from './changes.js';

/** Chosen so that common grids, and the bars of all metres with a denominator up to 128, are whole numbers of ticks. */
const ticksPerQuarter = 960;

/**
 * @returns the tempos of a piece as a map. A piece without tempos has 120 quarters per minute.
 * @throws InvalidArgumentError for a tempo that a MIDI file cannot hold.
 */
export function tempoMapOf(sequence: NoteSequence): TempoMap {
  return TempoMap.ofSequence({ tempos: [...tempoChanges(sequence)] }, ticksPerQuarter);
}

/** End of the piece in seconds: the end of its last note or its `totalTime`, whichever is later. */
export function endOf({ notes, totalTime }: NoteSequence): number {
  return (notes ?? []).reduce((last, { endTime }) => Math.max(last, endTime ?? 0), totalTime ?? 0);
}

/**
 * Gives a piece its average tempo throughout. The positions of notes in quarters and the duration of the piece stay the
 * same. A piece with one tempo is returned unchanged.
 */
export function toConstantTempo(sequence: NoteSequence): NoteSequence {
  const tempos = tempoChanges(sequence);
  if (tempos.length === 1) return sequence;
  const map = tempoMapOf(sequence);
  const end = endOf(sequence);
  const qpm = end > 0 ? (60 * map.quarterAt(end)) / end : (tempos[0]?.qpm ?? defaultQpm);
  return {
    ...mapTimes(sequence, (time) => (map.quarterAt(time) * 60) / qpm),
    tempos: [{ time: 0, qpm }],
  };
}

/** Maps all times of a sequence, except the times of its tempos. */
export function mapTimes(sequence: NoteSequence, to: (seconds: number) => number): NoteSequence {
  const moved = <T extends { time?: number | null }>(
    list: readonly T[] | null | undefined,
  ): T[] | undefined => list?.map((item) => ({ ...item, time: to(item.time ?? 0) }));
  const lists = {
    timeSignatures: moved(sequence.timeSignatures),
    keySignatures: moved(sequence.keySignatures),
    textAnnotations: moved(sequence.textAnnotations),
    sectionAnnotations: moved(sequence.sectionAnnotations),
    controlChanges: moved(sequence.controlChanges),
    pitchBends: moved(sequence.pitchBends),
  };
  return {
    ...sequence,
    ...(Object.fromEntries(
      Object.entries(lists).filter(([, list]) => list !== undefined),
    ) as Partial<NoteSequence>),
    notes: (sequence.notes ?? []).map((note) => ({
      ...note,
      startTime: to(note.startTime ?? 0),
      endTime: to(note.endTime ?? 0),
    })),
    ...(typeof sequence.totalTime === 'number' && { totalTime: to(sequence.totalTime) }),
  };
}
