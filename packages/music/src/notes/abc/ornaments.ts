/**
 * Plays ornaments and grace notes. In abcjs, the neighbouring notes of an ornament are a fixed interval away, mostly a
 * whole tone, whatever the key, and the grace notes before a note take half of its duration. Here the neighbouring
 * notes are taken from the key, and a grace note lasts at most a 32nd.
 */
import type { TuneObject } from 'abcjs';
import { voicesOf, type AbcKey, type Played } from './elements.js';
import { isDrumProgram } from './percussion.js';

/** abcjs's names of the ornaments that are played as several notes. */
const ornaments = [
  ...['trill', 'trillh', 'turn', 'mordent', 'lowermordent'],
  ...['uppermordent', 'pralltriller'],
] as const;
type Ornament = (typeof ornaments)[number];

/** The ornament of each decorated note, by the position of the note in the text. */
export type Ornaments = ReadonlyMap<number, Ornament>;

/** Removes the ornaments from a tune, so that abcjs plays only the notes. */
export function takeOrnaments(tune: TuneObject): Ornaments {
  const taken = new Map<number, Ornament>();
  for (const { elements } of voicesOf(tune).flat()) {
    for (const element of elements) {
      const found = ornaments.find((name) => element.decoration?.includes(name));
      if (found === undefined || element.startChar === undefined) continue;
      taken.set(element.startChar, found);
      element.decoration = element.decoration!.filter(
        (name) => !(ornaments as readonly string[]).includes(name),
      );
    }
  }
  return taken;
}

/** A 32nd note, in whole notes. */
const short = 1 / 32;

/** @param keyAt returns the key at a time in whole notes. */
export function playOrnaments(
  track: readonly Played[],
  taken: Ornaments,
  keyAt: (wholes: number) => AbcKey | undefined,
): readonly Played[] {
  return shortenGraceNotes(track).flatMap((note) => {
    const ornament = note.startChar === undefined ? undefined : taken.get(note.startChar);
    // The neighbours of a percussion note are other instruments.
    if (note.cmd !== 'note' || ornament === undefined || isDrumProgram(note.instrument)) {
      return [note];
    }
    return playOrnament(ornament, note, keyAt(note.start ?? 0));
  });
}

/** Shortens each grace note to at most a 32nd. The note after them starts earlier by the time that this saves. */
function shortenGraceNotes(track: readonly Played[]): readonly Played[] {
  const out: Played[] = [];
  let graces: Played[] = [];
  /**
   * The group of grace notes before a note: its start, the length of each note, their number, and the end of the group
   * as played by abcjs.
   */
  let quick: { start: number; each: number; count: number; until: number } | undefined;
  for (const note of track) {
    if (note.cmd === 'note' && note.style === 'grace') {
      graces.push(note);
      continue;
    }
    if (graces.length > 0) {
      const start = graces[0]!.start ?? 0;
      const until = graces.reduce((sum, { duration }) => sum + (duration ?? 0), start);
      const each = Math.min(short, (until - start) / graces.length);
      out.push(...graces.map((g, i) => ({ ...g, start: start + i * each, duration: each })));
      quick = { start, each, count: graces.length, until };
      graces = [];
    }
    // True for a note that follows the grace notes; if they are followed by a chord, true for each note of the chord.
    const follows =
      quick !== undefined &&
      note.cmd === 'note' &&
      Math.abs((note.start ?? 0) - quick.until) < 1e-6;
    if (!follows) quick = undefined;
    if (quick === undefined) out.push(note);
    else {
      const start = quick.start + quick.count * quick.each;
      const end = (note.start ?? 0) + (note.duration ?? 0);
      out.push({ ...note, start, duration: end - start });
    }
  }
  return [...out, ...graces];
}

function playOrnament(
  ornament: Ornament,
  note: Played,
  key: AbcKey | undefined,
): readonly Played[] {
  const [start, duration, pitch] = [note.start ?? 0, note.duration ?? 0, note.pitch ?? 0];
  const [above, below] = [neighbour(pitch, 1, key), neighbour(pitch, -1, key)];
  const line = (pitches: readonly number[], each: number): Played[] =>
    pitches.map((linePitch, i) => {
      const from = start + i * each;
      const isLast = i === pitches.length - 1;
      return {
        ...note,
        pitch: linePitch,
        start: from,
        duration: isLast ? start + duration - from : each,
      };
    });
  const quick = Math.min(short, duration / 4);
  switch (ornament) {
    case 'trill':
    case 'trillh': {
      const other = ornament === 'trillh' ? pitch + 1 : above;
      // An even number, so that a trill ends on the written note.
      const count = 2 * Math.max(1, Math.floor(duration / short / 2 + 1e-6));
      const pitches = Array.from({ length: count }, (_, i) => (i % 2 === 0 ? other : pitch));
      return line(pitches, duration / count);
    }
    case 'turn':
      return line([above, pitch, below, pitch], duration / 4);
    case 'mordent':
    case 'lowermordent':
      return line([pitch, below, pitch], quick);
    case 'uppermordent':
    case 'pralltriller':
      return line([pitch, above, pitch], quick);
  }
}

const letters: Readonly<Record<string, number>> = { c: 0, d: 2, e: 4, f: 5, g: 7, a: 9, b: 11 };
const signs: Readonly<Record<string, number>> = { sharp: 1, flat: -1, natural: 0 };

/**
 * The next pitch of the key above or below, if it is at most a whole tone away; otherwise the pitch that is a whole
 * tone away.
 */
function neighbour(pitch: number, step: 1 | -1, key: AbcKey | undefined): number {
  const scale = new Map(Object.entries(letters));
  for (const { acc, note } of key?.accidentals ?? []) {
    const letter = note.toLowerCase();
    if (letter in letters) scale.set(letter, letters[letter]! + (signs[acc] ?? 0));
  }
  const classes = new Set([...scale.values()].map((value) => (value + 12) % 12));
  const found = [1, 2].find((by) => classes.has((pitch + step * by + 12) % 12));
  return pitch + step * (found ?? 2);
}
