/** Builds MIDI files byte by byte, independently of the reader and the writer under test. */
import type { NoteSequence } from '../theory/note-sequence.js';

export const chunk = (id: string, body: readonly number[]): number[] => [
  ...[...id].map((character) => character.charCodeAt(0)),
  ...[24, 16, 8, 0].map((shift) => (body.length >>> shift) & 0xff),
  ...body,
];

/** @param tracks the bytes of each track, without the end-of-track event, which is added. */
export function midiFile(
  tracks: readonly (readonly number[])[],
  { type = 1, division = 96 }: { type?: number; division?: number } = {},
): Uint8Array {
  const header = [0, type, 0, tracks.length, division >> 8, division & 0xff];
  const bodies = tracks.flatMap((events) => chunk('MTrk', [...events, 0, 0xff, 0x2f, 0]));
  return Uint8Array.from([...chunk('MThd', header), ...bodies]);
}

/** Pitch, velocity, start and end of each note. */
export const brief = ({ notes }: NoteSequence) =>
  notes!.map(({ pitch, velocity, startTime, endTime }) => [pitch, velocity, startTime, endTime]);
