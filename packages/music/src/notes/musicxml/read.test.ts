import { InvalidFileError } from '@speil/api';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { isChord } from '../../theory/chord-changes.js';
import { readMusicXml, readMxl } from './read.js';
import { brief, note, pitch, score } from '../../testing/musicxml.js';
import { readNotes } from '../read.js';

const attributes =
  '<attributes><divisions>2</divisions><key><fifths>-3</fifths><mode>minor</mode></key><time><beats>3</beats><beat-type>4</beat-type></time></attributes>';

describe('MusicXML', () => {
  it('gives notes, chords, rests, voices, ties, tempo, metre and key', () => {
    const sequence = readMusicXml(
      score(
        `<measure>${attributes}<direction><sound tempo="60"/></direction>
          ${note(pitch('C', 4), 2)}${note('<chord/>' + pitch('E', 4, -1), 2)}${note('<rest/>', 2)}
          ${note(pitch('G', 4) + '<tie type="start"/>', 2)}
          <backup><duration>6</duration></backup>${note(pitch('C', 3), 6)}</measure>
        <measure>${note(pitch('G', 4) + '<tie type="stop"/>', 1)}<note><grace/>${pitch('A', 4)}</note>${note(pitch('F', 4, 1), 1)}</measure>`,
      ),
    );
    expect(brief(sequence)).toEqual([
      [60, 0, 1],
      [63, 0, 1],
      [48, 0, 3],
      [67, 2, 3.5],
      [66, 3.5, 4],
    ]);
    expect(sequence.tempos).toEqual([{ time: 0, qpm: 60 }]);
    expect(sequence.timeSignatures).toEqual([{ time: 0, numerator: 3, denominator: 4 }]);
    expect(sequence.keySignatures).toEqual([{ time: 0, key: 0, mode: 1 }]);
    expect(sequence.partInfos).toEqual([{ part: 0, name: 'Voice' }]);
  });

  it('gives sounding chord symbols at their positions', () => {
    const chord = (inside: string) => `<harmony>${inside}</harmony>`;
    const root = (step: string, alter = 0) =>
      `<root><root-step>${step}</root-step><root-alter>${alter}</root-alter></root>`;
    const measure = (transposed: string) =>
      score(
        `<measure><attributes><divisions>1</divisions>${transposed}</attributes>
        ${chord(root('C') + '<kind>major</kind>')}${note(pitch('C', 4), 2)}
        ${chord(root('B', -1) + '<kind>minor-seventh</kind><bass><bass-step>D</bass-step><bass-alter>-1</bass-alter></bass>')}
        ${note(pitch('D', 4), 1)}${chord('<kind>none</kind>')}
        ${chord(root('C') + '<kind>Neapolitan</kind>')}${note(pitch('E', 4), 1)}</measure>`,
      );
    const chords = (text: string) =>
      readMusicXml(text).textAnnotations!.map((given) => [given.text, given.time, isChord(given)]);
    expect(chords(measure(''))).toEqual([
      ['C', 0, true],
      ['Bbm7/Db', 1, true],
      ['N.C.', 1.5, true],
    ]);
    const down = measure('<transpose><chromatic>-2</chromatic></transpose>');
    expect(chords(down).map(([symbol]) => symbol)).toEqual(['Bb', 'Abm7/B', 'N.C.']);
  });

  it('gives the sounding pitch, the program, and drums', () => {
    const part = (id: string, inside: string) =>
      `<score-part id="${id}"><part-name/>${inside}</score-part>`;
    const clarinet = readMusicXml(
      score(
        `<measure><attributes><divisions>1</divisions><transpose><chromatic>-2</chromatic></transpose></attributes>${note(pitch('D', 4), 1)}</measure>`,
        part('P1', '<midi-instrument id="I1"><midi-program>72</midi-program></midi-instrument>'),
      ),
    );
    expect(clarinet.notes![0]).toMatchObject({
      pitch: 60,
      program: 71,
      isDrum: false,
      velocity: 80,
    });
    const drums = readMusicXml(
      score(
        `<measure>${note('<unpitched/><instrument id="I1"/>', 1)}</measure>`,
        part(
          'P1',
          '<midi-instrument id="I1"><midi-channel>10</midi-channel><midi-unpitched>37</midi-unpitched></midi-instrument>',
        ),
      ),
    );
    expect(drums.notes![0]).toMatchObject({ pitch: 36, isDrum: true });
  });

  it.each([
    ['text that is not XML', 'hello', /not well-formed XML|not MusicXML/u],
    ['other XML', '<svg/>', /begins with <svg>/u],
    ['a timewise score', '<score-timewise/>', /timewise/u],
    [
      'declared entities, as in the billion laughs attack',
      '<!DOCTYPE score-partwise [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><score-partwise>&b;</score-partwise>',
      /declares entities/u,
    ],
    [
      'an entity that reads a local file',
      '<!DOCTYPE s [<!ENTITY a SYSTEM "file:///etc/passwd">]><score-partwise>&a;</score-partwise>',
      /declares entities/u,
    ],
    ['an undeclared entity', '<score-partwise>&nbsp;</score-partwise>', /not well-formed/u],
    ['very deep nesting', '<score-partwise>' + '<a>'.repeat(1000), /more than 64 deep/u],
    [
      'an octave out of range',
      score(`<measure>${note(pitch('C', 12), 1)}</measure>`),
      /has no note that can be read; skipped: 1 note without a valid pitch \("C 0 12"\)/u,
    ],
    [
      'a duration that is not a number',
      score('<measure><note><duration>x</duration></note></measure>'),
      /skipped: 1 duration out of range \("x"\)\.$/u,
    ],
    [
      'a key with a line break, with an error of one line',
      score('<measure><attributes><key><fifths>-\n3</fifths></key></attributes></measure>'),
      /skipped: 1 key out of range \("-\\n3"\)\.$/u,
    ],
  ])('refuses %s', (_name, text, message) => {
    expect(() => readMusicXml(text)).toThrow(InvalidFileError);
    expect(() => readMusicXml(text)).toThrow(message);
  });
});

