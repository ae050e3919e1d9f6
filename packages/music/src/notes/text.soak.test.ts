/**
 * Reads broken MusicXML, .mxl and ABC files. Each must give a sequence of finite numbers or one error. SPEIL_SOAK=1
 * runs the whole campaigns.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { strFromU8, strToU8, zipSync } from 'fflate';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { readAbc } from './abc/read.js';
import { unpack } from './shared/archive.js';
import {
  breakFile,
  expectSoundOrRefused,
  soakScale,
  wordsOf,
  type Breakable,
} from '../testing/broken.js';
import { readMusicXml, readMxl } from './musicxml/read.js';

const casesOf = (whole: number): number => Math.ceil(whole * soakScale);

/** Numbers that are likely to break a reader. */
const hostile = ['-1', '0', '1', '9007199254740993', '1e308', '-1e308', '1e-300', 'NaN', '∞', ''];
/** A unit from another place in the files, or any character. */
const wordsOrCharacters = (
  sources: readonly (readonly string[])[],
): Pick<Breakable<string>, 'sources' | 'other'> => {
  const known = [...new Set(sources.slice(0, 100).flat())];
  return {
    sources,
    other(bits) {
      const rest = bits >>> 2;
      if (bits % 4 > 1) return known[rest % known.length]!;
      return String.fromCharCode(bits % 4 === 0 ? rest & 0xffff : rest & 0x7f);
    },
  };
};

const scores = [
  `<?xml version="1.0" encoding="UTF-8"?>
<score-partwise version="4.0">
<part-list><score-part id="P1"><part-name>Voice &amp; more</part-name></score-part>
<score-part id="P2"><part-name/><midi-instrument id="I1"><midi-channel>10</midi-channel><midi-program>3</midi-program><midi-unpitched>37</midi-unpitched></midi-instrument></score-part></part-list>
<part id="P1"><measure number="1">
<attributes><divisions>4</divisions><key><fifths>-3</fifths><mode>minor</mode></key><time><beats>3+2</beats><beat-type>8</beat-type></time><transpose><chromatic>-2</chromatic><octave-change>1</octave-change></transpose></attributes>
<direction><sound tempo="96.5"/></direction>
<direction><direction-type><metronome><beat-unit>quarter</beat-unit><beat-unit-dot/><per-minute>60</per-minute></metronome></direction-type><offset sound="yes">2</offset></direction>
<harmony><root><root-step>F</root-step><root-alter>1</root-alter></root><kind>half-diminished</kind><bass><bass-step>C</bass-step></bass><offset>2</offset></harmony>
<note dynamics="80"><pitch><step>C</step><alter>-1</alter><octave>4</octave></pitch><duration>4</duration><tie type="start"/><voice>1</voice></note>
<note><chord/><pitch><step>E</step><octave>4</octave></pitch><duration>4</duration><voice>1</voice></note>
<note><grace/><pitch><step>A</step><octave>4</octave></pitch></note>
<backup><duration>4</duration></backup><forward><duration>2</duration></forward>
<note><rest/><duration>2</duration></note></measure>
<measure number="2"><note><pitch><step>C</step><alter>-1</alter><octave>4</octave></pitch><duration>6</duration><tie type="stop"/><voice>1</voice></note></measure></part>
<part id="P2"><measure number="1"><attributes><divisions>2</divisions></attributes><note><unpitched/><duration>1</duration><instrument id="I1"/></note><note><unpitched><display-step>F</display-step><display-octave>4</display-octave></unpitched><duration>1</duration></note><sound tempo="200"/></measure></part>
</score-partwise>`,
  `<!DOCTYPE score-partwise PUBLIC "-//Recordare//DTD MusicXML 4.0 Partwise//EN" "http://www.musicxml.org/dtds/partwise.dtd"><score-partwise><part-list><score-part id="P"/></part-list><part id="P"><measure><note><pitch><step>G</step><octave>5</octave></pitch><duration>1</duration></note></measure></part></score-partwise>`,
];
/**
 * Splits a document into units. An element that contains only text is a single unit: a change to it leaves the document
 * well-formed.
 */
