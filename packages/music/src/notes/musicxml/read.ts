/**
 * Reads MusicXML: partwise scores, plain or compressed (`.mxl`). Tied notes become one note, grace and cue notes are
 * left out, and repeats are not played. Pitches, chord symbols and keys are given as they sound, also for transposing
 * instruments. Each part is an instrument. Metres follow the written bars, so a pickup has its own metre.
 */
import { InvalidFileError } from '@speil/api';
import { unpack } from '../shared/archive.js';
import { chordAnnotation } from '../../theory/chord-changes.js';
import { limits } from '../../theory/limits.js';
import { defaultVelocity } from '../midi/write.js';
import type { ScoreEvents, ScoreNote } from './events.js';
import { layOut, type Layout } from './measures.js';
import { ScorePart } from './part.js';
import type { NoteSequence } from '../../theory/note-sequence.js';
import { Omissions, omissionsText, type ReadOptions } from '../shared/omissions.js';
import { TempoMap } from '../../theory/tempo-map.js';
import { textOf, visitXml, type XmlElement } from '../shared/xml.js';

/**
 * Ticks per quarter. Each score chooses its own divisions; this resolution is divisible into thirds, fifths, sevenths
 * and 128ths.
 */
const ticksPerQuarter = 6720;

const packedLimits = { entries: 1000, bytes: limits.textLength };
const containerName = 'META-INF/container.xml';

/**
 * Reads the score that the container names or, if no file has that name, the only score in the archive.
 *
 * @throws InvalidFileError for an archive that has no score, is damaged, or is too large when unpacked. @throws the
 *   errors of `readMusicXml`.
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
      decodeText(container),
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
  const score = files.get(names[0] ?? '') ?? files.get(asLatin1(names[0] ?? '')) ?? only;
  if (score === undefined) {
    throw new InvalidFileError(
      `${what} is not packed MusicXML: ${containerName} must name a score in the archive. Received: ${JSON.stringify(names[0]?.slice(0, 80) ?? 'nothing')}.`,
    );
  }
  return readMusicXml(score, { what, ...options });
}

/**
 * The file name as it is read from an archive that does not mark its names as UTF-8: each byte becomes one character.
 */
const asLatin1 = (name: string): string =>
  String.fromCharCode(...new TextEncoder().encode(name.slice(0, 1000)));

/**
 * Invalid elements are left out and reported to `onOmitted`.
 *
 * @throws InvalidFileError for a file that is not partwise MusicXML, declares entities or exceeds a limit, or if all
 *   notes were left out.
 */
export function readMusicXml(
  source: Uint8Array | string,
  { what = 'The MusicXML file', onOmitted }: ReadOptions = {},
): NoteSequence {
  const text = typeof source === 'string' ? source : decodeText(source);
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
  omissions.report({ ...(onOmitted && { onOmitted }) });
  return { ...sequence, partInfos };
}

function sequenceOf(events: ScoreEvents, what: string): NoteSequence {
  const { quarterOf, metres } = layOut(events.lengths, events.metres);
  const tickAt = (quarters: number): number => Math.round(quarters * ticksPerQuarter);
  const tempos = events.tempos.map((tempo) => ({ ...tempo, tick: tickAt(quarterOf(tempo)) }));
  const soundTicks = new Set(tempos.filter(({ isSound }) => isSound).map(({ tick }) => tick));
  const map = TempoMap.ofTicks(
    tempos
      .filter(({ tick, isSound }) => isSound || !soundTicks.has(tick))
      .map(({ tick, qpm }) => ({ tick, microseconds: Math.round(60e6 / qpm) })),
    ticksPerQuarter,
  );
  const secondsAt = (quarters: number): number => map.secondsAt(tickAt(quarters));
  const notes = mergeTies(events.notes, quarterOf).map(({ from, until, ...note }) => ({
    ...{ ...note, startTime: secondsAt(from), endTime: secondsAt(until) },
  }));
  const totalTime = notes.reduce((last, { endTime }) => Math.max(last, endTime), 0);
  if (totalTime > limits.seconds) {
    throw new InvalidFileError(
      `${what} lasts ${Math.round(totalTime)} seconds; at most ${limits.seconds} are read.`,
    );
  }
  /** Drops events outside the limits; no note depends on them. */
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

/** The played notes, in quarters; tied notes are merged. */
function mergeTies(notes: readonly ScoreNote[], quarterOf: Layout['quarterOf']): PlayedNote[] {
  const played: PlayedNote[] = [];
  /** Notes with an open tie, by part, voice and pitch. */
  const tied = new Map<string, PlayedNote>();
  for (const note of notes) {
    const { pitch, velocity, instrument, program, isDrum, voice } = note;
    const from = quarterOf(note);
    const until = from + note.length;
    const key = `${instrument}/${voice}/${pitch}`;
    const before = tied.get(key);
    // The second note need not mark the end of the tie: scores written by Sibelius do not mark it. If no second note
    // follows, the tie is ignored.
    const continues = before !== undefined && Math.abs(before.until - from) < 1e-6;
    const sounding: PlayedNote = continues
      ? before
      : {
          ...{ pitch, velocity: velocity ?? defaultVelocity, from, until, instrument, program },
          ...{ isDrum, part: instrument, voice },
        };
    sounding.until = until;
    if (!continues) played.push(sounding);
    if (note.isTied) tied.set(key, sounding);
    else if (continues) tied.delete(key);
  }
  return played;
}

interface PlayedNote {
  readonly pitch: number;
  readonly velocity: number;
  /** Quarters from the start of the piece. */
  readonly from: number;
  until: number;
  readonly instrument: number;
  readonly program: number;
  readonly isDrum: boolean;
  readonly part: number;
  readonly voice: number;
}

/** Decodes text according to its byte order mark or, if it has none, its declared encoding. The default is UTF-8. */
function decodeText(bytes: Uint8Array): string {
  const [first = 0, second = 0] = bytes;
  const mark = (first << 8) | second;
  if (mark === 0xfeff || mark === 0x003c) return new TextDecoder('utf-16be').decode(bytes);
  if (mark === 0xfffe || mark === 0x3c00) return new TextDecoder('utf-16le').decode(bytes);
  const declared = /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)["']/u.exec(
    new TextDecoder('latin1').decode(bytes.subarray(0, 200)),
  )?.[1];
  // A file whose first characters are single bytes is not UTF-16, even if it declares UTF-16.
  const name = declared === undefined || /^utf-?16/iu.test(declared) ? 'utf-8' : declared;
  try {
    return new TextDecoder(name).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}
