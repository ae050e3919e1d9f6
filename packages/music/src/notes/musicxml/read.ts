/**
 * MusicXML as notes: partwise scores, plain or packed (`.mxl`). Ties are one note, grace and cue notes are left out, repeats
 * are not played. Pitches, chord symbols and keys are those that sound. Each part is an instrument. Metres are those of the
 * bars that are written: a pickup has one of its own.
 */
import { InvalidFileError } from '@speil/api';
import { unpack } from '../shared/archive.js';
import { chordAnnotation } from '../../theory/chord-changes.js';
import { limits } from '../../theory/limits.js';
import { defaultVelocity } from '../midi/write.js';
import type { ScoreEvents, ScoreNote } from './events.js';
import { laidOut, type Laid } from './measures.js';
import { ScorePart } from './part.js';
import type { NoteSequence } from '../../theory/note-sequence.js';
import { Omissions, omissionsText, type ReadOptions } from '../shared/omissions.js';
import { TempoMap } from '../../theory/tempo-map.js';
import { textOf, visitXml, type XmlElement } from '../shared/xml.js';

/** Scores count in divisions of their own; this divides into thirds, fifths, sevenths and 128ths. */
const ticksPerQuarter = 6720;

const packedLimits = { entries: 1000, bytes: limits.textLength };
const containerName = 'META-INF/container.xml';

/**
 * The score that the container names; where no file has that name, the only one there is.
 *
 * @throws InvalidFileError for an archive without a score, or one that is damaged or a bomb; and as `readMusicXml`.
 */
export function readMxl(
  bytes: Uint8Array,
  { what = 'The .mxl file', ...options }: ReadOptions = {},
): NoteSequence {
  const files = unpack(bytes, (name) => /\.(?:musicxml|xml)$/iu.test(name), packedLimits, what);
  const container = files.get(containerName);
  const names: string[] = [];
  if (container !== undefined) {
    visitXml(
      decoded(container),
      {
        wanted: () => false,
        begin: (name, attributes) => {
          if (name === 'rootfile') names.push(attributes['full-path'] ?? '');
        },
        element: () => undefined,
      },
      `${what}: ${containerName}`,
    );
  }
  const scores = [...files.keys()].filter((name) => !name.startsWith('META-INF/'));
  const only = scores.length === 1 ? files.get(scores[0]!) : undefined;
  const score = files.get(names[0] ?? '') ?? files.get(unmarked(names[0] ?? '')) ?? only;
  if (score === undefined) {
    throw new InvalidFileError(
      `${what} is not packed MusicXML: ${containerName} must name a score in the archive. Received: ${JSON.stringify(names[0]?.slice(0, 80) ?? 'nothing')}.`,
    );
  }
  return readMusicXml(score, { what, ...options });
}

/** How a name is read whose archive does not say that it is UTF-8, as some programs write it: a byte a character. */
const unmarked = (name: string): string =>
  String.fromCharCode(...new TextEncoder().encode(name.slice(0, 1000)));

/**
 * What makes no sense is left out and told to `onOmitted`.
 *
 * @throws InvalidFileError for what is no partwise MusicXML, declares entities, or is out of bounds, and where what was left out leaves no
 *   note.
 */
export function readMusicXml(
  source: Uint8Array | string,
  { what = 'The MusicXML file', onOmitted }: ReadOptions = {},
): NoteSequence {
  const text = typeof source === 'string' ? source : decoded(source);
  const events: ScoreEvents = {
    ...{ notes: [], tempos: [], metres: [], keys: [], chords: [], lengths: [] },
  };
  const omissions = new Omissions();
  const instruments = new Map<string, XmlElement>();
  const partInfos: { part: number; name: string }[] = [];
  let parts = 0;
  let part: ScorePart | undefined;
  let isScore = false;
  visitXml(
    text,
    {
      wanted: (name, parent) =>
        parent === 'measure' || (parent === 'part-list' && name === 'score-part'),
      begin: (name, attributes) => {
        if (name === 'score-timewise') {
          throw new InvalidFileError(`${what} is a timewise score; save it as partwise MusicXML.`);
        }
        if (name === 'score-partwise') isScore = true;
        else if (!isScore) {
          throw new InvalidFileError(`${what} is not MusicXML: it begins with <${name}>.`);
        } else if (name === 'measure') part?.measure();
        else if (name === 'part') {
          const declared = instruments.get(attributes['id'] ?? '');
          const index = parts++;
          const name = (textOf(declared, 'part-name') ?? '').replace(/\s+/gu, ' ').slice(0, 200);
          if (name !== '') partInfos.push({ part: index, name });
          part?.end();
          part = new ScorePart(index, declared, { events, omissions, what });
        }
      },
      element: (element) => {
        if (element.name === 'score-part') instruments.set(element.attributes['id'] ?? '', element);
        else part?.element(element);
      },
    },
    what,
  );
  if (!isScore) throw new InvalidFileError(`${what} is not MusicXML: it holds no score.`);
  part?.end();
  if (events.notes.length === 0 && omissions.list.length > 0) {
    throw new InvalidFileError(
      `${what} has no note that can be read; skipped: ${omissionsText(omissions.list)}.`,
    );
  }
  const sequence = sequenceOf(events, what);
  omissions.tell({ ...(onOmitted && { onOmitted }) });
  return { ...sequence, partInfos };
}

