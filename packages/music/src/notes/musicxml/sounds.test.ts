/**
 * Notes and chords of scores as real programs write them, and the elements that the reader leaves out. A quarter lasts
 * half a second.
 */
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import {
  brief,
  c4,
  chord,
  chordsOf,
  measureAttributes,
  measure,
  note,
  pitch,
  score,
  scoreOf,
  readScore,
} from '../../testing/musicxml.js';
import { readMusicXml, readMxl } from './read.js';
import type { NoteSequence } from '../../theory/note-sequence.js';
import { readNotes } from '../read.js';

describe('a percussion note of a score', () => {
  const placed = (step: string, octave: number, more = '') =>
    note(
      `<unpitched><display-step>${step}</display-step><display-octave>${octave}</display-octave></unpitched>${more}`,
      1,
    );
  const instrument = (id: string, name: string) =>
    `<score-instrument id="${id}"><instrument-name>${name}</instrument-name></score-instrument>`;
  const kit = (notes: string, declared = '', name = 'Drumset') =>
    readScore(
      score(
        measure(measureAttributes() + notes),
        `<score-part id="P1"><part-name>${name}</part-name>${declared}</score-part>`,
      ),
    );
  const drumsOf = ({ sequence }: { sequence: NoteSequence }) =>
    sequence.notes!.map(({ pitch: drum, isDrum }) => [drum, isDrum]);

  it.each([
    // Pitches of General MIDI's percussion.
    ['Bass Drum', 36],
    ['Acoustic Snare', 38],
    ['Side Stick', 37],
    ['Closed Hi-Hat', 42],
    ['Open Hi Hat', 46],
    ['Pedal Hi-Hat', 44],
    ['Ride Cymbal 1', 51],
    ['Ride Bell', 53],
    ['Crash Cymbal', 49],
    ['Low Floor Tom', 41],
    ['Hi-Mid Tom', 48],
    ['Tom-tom', 50],
    ['Cowbell', 56],
    ['Triangle', 81],
    ['Grosse Caisse', 36],
  ])(
    'without a MIDI mapping gets its drum from the name of the part’s instrument: %s',
    (name, drum) => {
      const one = instrument('I1', name);
      expect(drumsOf(kit(placed('E', 4, '<instrument id="I1"/>'), one))).toEqual([[drum, true]]);
      // A part for one drum needs no instruments.
      expect(drumsOf(kit(placed('E', 4), '', name))).toEqual([[drum, true]]);
    },
  );

  it('without a name gets its drum from its position on five lines', () => {
    const notes =
      placed('F', 4) +
      placed('C', 5) +
      placed('G', 5, '<notehead>x</notehead>') +
      placed('G', 5, '<notehead>circle-x</notehead>') +
      placed('F', 5, '<notehead>x</notehead>') +
      placed('F', 5);
    // Kick, snare, closed hi-hat, open hi-hat, ride and high tom.
    const drums = [36, 38, 42, 46, 51, 50].map((drum) => [drum, true]);
    expect(drumsOf(kit(notes))).toEqual(drums);
  });

  it('is left out and counted if its drum is not known', () => {
    const oneLine =
      '<attributes><staff-details><staff-lines>1</staff-lines></staff-details></attributes>';
    expect(kit(placed('C', 5) + oneLine + placed('E', 4).repeat(2)).message).toBe(
      '2 percussion notes of an unknown drum (first: "E4")',
    );
    expect(() => kit(note('<unpitched/>', 1))).toThrow(/no note.*1 percussion note/u);
  });

  it('is a drum on any channel, and its MIDI mapping takes precedence', () => {
    const mapped = `${instrument('I1', 'Snare')}<midi-instrument id="I1"><midi-channel>1</midi-channel><midi-unpitched>37</midi-unpitched></midi-instrument>`;
    expect(drumsOf(kit(placed('C', 5, '<instrument id="I1"/>'), mapped))).toEqual([[36, true]]);
  });
});

describe('chord symbols of a score', () => {
  it.each([
    ['C', '<kind>dominant-13th</kind>', 'C13'],
    ['C', '<kind>major-11th</kind>', 'Cmaj11'],
    ['C', '<kind/>', 'C'],
    ['C', '', 'C'],
    ['D', '<kind text="m7"/>', 'Dm7'],
    ['G', '<kind text="7alt">other</kind>', 'G7alt'],
  ])('with the root %s and the kind %j are read as %s', (step, kind, symbol) => {
    const text = score(measure(measureAttributes() + chord(step, kind) + note(c4, 1)));
    expect(chordsOf(readMusicXml(text))).toEqual([[symbol, 0]]);
  });

  it('are left out and counted if they are invalid', () => {
    const odd =
      chord('C', '<kind>German</kind>') +
      chord('C', '<kind text="??">other</kind>') +
      '<harmony><function>V</function><kind>major</kind></harmony>';
    const { sequence, message } = readScore(
      score(measure(measureAttributes() + odd + note(c4, 1))),
    );
    expect(chordsOf(sequence)).toEqual([]);
    expect(message).toBe('3 unknown chord symbols (first: "C German")');
  });
});