const elementsOf = (text: string): readonly string[] =>
  text.match(/<([a-z-]+)[^>]*>[^<]*<\/\1>|<[^>]*>|[^<]+/gu) ?? [];
const numbered = [
  ...['duration', 'octave', 'alter', 'divisions', 'fifths', 'beats', 'beat-type'],
  ...['offset', 'per-minute', 'display-octave', 'staff-lines', 'midi-channel'],
];
const ofScores: Breakable<string> = {
  ...wordsOrCharacters(scores.flatMap((score) => [wordsOf(score), elementsOf(score)])),
  effective: [
    ...[...numbered, 'chromatic', 'midi-program', 'midi-unpitched', 'step', 'voice'].flatMap(
      (name) => hostile.map((number) => `<${name}>${number}</${name}>`),
    ),
    ...hostile.map((number) => `<sound tempo="${number}"/>`),
    ...[
      '<harmony/>',
      '<kind>none</kind>',
      '<root-alter>9</root-alter>',
      '<note/>',
      '<rest/>',
      '<chord/>',
      '<tie type="stop"/>',
      '<tie type="start"/>',
      '<cue/>',
    ],
    ...['<note>', '</note>', '</measure>', '<measure>', '<part id="P2">', '</part>', '<backup>'],
    ...['<!--', ']]>', '<![CDATA[', '&lt;', '&x;', '&#0;', '<!DOCTYPE a>', '\ufeff', '\0'],
  ],
};

describe('broken MusicXML', () => {
  const cases = casesOf(200_000);
  it(`gives a sequence of finite numbers or one error (${cases} files)`, () =>
    expectSoundOrRefused({ cases, read: [0.05, 0.95] }, (number) => {
      const text = breakFile(number, ofScores).join('');
      // Read the text as bytes from a file, with invalid UTF-8 replaced, or as a string.
      return readMusicXml(number % 2 === 0 ? text : strToU8(text));
    }));

  it('is read with very many notes or measures', () => {
    const one =
      '<note><pitch><step>C</step><octave>4</octave></pitch><duration>1</duration></note>';
    const score = (count: number, measure = one): string =>
      `<score-partwise><part><measure>${measure.repeat(count)}</measure></part></score-partwise>`;
    expect(readMusicXml(score(12_000)).notes).toHaveLength(12_000);
    expect(readMusicXml(score(20_000, '</measure><measure>')).notes).toEqual([]);
    const tied = one.replace('<duration>', '<tie type="start"/><tie type="stop"/><duration>');
    expect(readMusicXml(score(12_000, tied)).notes).toHaveLength(1);
  });
});

describe('broken .mxl archives', () => {
  const container = strToU8(
    '<container><rootfiles><rootfile full-path="score.xml"/></rootfiles></container>',
  );
  const packed = (score: string, level: 0 | 6): Uint8Array =>
    zipSync({ 'META-INF/container.xml': container, 'score.xml': strToU8(score) }, { level });
  const ofArchives: Breakable<number> = {
    // One archive is stored without compression, so that a broken byte breaks the score; the other is deflated.
    sources: [packed(scores[0]!, 0), packed(scores[0]!, 6), packed(scores[1]!, 6)].map((bytes) => [
      ...bytes,
    ]),
    // Signatures of entries, methods, flags, and last bytes of lengths.
    effective: [0, 1, 2, 3, 4, 5, 6, 8, 9, 12, 0x50, 0x4b, 0x7f, 0x80, 0xff, 0x2e, 0x2f, 0x5c],
    other: (bits) => bits & 0xff,
  };
  const cases = casesOf(100_000);
  it(`give a sequence of finite numbers or one error (${cases} files)`, () =>
    expectSoundOrRefused({ cases, read: [0.05, 0.95] }, (number) =>
      readMxl(
        number % 4 === 0
          ? packed(breakFile(number, ofScores).join(''), 6)
          : Uint8Array.from(breakFile(number, ofArchives)),
      ),
    ));
});

