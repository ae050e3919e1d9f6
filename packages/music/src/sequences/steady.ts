/** A piece at one tempo: bars are counted in quarters, however long each of them lasts. */
import type { NoteSequence } from '../theory/note-sequence.js';
import { defaultQpm, TempoMap } from '../theory/tempo-map.js';
import { tempoChanges } from './changes.js';

/** Divides every step of a grid, and every bar of a metre with a denominator up to 128. */
const ticksPerQuarter = 960;

/**
 * @returns the tempos of a piece, 120 where none is said.
 * @throws InvalidArgumentError for a tempo that a MIDI file cannot hold.
 */
export function tempoMapOf(sequence: NoteSequence): TempoMap {
  return TempoMap.ofSequence({ tempos: [...tempoChanges(sequence)] }, ticksPerQuarter);
}

/** When the last note ends, or the piece itself where it says so; seconds. */
export function endOf({ notes, totalTime }: NoteSequence): number {
  return (notes ?? []).reduce((last, { endTime }) => Math.max(last, endTime ?? 0), totalTime ?? 0);
}

/**
 * The same notes at the same quarters and in the same time as a whole, at the tempo that the piece has on average. A piece of one tempo is
 * given back as it is.
 */
export function steady(sequence: NoteSequence): NoteSequence {
  const tempos = tempoChanges(sequence);
  if (tempos.length === 1) return sequence;
  const map = tempoMapOf(sequence);
  const end = endOf(sequence);
  const qpm = end > 0 ? (60 * map.quarterAt(end)) / end : (tempos[0]?.qpm ?? defaultQpm);
  return {
    ...retimed(sequence, (time) => (map.quarterAt(time) * 60) / qpm),
    tempos: [{ time: 0, qpm }],
  };
}

/** All times of a sequence but those of its tempos, moved. */
export function retimed(sequence: NoteSequence, to: (seconds: number) => number): NoteSequence {
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
