/**
 * ABC notation as notes, by abcjs: its parser and its way of playing need no page. Repeats, the order of parts and D.C. are played, ornaments in the
 * key; chord symbols are kept as such, and not played.
 */
import { InvalidFileError } from '@speil/api';
import type { TuneObject } from 'abcjs';
import { chordAnnotation } from '../../theory/chord-changes.js';
import { chordsOfTune } from './chords.js';
import { voicesOf, type Played } from './elements.js';
import { inOrderOfParts, writeOutJumps } from './order.js';
import { ornamented, takeOrnaments } from './ornaments.js';
import { drumPitches, isDrumProgram, markDrums } from './percussion.js';
import { timelineOf } from './timeline.js';
import { assertPlayable } from './limits.js';
import type { NoteSequence } from '../../theory/note-sequence.js';
import { Omissions, omissionsText, type ReadOptions } from '../shared/omissions.js';
import { defaultQpm } from '../../theory/tempo-map.js';
import { limits } from '../../theory/limits.js';

/** Characters; the whole Nottingham collection has 950,000, its largest file 120,000. */
const longest = 2 ** 20;

/**
 * A tune that cannot be read is skipped, and so is a heading without a key; both are told to `onOmitted`. A tune has its number as
 * `referenceNumber` and its title in `sequenceMetadata`. Without a tempo it has 120 quarters a minute, in compound metres 120 dotted quarters.
 *
 * @returns each tune of the text. abcjs is loaded at the first call.
 * @throws InvalidFileError for a text without a tune, too long, or of which no tune can be read.
 */
export async function readAbc(
  text: string,
  { what = 'The ABC text', onOmitted }: ReadOptions = {},
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
  const omissions = new Omissions();
  let first: InvalidFileError | undefined;
  const tunes = new abcjs.TuneBook(text).tunes.flatMap(({ abc, id, title }) => {
    if (!/^K:/mu.test(abc)) {
      omissions.add('heading | without a key', `X:${id}`);
      return [];
    }
    try {
      const sequence = quietly(() => {
        const [tune] = abcjs.parseOnly(inOrderOfParts(abc, omissions));
        return played(tune, omissions, what);
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
  omissions.tell({ ...(onOmitted && { onOmitted }) });
  return tunes;
}

function asFileError(error: unknown, what: string): InvalidFileError {
  if (error instanceof InvalidFileError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new InvalidFileError(`${what} cannot be read as ABC notation: ${reason.split('\n')[0]}.`, {
    cause: error,
  });
}

/** abcjs tells standard output what it does not know, where a program may be waiting for JSON. */
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

function played(tune: TuneObject, omissions: Omissions, what: string): NoteSequence {
  assertPlayable(tune, what);
  keepCommandsOfNotes(tune);
  const drums = markDrums(tune);
  const taken = takeOrnaments(tune);
  writeOutJumps(tune, omissions);
  // abcjs counts beats of the metre: of halves 120 would be twice as fast as of quarters.
  const beat = tune.getBeatLength();
  const { tempo, tracks } = tune.setUpAudio({
    chordsOff: true,
    defaultQpm: beat === 1 / 2 ? defaultQpm / 2 : defaultQpm,
  });
  const qpm = tempo * beat * 4;
  // A tune at no beats a minute has no tempo.
  if (!(qpm >= 4 && qpm <= 1e5)) {
    throw new InvalidFileError(
      `${what} has a tempo of ${qpm} quarters a minute; it must be from 4 to 100000.`,
    );
  }
  const secondsPerWhole = 240 / qpm;
  const end = tracks.flat().reduce((last, note: Played) => {
    const until = ((note.start ?? 0) + (note.duration ?? 0)) * secondsPerWhole;
    return note.cmd === 'note' && until > last ? until : last;
  }, 0);
  const timeline = timelineOf(tune, qpm, Math.min(end, limits.seconds));
  const notes = (tracks as readonly (readonly Played[])[]).flatMap((track, instrument) =>
    ornamented(track, taken, (wholes) => timeline.keyAt(wholes * secondsPerWhole))
      // An ornament on a note that is too short for it leaves less than nothing of the note.
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

/** Of `%%MIDI` lines those that say how notes are played: no drums and no chords beside them. */
const commands: readonly string[] = [
  ...['program', 'channel', 'transpose', 'vol', 'volinc', 'swing'],
  ...['beat', 'beataccents', 'nobeataccents'],
];
/** What the header may say of an accompaniment, which abcjs would work out though it is off. */
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
    `${what} has something at ${time} s; it must be from 0 to ${limits.seconds}.`,
  );
}
