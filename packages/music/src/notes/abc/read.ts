/**
 * Reads ABC notation with abcjs, whose parser and player work without a web page. Repeats, the order of parts, D.C. and
 * ornaments are played. Chord symbols become annotations and are not played.
 */
import { InvalidFileError } from '@speil/api';
import type { TuneObject } from 'abcjs';
import { chordAnnotation } from '../../theory/chord-changes.js';
import { chordsOfTune } from './chords.js';
import { voicesOf, type Played } from './elements.js';
import { orderParts, writeOutJumps } from './order.js';
import { playOrnaments, takeOrnaments } from './ornaments.js';
import { drumPitches, isDrumProgram, markDrums } from './percussion.js';
import { createTimeline } from './timeline.js';
import { assertPlayable } from './limits.js';
import type { NoteSequence } from '../../theory/note-sequence.js';
import { Omissions, omissionsText, type ReadOptions } from '../shared/omissions.js';
import { defaultQpm } from '../../theory/tempo-map.js';
import { limits } from '../../theory/limits.js';

/**
 * Maximum number of characters. The whole Nottingham collection has 950,000 characters, and its largest file has
 * 120,000.
 */
const maxLength = 2 ** 20;

/**
 * Reads all tunes of a text. Tunes that cannot be read and headings without a key are skipped and reported to
 * `onOmitted`. The number of a tune becomes `referenceNumber`, and its title is in `sequenceMetadata`. The default
 * tempo is 120 quarters per minute, or 120 dotted quarters in compound metres.
 *
 * @returns the tunes of the text. The first call loads abcjs.
 * @throws InvalidFileError for a text that has no tunes, is too long, or has no tune that can be read.
 */
export async function readAbc(
  text: string,
  { what = 'The ABC text', onOmitted }: ReadOptions = {},
): Promise<readonly NoteSequence[]> {
  if (text.length > maxLength) {
    throw new InvalidFileError(
      `${what} has ${text.length} characters; at most ${maxLength} are read as ABC.`,
    );
  }
  if (!/^X:/mu.test(text)) {
    throw new InvalidFileError(`${what} is not ABC notation: none of its lines begins with X:.`);
  }
  const { default: abcjs } = await import('abcjs');
  const omissions = new Omissions();
  let first: InvalidFileError | undefined;
  const tunes = new abcjs.TuneBook(text).tunes.flatMap(({ abc, id, title }) => {
    if (!/^K:/mu.test(abc)) {
      omissions.add('heading | without a key', `X:${id}`);
      return [];
    }
    try {
      const sequence = quietly(() => {
        const [tune] = abcjs.parseOnly(orderParts(abc, omissions));
        return playTune(tune, omissions, what);
      });
      const number = Number(id);
      return [
        {
          ...sequence,
          ...(Number.isSafeInteger(number) &&
            Math.abs(number) < 2 ** 31 && { referenceNumber: number }),
          ...(title && { sequenceMetadata: { title } }),
        },
      ];
    } catch (error) {
      first ??= asFileError(error, what);
      omissions.add('unreadable tune', `X:${id}`);
      return [];
    }
  });
  if (tunes.length === 0) {
    throw (
      first ??
      new InvalidFileError(`${what} holds no tune; skipped: ${omissionsText(omissions.list)}.`)
    );
  }
  omissions.report({ ...(onOmitted && { onOmitted }) });
  return tunes;
}