describe('compressed MusicXML', () => {
  const container = (path: string) =>
    strToU8(`<container><rootfiles><rootfile full-path="${path}"/></rootfiles></container>`);
  const one = strToU8(score(`<measure>${note(pitch('C', 4), 1)}</measure>`));

  it('is read from the file that its container names', async () => {
    const packed = zipSync({
      'META-INF/container.xml': container('a/score.xml'),
      'a/score.xml': one,
    });
    expect(brief(readMxl(packed))).toEqual([[60, 0, 0.5]]);
    expect(brief(await readNotes(packed, 'a file'))).toEqual([[60, 0, 0.5]]);
  });

  it.each([
    ['a file that is not an archive', one, /not a ZIP archive/u],
    ['an archive without a score', zipSync({ 'a.txt': one }), /must name a score/u],
    [
      'an archive without the named score',
      zipSync({ 'META-INF/container.xml': container('b.xml') }),
      /"b.xml"/u,
    ],
    [
      'a file name that leads outside the archive',
      zipSync({ '../../a.xml': one }),
      /leads out of it/u,
    ],
    ['an absolute file name', zipSync({ '/etc/a.xml': one }), /leads out of it/u],
    ['a bomb', zipSync({ 'a.xml': new Uint8Array(64 * 2 ** 20) }), /unpacks to more than/u],
    [
      'many files',
      zipSync(Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [`${i}.txt`, one]))),
      /more than 1000 files/u,
    ],
    ['a file cut off', zipSync({ 'a.xml': one }).subarray(0, 200), /damaged/u],
  ])('refuses %s', (_name, bytes, message) => {
    expect(() => readMxl(bytes)).toThrow(InvalidFileError);
    expect(() => readMxl(bytes)).toThrow(message);
  });
});
