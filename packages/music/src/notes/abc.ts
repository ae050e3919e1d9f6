/**
 * ABC notation as notes, by abcjs: its parser and its way of playing need no page. Repeats are played, ornaments as abcjs
 * plays them; chord symbols are kept as such, and not played.
 */
import { InvalidFileError } from '@speil/api';
import type { TuneObject } from 'abcjs';
import { chordAnnotation } from '../sequences/chord-changes.js';
import { chordsOfTune, type ChordAt } from './abc-chords.js';
import { assertPlayable } from './abc-work.js';
import type { NoteSequence } from './note-sequence.js';
import { defaultQpm } from './tempo-map.js';
import { limits } from './limits.js';

/** Characters; the whole Nottingham collection has 950,000, its largest file 120,000. */
const longest = 2 ** 20;

interface Played {
  readonly cmd: string;
  readonly pitch?: number;
  readonly volume?: number;
  /** Whole notes at the first tempo. */
  readonly start?: number;
  readonly duration?: number;
  readonly instrument?: number;
}

/**
 * @param what how a person knows the text.
 * @returns each tune of the text. abcjs is loaded at the first call.
 * @throws InvalidFileError for a text without a tune, too long, or that abcjs fails on.
 */
export async function readAbc(
  text: string,
  what = 'The ABC text',
): Promise<readonly NoteSequence[]> {
  if (text.length > longest) {
    throw new InvalidFileError(
      `${what} has ${text.length} characters; at most ${longest} are read as ABC.`,
    );
  }
  if (!/^X:/mu.test(text)) {
    throw new InvalidFileError(`${what} is not ABC notation: no tune begins with X: in it.`);
  }
  const { default: abcjs } = await import('abcjs');
  try {
    return abcjs.parseOnly(text).map((tune) => {
      assertPlayable(tune, what);
      keepCommandsOfNotes(tune);
      const options = { chordsOff: true, defaultQpm };
      const { tempo, tracks } = tune.setUpAudio(options);
      const secondsPerWhole = 60 / (tempo * tune.getBeatLength());
      const { num, den } = tune.getMeterFraction();
      const metre = { secondsPerWhole, numerator: num, denominator: den ?? 4 };
      return sequenceOf(tracks, chordsOfTune(tune), metre, what);
    });
  } catch (error) {
    if (error instanceof InvalidFileError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new InvalidFileError(
      `${what} cannot be read as ABC notation: ${reason.split('\n')[0]}.`,
      {
        cause: error,
      },
    );
  }
}

/** Of `%%MIDI` lines those that say how notes are played: no drums beside them, and abcjs prints every one it does not know. */
const commands: readonly string[] = [
  ...['program', 'channel', 'transpose', 'vol', 'volinc', 'swing'],
  ...['beat', 'beataccents', 'nobeataccents'],
];

function keepCommandsOfNotes({ lines }: TuneObject): void {
  for (const part of lines.flatMap(({ staff = [] }) => staff)) {
    part.voices = (part.voices ?? []).map((voice) =>
      voice.filter((element) => element.el_type !== 'midi' || commands.includes(element.cmd)),
    );
  }
}

function sequenceOf(
  tracks: readonly (readonly Played[])[],
  chords: readonly ChordAt[],
  metre: { secondsPerWhole: number; numerator: number; denominator: number },
  what: string,
): NoteSequence {
  const { secondsPerWhole, numerator, denominator } = metre;
  const qpm = 240 / secondsPerWhole;
  // A tune without a key, or at no beats a minute, has no tempo.
  if (!(qpm >= 4 && qpm <= 1e5)) {
    throw new InvalidFileError(
      `${what} has a tempo of ${qpm} quarters a minute; it must be from 4 to 100000.`,
    );
  }
  const notes = tracks.flatMap((track, instrument) =>
    track
      // An ornament on a note that is too short for it leaves less than nothing of the note.
      .filter(({ cmd, duration }) => cmd === 'note' && !((duration ?? 0) <= 0))
      .map(({ pitch, volume, start, duration, instrument: program }) => ({
        pitch: whole(pitch, 0, 127, 'pitch', what),
        velocity: Math.max(1, whole(volume, 0, 127, 'volume', what)),
        startTime: seconds(start, secondsPerWhole, what),
        endTime: seconds((start ?? 0) + (duration ?? 0), secondsPerWhole, what),
        instrument,
        program: whole(program ?? 0, 0, 127, 'program', what),
        isDrum: false,
        part: instrument,
      })),
  );
  return {
    ticksPerQuarter: 220,
    tempos: [{ time: 0, qpm }],
    timeSignatures: [
      {
        time: 0,
        numerator: whole(numerator, 1, 255, 'metre', what),
        denominator: whole(denominator, 1, 128, 'metre', what),
      },
    ],
    ...(chords.length > 0 && {
      textAnnotations: chords.map(({ wholes, symbol }) =>
        chordAnnotation(symbol, seconds(wholes, secondsPerWhole, what)),
      ),
    }),
    notes: notes.sort((a, b) => a.startTime - b.startTime || a.instrument - b.instrument),
    totalTime: notes.reduce((last, { endTime }) => Math.max(last, endTime), 0),
  };
}

function whole(
  value: number | undefined,
  least: number,
  most: number,
  name: string,
  what: string,
): number {
  const rounded = Math.round(value ?? NaN);
  if (rounded >= least && rounded <= most) return rounded;
  throw new InvalidFileError(
    `${what} has a ${name} of ${value}; it must be from ${least} to ${most}.`,
  );
}

function seconds(wholes: number | undefined, secondsPerWhole: number, what: string): number {
  const time = (wholes ?? NaN) * secondsPerWhole;
  if (time >= 0 && time <= limits.seconds) return time;
  throw new InvalidFileError(
    `${what} has something at ${time} s; it must be from 0 to ${limits.seconds}.`,
  );
}