function asFileError(error: unknown, what: string): InvalidFileError {
  if (error instanceof InvalidFileError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new InvalidFileError(`${what} cannot be read as ABC notation: ${reason.split('\n')[0]}.`, {
    cause: error,
  });
}

/**
 * Runs a function with a silenced console: abcjs prints warnings to standard output, where a program may expect JSON.
 */
function quietly<T>(run: () => T): T {
  const { log, warn, error } = console;
  const silent = (): void => undefined;
  Object.assign(console, { log: silent, warn: silent, error: silent });
  try {
    return run();
  } finally {
    Object.assign(console, { log, warn, error });
  }
}

function playTune(tune: TuneObject, omissions: Omissions, what: string): NoteSequence {
  assertPlayable(tune, what);
  keepCommandsOfNotes(tune);
  const drums = markDrums(tune);
  const ornaments = takeOrnaments(tune);
  writeOutJumps(tune, omissions);
  // abcjs counts its default tempo in beats of the metre. If the beat is a half note, 120 beats per minute would be
  // twice as fast as 120 quarters per minute.
  const beat = tune.getBeatLength();
  const { tempo, tracks } = tune.setUpAudio({
    chordsOff: true,
    defaultQpm: beat === 1 / 2 ? defaultQpm / 2 : defaultQpm,
  });
  const qpm = tempo * beat * 4;
  // Zero beats per minute is not a tempo.
  if (!(qpm >= 4 && qpm <= 1e5)) {
    throw new InvalidFileError(
      `${what} has a tempo of ${qpm} quarters per minute; it must be from 4 to 100000.`,
    );
  }
  const secondsPerWhole = 240 / qpm;
  const end = tracks.flat().reduce((last, note: Played) => {
    const until = ((note.start ?? 0) + (note.duration ?? 0)) * secondsPerWhole;
    return note.cmd === 'note' && until > last ? until : last;
  }, 0);
  const timeline = createTimeline(tune, qpm, Math.min(end, limits.seconds));
  const notes = (tracks as readonly (readonly Played[])[]).flatMap((track, instrument) =>
    playOrnaments(track, ornaments, (wholes) => timeline.keyAt(wholes * secondsPerWhole))
      // An ornament on a note that is too short for it can leave a note of negative length.
      .filter(({ cmd, duration }) => cmd === 'note' && !((duration ?? 0) <= 0))
      .map(({ pitch, volume, start, duration, instrument: program }) => {
        const isDrum = isDrumProgram(program);
        return {
          pitch: whole(isDrum ? drumPitches(drums, pitch) : pitch, 0, 127, 'pitch', what),
          velocity: Math.max(1, whole(volume, 0, 127, 'volume', what)),
          startTime: seconds(start, secondsPerWhole, what),
          endTime: seconds((start ?? 0) + (duration ?? 0), secondsPerWhole, what),
          instrument,
          program: isDrum ? 0 : whole(program ?? 0, 0, 127, 'program', what),
          isDrum,
          part: instrument,
        };
      }),
  );
  const chords = chordsOfTune(tune, omissions);
  return {
    ticksPerQuarter: 220,
    tempos: [...timeline.tempos],
    timeSignatures: [...timeline.timeSignatures],
    keySignatures: [...timeline.keySignatures],
    ...(chords.length > 0 && {
      textAnnotations: chords.map(({ wholes, symbol }) =>
        chordAnnotation(symbol, seconds(wholes, secondsPerWhole, what)),
      ),
    }),
    notes: notes.sort((a, b) => a.startTime - b.startTime || a.instrument - b.instrument),
    totalTime: notes.reduce((last, { endTime }) => Math.max(last, endTime), 0),
  };
}

/**
 * The `%%MIDI` commands that are kept. They affect how the notes are played; commands for an accompaniment by drums or
 * chords are left out.
 */
const commands: readonly string[] = [
  ...['program', 'channel', 'transpose', 'vol', 'volinc', 'swing'],
  ...['beat', 'beataccents', 'nobeataccents'],
];
/**
 * Commands in the header for an accompaniment. They are removed because abcjs would compute the accompaniment although
 * it is turned off.
 */
const accompaniments = [
  'gchord',
  'gchordon',
  'gchordbars',
  'drum',
  'drumon',
  'drumbars',
  'drumintro',
];

function keepCommandsOfNotes(tune: TuneObject): void {
  for (const { elements } of voicesOf(tune).flat()) {
    const kept = elements.filter(
      (element) =>
        element.el_type !== 'midi' || commands.includes((element as { cmd?: string }).cmd ?? ''),
    );
    elements.splice(0, elements.length, ...kept);
  }
  const { midi } = tune.formatting as { midi?: Record<string, unknown> };
  for (const name of accompaniments) delete midi?.[name];
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
    `${what} has a note or a chord symbol at ${time} s; it must be from 0 to ${limits.seconds}.`,
  );
}
