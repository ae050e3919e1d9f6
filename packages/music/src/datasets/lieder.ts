/** Reads the vocal lines of the OpenScore Lieder corpus. Each line of the file is a JSON object with one song. */
import { parseJson } from '@speil/api';
import * as z from 'zod';
import { keyOf } from '../theory/keys.js';
import { limits } from '../theory/limits.js';
import type { NoteSequence } from '../theory/note-sequence.js';
import type { Song } from './song.js';

const tick = z.number().int().min(0).max(10_000_000);
const songSchema = z.object({
  id: z.string().min(1).max(200),
  composer: z.string().max(200),
  title: z.string().max(1000),
  /** Ticks per quarter note. */
  ppq: z.number().int().min(1).max(0x7fff),
  time: z
    .array(z.tuple([tick, z.string().regex(/^[1-9]\d?\/(?:1|2|4|8|16|32)$/u)]))
    .max(limits.bars),
  key: z
    .array(z.tuple([tick, z.number().int().min(-7).max(7), z.string().max(20)]))
    .max(limits.bars),
  notes: z.array(z.tuple([tick, tick, z.number().int().min(0).max(127)])).max(limits.bars),
});

/** Length of a quarter. It is assumed, because the scores have no machine-readable tempo. */
const secondsPerQuarter = 0.5;
const velocity = 80;
/** General MIDI's program for a voice, counted from 0. */
const choirAahs = 52;

/**
 * @param wanted selects songs by id.
 * @throws InvalidFileError for an invalid line.
 */
export function liederSongs(
  text: string,
  wanted: (id: string) => boolean,
  what: string,
): readonly Song[] {
  return text.split('\n').flatMap((line, i) => {
    if (line.trim() === '') return [];
    const song = parseJson(songSchema, line, `${what}, line ${i + 1}`);
    return wanted(song.id)
      ? [{ id: song.id, style: song.composer, sequence: sequenceOf(song) }]
      : [];
  });
}

function sequenceOf({ ppq, time, key, notes, title }: z.output<typeof songSchema>): NoteSequence {
  const secondsAt = (ticks: number): number => (ticks / ppq) * secondsPerQuarter;
  const sung = notes.map(([onset, duration, pitch]) => ({
    pitch,
    velocity,
    startTime: secondsAt(onset),
    endTime: secondsAt(onset + duration),
    instrument: 0,
    program: choirAahs,
    isDrum: false,
    part: 0,
  }));
  return {
    ticksPerQuarter: ppq,
    tempos: [{ time: 0, qpm: 60 / secondsPerQuarter }],
    timeSignatures: time.map(([at, metre]) => {
      const [numerator, denominator] = metre.split('/').map(Number) as [number, number];
      return { time: secondsAt(at), numerator, denominator };
    }),
    keySignatures: key.map(([at, fifths, mode]) => ({
      time: secondsAt(at),
      ...keyOf(fifths, mode === 'minor'),
    })),
    notes: sung,
    partInfos: [{ part: 0, name: title }],
    totalTime: sung.reduce((last, { endTime }) => Math.max(last, endTime), 0),
  };
}
