/** Encodes a monophonic line as one event per step: no event, the end of a note, or the start of a note. */
import { InvalidArgumentError } from '@speil/api';
import type { NoteSequence } from '../theory/note-sequence.js';
import { emptySequence, quantizedNotes, type NotesOptions } from './converter.js';

/** The label of a step in which nothing begins or ends. */
export const noEvent = 0;
/** The label of a step in which a note ends. */
export const noteOff = 1;
/** The event that starts a note of the lowest pitch; the higher pitches follow. */
export const firstPitch = 2;

export interface MelodyRange {
  /** Lowest and highest MIDI pitch, both included. */
  readonly minPitch: number;
  readonly maxPitch: number;
  /**
   * If true, only the highest of several notes that start together is kept. If false, such notes are refused. Default
   * true.
   */
  readonly ignorePolyphony: boolean;
}

/**
 * Encodes notes as events. A note ends at its own end or at the start of the next note, whichever comes first.
 *
 * @returns `steps` events.
 * @throws InvalidArgumentError for a pitch out of range, or for notes that start together if polyphony is refused.
 */
export function melodyEvents(
  sequence: NoteSequence,
  steps: number,
  { minPitch, maxPitch, ignorePolyphony }: MelodyRange,
): Int32Array {
  const notes = [...quantizedNotes(sequence, steps)].sort(
    (a, b) => a.start - b.start || b.pitch - a.pitch,
  );
  const events = new Int32Array(steps);
  let lastStart = -1;
  for (const { pitch, start, end } of notes) {
    if (start === lastStart) {
      if (ignorePolyphony) continue;
      throw new InvalidArgumentError(
        `This model takes one note at a time. Received: two that start at step ${start}.`,
      );
    }
    if (pitch < minPitch || pitch > maxPitch) {
      throw new InvalidArgumentError(
        `Pitches must be from ${minPitch} to ${maxPitch}. Received: ${pitch} at step ${start} (transpose the music).`,
      );
    }
    events[start] = pitch - minPitch + firstPitch;
    // A later note that starts at this step overwrites the event.
    if (end < steps) events[end] = noteOff;
    lastStart = start;
  }
  return events;
}

/** Decodes events to notes. A note lasts until the next event or the end of the events. */
export function notesOfEvents(
  events: ArrayLike<number>,
  minPitch: number,
  stepsPerQuarter: number,
  options: NotesOptions = {},
): NoteSequence {
  const sequence = emptySequence(stepsPerQuarter, events.length, options);
  let open: { pitch: number; start: number } | undefined;
  const close = (step: number): void => {
    if (open === undefined) return;
    const { pitch, start } = open;
    sequence.notes.push({ pitch, quantizedStartStep: start, quantizedEndStep: step });
    open = undefined;
  };
  for (let step = 0; step < events.length; step++) {
    const event = events[step]!;
    if (event === noEvent) continue;
    close(step);
    if (event !== noteOff) open = { pitch: event - firstPitch + minPitch, start: step };
  }
  close(events.length);
  return sequence;
}