describe('an invalid number in a score', () => {
  const part = (inside: string) => `<score-part id="P1">${inside}</score-part>`;
  const midi = (inside: string) => part(`<midi-instrument id="I">${inside}</midi-instrument>`);
  it.each([
    ['a tempo', '<sound tempo="0"/>', part(''), '1 tempo out of range ("0")'],
    [
      'a key',
      measureAttributes('<key><fifths>8</fifths></key>'),
      part(''),
      '1 key out of range ("8")',
    ],
    ['a program', '', midi('<midi-program>0</midi-program>'), '1 midi program out of range ("0")'],
    [
      'a drum',
      '',
      midi('<midi-unpitched>x</midi-unpitched>'),
      '1 midi unpitched out of range ("x")',
    ],
    [
      'a metre',
      measureAttributes('<time><beats>4</beats><beat-type>3</beat-type></time>'),
      part(''),
      '1 metre out of range ("4 3")',
    ],
    [
      'a metre with 0 beats',
      measureAttributes('<time><beats>0</beats><beat-type>4</beat-type></time>'),
      part(''),
      '1 metre out of range ("0 4")',
    ],
    [
      'divisions',
      '<attributes><divisions>0</divisions></attributes>',
      part(''),
      '1 number of divisions out of range ("0")',
    ],
    [
      'a transposition',
      measureAttributes('<transpose><chromatic>x</chromatic></transpose>'),
      part(''),
      '1 transposition out of range ("x")',
    ],
    ['a pitch', note(pitch('C', 12), 0.5), part(''), '1 note without a valid pitch ("C 0 12")'],
    [
      'a length',
      `<note>${c4}<duration>-1</duration></note>`,
      part(''),
      '1 duration out of range ("-1")',
    ],
    [
      'a move',
      '<backup><duration>NaN</duration></backup>',
      part(''),
      '1 duration out of range ("NaN")',
    ],
    [
      'an offset',
      chord('C', '<kind>major</kind>', '<offset>x</offset>'),
      part(''),
      '1 offset out of range ("x")',
    ],
  ])('is left out and reported, and the notes are kept: %s', (_name, inside, parts, expected) => {
    const { sequence, message } = readScore(score(measure(inside + note(c4, 1)), parts));
    expect(sequence.notes).toHaveLength(1);
    expect(sequence.notes![0]).toMatchObject({ pitch: 60, program: 0 });
    expect(message).toBe(expected);
  });
});

describe('an open tie', () => {
  it('continues in the next note of its voice and pitch, even if that note does not mark the end of the tie', () => {
    const start = '<tie type="start"/>';
    const f4 = pitch('F', 4);
    const bars = [
      measureAttributes('<time><beats>3</beats><beat-type>4</beat-type></time>') +
        note(f4 + start, 3),
      note(f4, 3),
      note(f4, 1) + note(pitch('G', 4), 2),
    ];
    // Bars of 3/4 last a second and a half. music21 10.5.1's stripTies gives the same three notes.
    expect(brief(readMusicXml(scoreOf(bars.map(measure).join(''))))).toEqual([
      [65, 0, 3],
      [65, 3, 3.5],
      [67, 3.5, 4.5],
    ]);
  });

  it('does not continue after a rest or in another voice', () => {
    const tied = note(c4 + '<tie type="start"/>', 1);
    const rest = readMusicXml(
      score(measure(measureAttributes() + tied + note('<rest/>', 1) + note(c4, 1))),
    );
    expect(rest.notes).toHaveLength(2);
    const other = note(c4, 1).replace('<voice>1', '<voice>2');
    expect(readMusicXml(score(measure(measureAttributes() + tied + other))).notes).toHaveLength(2);
  });
});

it('the key of a transposing part is given as it sounds', () => {
  // A part in D major for a clarinet in B flat sounds in C major.
  const attributes = measureAttributes(
    '<key><fifths>2</fifths></key><transpose><chromatic>-2</chromatic></transpose>',
  );
  const { keySignatures } = readMusicXml(score(measure(attributes + note(pitch('D', 4), 1))));
  expect(keySignatures).toEqual([{ time: 0, key: 0, mode: 0 }]);
});

describe('the file of a score', () => {
  const text = score(
    measure(measureAttributes() + note(c4, 1)),
    '<score-part id="P1"><part-name>Fl\u00f6te</part-name></score-part>',
  );
  const bytesOf = (string: string) => Uint8Array.from(string, (sign) => sign.charCodeAt(0));
  const utf16 = bytesOf([...text].map((sign) => `${sign}\0`).join(''));

  it.each([
    ['in the encoding that it declares', bytesOf(text.replace('?>', ' encoding="ISO-8859-1"?>'))],
    ['in UTF-8 if it wrongly declares UTF-16', strToU8(text.replace('?>', ' encoding="UTF-16"?>'))],
    ['in UTF-8 if it declares an unknown encoding', strToU8(text.replace('?>', ' encoding="x"?>'))],
    ['in UTF-16 without a byte order mark', utf16],
    ['after blank lines', strToU8(`\n\n\n\n\n${text.slice(text.indexOf('?>') + 2)}`)],
  ])('is read %s', async (_name, bytes) => {
    const { partInfos } = await readNotes(bytes, 'a file');
    expect(partInfos).toEqual([{ part: 0, name: 'Fl\u00f6te' }]);
  });

  const container = (name: string) =>
    strToU8(`<container><rootfiles><rootfile full-path="${name}"/></rootfiles></container>`);
  it.each([
    ['whose name is marked as UTF-8', 'f\u00fcr.xml', 'f\u00fcr.xml'],
    // The UTF-8 bytes of the name, each read as one character: the archive does not mark the name as UTF-8.
    ['whose name is not marked as UTF-8', 'f\u00fcr.xml', 'f\u00c3\u00bcr.xml'],
    ['that contains only one score, with any name', 'a.xml', 'b.xml'],
  ])('is found in an archive %s', (_name, named, packed) => {
    const archive = zipSync({
      'META-INF/container.xml': container(named),
      [packed]: strToU8(text),
    });
    expect(readMxl(archive).notes).toHaveLength(1);
  });
});