const tunes = [
  `X:1
T:A jig
M:6/8
L:1/8
Q:3/8=80
K:Dmix
|: "D7"DEF "G"G>AB | (3ABc d2 e2- | {ab}c~d .e !trill!f/2 [CE]2 z2 :|
w: la la- la
[1 =c_e^f | [2 C,,8 || %%MIDI program 40
`,
  `X:2
M:C|
L:1/4
K:Am
V:1
|:A3/2 B/ c'// (5abcde | Z2 | x4 :: [M:3/4] a b c |]
V:2 clef=bass
[V:2] A,,4 | (A,2 E,2) | [K:Eb] E4 | [Q:1/4=200] y2 |
P:B
`,
];
const effectiveInTunes = [
  ...[...hostile, '\n', '\n\n', '|:', ':|', '::', '[1', '[2', '(3', '(9', '(3:9:9', '[', ']', '{'],
  ...['}', '"', '"Csus4/Q"', '!', '~', '^', '__', '=', "'''''''", ',,,,,,,', '/', '////', '-', '>'],
  ...['<<<', 'z', 'Z99', 'x', 'y', 'X:1', 'M:', 'M:none', 'L:', 'L:1/0', 'Q:', 'Q:0', 'Q:1/0=5'],
  ...['K:', 'K:none', 'K:HP', 'V:', 'V:1', 'P:', 'w:', 's:', 'I:', '%%MIDI', '%%MIDI program -5'],
  ...['%%score (1 2)', '%%MIDI transpose 999', '%%MIDI drum d2 1 1', '[K:', '[M:0/4]', '&', '\\'],
  ...['$', '+', '%%text', '%%begintext', '!D.C.!', '!segno!', '!dacapo!', '!coda!', '.', '(', ')'],
];
const isRead = { read: [0.05, 0.99] } as const;
// abcjs must not print anything: that would break the output of `--json`.
const printed = vi.spyOn(console, 'log');
afterEach(() => expect(printed).not.toHaveBeenCalled());

const attempt = (
  sources: readonly (readonly string[])[],
): ((number: number) => ReturnType<typeof readAbc>) => {
  const files = { ...wordsOrCharacters(sources), effective: effectiveInTunes };
  return (number) => readAbc(breakFile(number, files).join(''));
};

describe('broken ABC', () => {
  const cases = casesOf(20_000);
  it(`gives sequences of finite numbers or one error (${cases} files)`, () =>
    expectSoundOrRefused({ cases, ...isRead }, attempt(tunes.map(wordsOf))));

  it('is read with many notes', async () => {
    const [tune] = await readAbc(`X:1\nK:C\n${'C D E F|\n'.repeat(3000)}`);
    expect(tune!.notes).toHaveLength(12_000);
  });

  const shared =
    process.env['SPEIL_DATA'] ??
    fileURLToPath(new URL('../../../../../shared/data/', import.meta.url));
  const nottingham = join(shared, 'nottingham/nottingham-abc.zip');
  it.skipIf(!existsSync(nottingham))(
    `of the Nottingham database gives sequences of finite numbers or one error (${cases} files)`,
    () => {
      const limit = { entries: 100, bytes: 2 ** 23 };
      const books = unpack(readFileSync(nottingham), (name) => /\.abc$/u.test(name), limit, 'it');
      const sources = [...books.values()].flatMap((book) =>
        strFromU8(book)
          .split(/^(?=X:)/mu)
          .filter((tune) => tune.startsWith('X:'))
          .map(wordsOf),
      );
      expect(sources.length).toBeGreaterThan(1000);
      return expectSoundOrRefused({ cases, ...isRead }, attempt(sources));
    },
  );
});
