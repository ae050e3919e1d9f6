/** Applies the sustain pedal: notes last as long as it is down. */
import type { Note, NoteSequence } from './note-sequence.js';
import { lastAtMost } from './search.js';

const sustainPedal = 64;
/** The pedal is down at this value and above, as defined by the MIDI standard. */
const down = 64;

/**
 * Extends each note that ends while its instrument's pedal (controller 64) is down. The note then lasts until the pedal
 * is released or the same pitch is played again; if neither happens, it lasts to the end of the piece. The pedal's
 * control changes stay in the sequence.
 */
export function applySustainPedal(sequence: NoteSequence): NoteSequence {
  const pedals = pedalsDown(sequence);
  if (pedals.size === 0) return sequence;
  const starts = startsOf(sequence.notes ?? []);
  const notes = (sequence.notes ?? []).map((note) => {
    const stretches = pedals.get(note.instrument ?? 0);
    const end = note.endTime ?? 0;
    const stretch = stretches?.[lastAtMost(stretches, end, ({ from }) => from)];
    if (stretch === undefined || end >= stretch.to) return note;
    const same = starts.get(keyOf(note))!;
    const nextStart = same[lastAtMost(same, note.startTime ?? 0, (start) => start) + 1] ?? Infinity;
    return { ...note, endTime: Math.max(end, Math.min(stretch.to, nextStart)) };
  });
  const totalTime = notes.reduce((last, note) => Math.max(last, note.endTime ?? 0), 0);
  return { ...sequence, notes, totalTime: Math.max(totalTime, sequence.totalTime ?? 0) };
}

interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** The times in seconds during which each instrument's pedal is down, in order. */
function pedalsDown(sequence: NoteSequence): Map<number, Stretch[]> {
  const lastEnd = (sequence.notes ?? []).reduce((last, n) => Math.max(last, n.endTime ?? 0), 0);
  const stretches = new Map<number, Stretch[]>();
  const since = new Map<number, number>();
  const changes = (sequence.controlChanges ?? [])
    .filter(({ controlNumber }) => controlNumber === sustainPedal)
    .sort((a, b) => (a.time ?? 0) - (b.time ?? 0));
  const addStretch = (instrument: number, from: number, to: number): void => {
    const list = stretches.get(instrument);
    if (list === undefined) stretches.set(instrument, [{ from, to }]);
    else list.push({ from, to });
    since.delete(instrument);
  };
  for (const { instrument, time, controlValue } of changes) {
    const from = since.get(instrument ?? 0);
    if ((controlValue ?? 0) >= down) since.set(instrument ?? 0, from ?? time ?? 0);
    else if (from !== undefined) addStretch(instrument ?? 0, from, time ?? 0);
  }
  const end = Math.max(lastEnd, sequence.totalTime ?? 0);
  for (const [instrument, from] of [...since]) addStretch(instrument, from, Math.max(from, end));
  return stretches;
}

const keyOf = ({ instrument, pitch }: Note): number => (instrument ?? 0) * 128 + (pitch ?? 0);

/** The start times of notes by instrument and pitch, in order. */
function startsOf(notes: readonly Note[]): Map<number, number[]> {
  const starts = new Map<number, number[]>();
  for (const note of notes) {
    const list = starts.get(keyOf(note));
    if (list === undefined) starts.set(keyOf(note), [note.startTime ?? 0]);
    else list.push(note.startTime ?? 0);
  }
  for (const list of starts.values()) list.sort((a, b) => a - b);
  return starts;
}