function sequenceOf(events: ScoreEvents, what: string): NoteSequence {
  const { quarterOf, metres } = laidOut(events.lengths, events.metres);
  const tickAt = (quarters: number): number => Math.round(quarters * ticksPerQuarter);
  const tempos = events.tempos.map((tempo) => ({ ...tempo, tick: tickAt(quarterOf(tempo)) }));
  const told = new Set(tempos.filter(({ isSound }) => isSound).map(({ tick }) => tick));
  const map = TempoMap.ofTicks(
    tempos
      .filter(({ tick, isSound }) => isSound || !told.has(tick))
      .map(({ tick, qpm }) => ({ tick, microseconds: Math.round(60e6 / qpm) })),
    ticksPerQuarter,
  );
  const secondsAt = (quarters: number): number => map.secondsAt(tickAt(quarters));
  const notes = playedNotes(events.notes, quarterOf).map(({ from, until, ...note }) => ({
    ...{ ...note, startTime: secondsAt(from), endTime: secondsAt(until) },
  }));
  const totalTime = notes.reduce((last, { endTime }) => Math.max(last, endTime), 0);
  if (totalTime > limits.seconds) {
    throw new InvalidFileError(
      `${what} lasts ${Math.round(totalTime)} seconds; at most ${limits.seconds} are read.`,
    );
  }
  /** What stands beyond all bounds concerns no note. */
  const within = <T extends { readonly time?: number | null | undefined }>(list: T[]): T[] =>
    list.filter(({ time }) => time! <= limits.seconds);
  return {
    ticksPerQuarter: 220,
    tempos:
      tempos.length === 0
        ? []
        : within(
            map.changes.map(({ tick, microseconds }) => ({
              time: map.secondsAt(tick),
              qpm: 60e6 / microseconds,
            })),
          ),
    timeSignatures: within(
      metres.map(({ quarter, ...metre }) => ({ time: secondsAt(quarter), ...metre })),
    ),
    keySignatures: within(
      events.keys.map(({ key, mode, ...at }) => ({ time: secondsAt(quarterOf(at)), key, mode })),
    ),
    ...(events.chords.length > 0 && {
      textAnnotations: within(
        events.chords.map(({ symbol, ...at }) => chordAnnotation(symbol, secondsAt(quarterOf(at)))),
      ).sort((a, b) => a.time! - b.time!),
    }),
    notes: notes.sort((a, b) => a.startTime - b.startTime || a.instrument - b.instrument),
    totalTime,
  };
}

/** Notes in quarters, with those that a tie makes one put together. */
function playedNotes(notes: readonly ScoreNote[], quarterOf: Laid['quarterOf']): PlayedNote[] {
  const played: PlayedNote[] = [];
  /** Notes that a tie goes on from, by part, voice and pitch. */
  const tied = new Map<string, PlayedNote>();
  for (const note of notes) {
    const { pitch, velocity, instrument, program, isDrum, voice } = note;
    const from = quarterOf(note);
    const until = from + note.length;
    const key = `${instrument}/${voice}/${pitch}`;
    const before = tied.get(key);
    // Whether or not the second says that a tie ends in it, as scores of Sibelius do not; a tie to nowhere, as at a repeat, ends.
    const goesOn = before !== undefined && Math.abs(before.until - from) < 1e-6;
    const sounding: PlayedNote = goesOn
      ? before
      : {
          ...{ pitch, velocity: velocity ?? defaultVelocity, from, until, instrument, program },
          ...{ isDrum, part: instrument, voice },
        };
    sounding.until = until;
    if (!goesOn) played.push(sounding);
    if (note.isTied) tied.set(key, sounding);
    else if (goesOn) tied.delete(key);
  }
  return played;
}

interface PlayedNote {
  readonly pitch: number;
  readonly velocity: number;
  /** Quarters from the beginning of the piece. */
  readonly from: number;
  until: number;
  readonly instrument: number;
  readonly program: number;
  readonly isDrum: boolean;
  readonly part: number;
  readonly voice: number;
}

/** As its mark of byte order says, else as it declares, else UTF-8. */
function decoded(bytes: Uint8Array): string {
  const [first = 0, second = 0] = bytes;
  const mark = (first << 8) | second;
  if (mark === 0xfeff || mark === 0x003c) return new TextDecoder('utf-16be').decode(bytes);
  if (mark === 0xfffe || mark === 0x3c00) return new TextDecoder('utf-16le').decode(bytes);
  const declared = /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)["']/u.exec(
    new TextDecoder('latin1').decode(bytes.subarray(0, 200)),
  )?.[1];
  // That it begins with single bytes is surer than that it says UTF-16.
  const name = declared === undefined || /^utf-?16/iu.test(declared) ? 'utf-8' : declared;
  try {
    return new TextDecoder(name).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}
