/**
 * MusicXML as notes: partwise scores, plain or packed (`.mxl`). Ties are one note, grace and cue notes are left out, repeats
 * are not played. Pitches and chord symbols are those that sound. Each part is an instrument.
 */
import { InvalidFileError } from '@speil/api';
import { unpack } from './archive.js';
import { chordAnnotation } from '../sequences/chord-changes.js';
import { keyOf } from './keys.js';
import { limits } from './limits.js';
import { defaultVelocity } from './midi-write.js';
import { ScorePart, type ScoreEvents } from './musicxml-part.js';
import type { NoteSequence } from './note-sequence.js';
import { TempoMap } from './tempo-map.js';
import { textOf, visitXml, type XmlElement } from './xml.js';

/** Scores count in divisions of their own; this divides into thirds, fifths, sevenths and 128ths. */
const ticksPerQuarter = 6720;

const packedLimits = { entries: 1000, bytes: limits.textLength };
const containerName = 'META-INF/container.xml';

/** @throws InvalidFileError for an archive without a score, or one that is damaged or a bomb; and as `readMusicXml`. */
export function readMxl(bytes: Uint8Array, what = 'The .mxl file'): NoteSequence {
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
  const score = files.get(names[0] ?? '');
  if (score === undefined) {
    throw new InvalidFileError(
      `${what} is not packed MusicXML: ${containerName} must name a score in the archive. Received: ${JSON.stringify(names[0]?.slice(0, 80) ?? 'nothing')}.`,
    );
  }
  return readMusicXml(score, what);
}

/** @throws InvalidFileError for what is no partwise MusicXML, declares entities, or is out of bounds. */
export function readMusicXml(
  source: Uint8Array | string,
  what = 'The MusicXML file',
): NoteSequence {
  const text = typeof source === 'string' ? source : decoded(source);
  const events: ScoreEvents = { notes: [], tempos: [], metres: [], keys: [], chords: [] };
  const instruments = new Map<string, XmlElement>();
  const parts: { part: number; name: string }[] = [];
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
          const index = parts.length;
          const name = (textOf(declared, 'part-name') ?? '').replace(/\s+/gu, ' ').slice(0, 200);
          parts.push({ part: index, name });
          part?.end();
          part = new ScorePart(index, declared, events, what);
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
  return sequenceOf(events, parts, what);
}

function sequenceOf(
  { notes, tempos, metres, keys, chords }: ScoreEvents,
  partInfos: NonNullable<NoteSequence['partInfos']>,
  what: string,
): NoteSequence {
  const tickAt = (quarters: number): number => Math.round(quarters * ticksPerQuarter);
  const map = TempoMap.ofTicks(
    tempos.map(({ at, qpm }) => ({ tick: tickAt(at), microseconds: Math.round(60e6 / qpm) })),
    ticksPerQuarter,
  );
  const secondsAt = (quarters: number): number => map.secondsAt(tickAt(quarters));
  const played = notes.map(
    ({ at, until, pitch, velocity, instrument, program, isDrum, voice }) => ({
      ...{ pitch, velocity: velocity ?? defaultVelocity },
      ...{ startTime: secondsAt(at), endTime: secondsAt(until) },
      ...{ instrument, program, isDrum, part: instrument, voice },
    }),
  );
  const totalTime = played.reduce((last, { endTime }) => Math.max(last, endTime), 0);
  if (totalTime > limits.seconds) {
    throw new InvalidFileError(
      `${what} lasts ${Math.round(totalTime)} seconds; at most ${limits.seconds} are read.`,
    );
  }
  return {
    ticksPerQuarter: 220,
    tempos:
      tempos.length === 0
        ? []
        : map.changes.map(({ tick, microseconds }) => ({
            time: map.secondsAt(tick),
            qpm: 60e6 / microseconds,
          })),
    timeSignatures: metres.map(({ at, ...metre }) => ({ time: secondsAt(at), ...metre })),
    keySignatures: keys.map(({ at, fifths, minor }) => ({
      time: secondsAt(at),
      ...keyOf(fifths, minor),
    })),
    ...(chords.length > 0 && {
      textAnnotations: chords
        .map(({ at, symbol }) => chordAnnotation(symbol, secondsAt(at)))
        .sort((a, b) => a.time! - b.time!),
    }),
    notes: played.sort((a, b) => a.startTime - b.startTime || a.instrument - b.instrument),
    partInfos,
    totalTime,
  };
}

/** UTF-8, or UTF-16 where a byte-order mark says so. */
function decoded(bytes: Uint8Array): string {
  const mark = (bytes[0]! << 8) | bytes[1]!;
  const encoding = mark === 0xfeff ? 'utf-16be' : mark === 0xfffe ? 'utf-16le' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}
