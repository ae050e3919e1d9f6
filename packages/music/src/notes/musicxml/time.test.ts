/**
 * Times in scores as real programs write them. The default tempo is 120 quarters per minute, so a quarter lasts half a
 * second.
 */
import { describe, expect, it } from 'vitest';
import { extractWindows } from '../../sequences/extract.js';
import {
  brief,
  c4,
  chord,
  chordsOf,
  measureAttributes,
  fourFour,
  measure,
  metresOf,
  note,
  pitch,
  score,
  scoreOf,
  temposOf,
  readScore,
} from '../../testing/musicxml.js';
import { readMusicXml } from './read.js';

describe('a score of several parts', () => {
  const whole = (step: string) => note(pitch(step, 4), 4);
  const first = fourFour + whole('C');

  it('begins each measure at the same time in all parts, even if a part is incomplete', () => {
    const high = [first, whole('D'), whole('E')].map(measure).join('');
    const starts = (low: readonly string[]) =>
      readMusicXml(scoreOf(high, low.map(measure).join('')))
        .notes!.filter(({ part }) => part === 1)
        .map(({ startTime }) => startTime);
    expect(starts([first, '', whole('E')])).toEqual([0, 4]);
    expect(starts([fourFour + note(c4, 2), whole('D'), whole('E')])).toEqual([0, 2, 4]);
    expect(starts(['', '', measureAttributes() + whole('E')])).toEqual([4]);
  });

  it('is not delayed by a part that counts a whole-bar rest twice', () => {
    // This occurs in parts 4 and 5 of madrigal 3.12 in music21's corpus.
    const high = [first, whole('D'), whole('E')].map(measure).join('');
    const twice = note('<rest/>', 4).repeat(2);
    const low = [fourFour + twice, twice, whole('E')].map(measure).join('');
    const sequence = readMusicXml(scoreOf(high, low));
    expect(metresOf(sequence)).toEqual([[0, '4/4']]);
    expect(sequence.notes!.map(({ startTime }) => startTime)).toEqual([0, 2, 4, 4]);
  });

  it('includes an empty measure at its full length', () => {
    const sequence = readMusicXml(scoreOf([first, '', whole('E')].map(measure).join('')));
    expect(brief(sequence)).toEqual([
      [60, 0, 2],
      [64, 4, 6],
    ]);
    expect(metresOf(sequence)).toEqual([[0, '4/4']]);
  });

  it('takes its metre from the part that has one', () => {
    const low = [first, whole('D')].map(measure).join('');
    const high = [measureAttributes() + whole('C'), whole('D')].map(measure).join('');
    expect(metresOf(readMusicXml(scoreOf(high, low)))).toEqual([[0, '4/4']]);
  });
});

describe('bars of a score', () => {
  const bar = [...'CDEF'].map((step) => note(pitch(step, 4), 1)).join('');
  const upbeat = `<measure number="0" implicit="yes">${fourFour}${note(pitch('G', 3), 1)}</measure>`;

  it('begin after a pickup, which is a separate bar, and windows begin with them', () => {
    const sequence = readMusicXml(score(upbeat + measure(bar).repeat(3)));
    expect(metresOf(sequence)).toEqual([
      [0, '1/4'],
      [0.5, '4/4'],
    ]);
    // A bar of 4/4 lasts two seconds.
    const { windows } = extractWindows(sequence, { bars: 1, part: 'melody' });
    const full = windows.filter((window) => window.sequence.notes!.length === 4);
    expect(full.map(({ seconds }) => seconds)).toEqual([0.5, 2.5, 4.5]);
  });

  it.each([
    ['3+2 over 8', '<beats>3+2</beats><beat-type>8</beat-type>', '5/8'],
    [
      '3/8 and 2/4',
      '<beats>3</beats><beat-type>8</beat-type><beats>2</beats><beat-type>4</beat-type>',
      '7/8',
    ],
  ])('in the metre %s are as long as the sum', (_name, time, metre) => {
    const sequence = readMusicXml(
      score(measure(measureAttributes(`<time>${time}</time>`) + note(c4, 1))),
    );
    expect(metresOf(sequence)).toEqual([[0, metre]]);
  });
});

describe('the position of an event in a score', () => {
  it('is moved by the offset of a chord symbol', () => {
    const g7 = chord('G', '<kind>dominant</kind>', '<offset>2</offset>');
    const text = score(
      measure(measureAttributes() + chord('C', '<kind>major</kind>') + g7 + note(c4, 4)),
    );
    expect(chordsOf(readMusicXml(text))).toEqual([
      ['C', 0],
      ['G7', 1],
    ]);
  });

  it.each([
    // According to the standard ("offset", MusicXML 4.0), an offset without sound="yes" moves only the printed mark.
    ['a direction with sound="yes"', '<offset sound="yes">2</offset><sound tempo="60"/>', 1],
    ['the sound element itself', '<sound tempo="60"><offset>2</offset></sound>', 1],
    ['but not a direction without sound="yes"', '<offset>2</offset><sound tempo="60"/>', 0],
  ])('is moved only by an offset of the sound: %s', (_name, inside, time) => {
    const text = score(
      measure(`${measureAttributes()}<direction>${inside}</direction>${note(c4, 4)}`),
    );
    expect(temposOf(readMusicXml(text)).at(-1)).toEqual([time, 60]);
  });

  it('is counted in divisions that a measure declares after its first note', () => {
    const half = (name: string) => note(pitch(name, 4), 16);
    const attributes = '<attributes><divisions>8</divisions></attributes>';
    const text = score(measure(half('C') + attributes + half('D')));
    expect(brief(readMusicXml(text))).toEqual([
      [60, 0, 1],
      [62, 1, 2],
    ]);
  });
});

describe('the tempo of a score', () => {
  const marked = (unit: string, minute: string, more = '') =>
    `<direction><direction-type><metronome>${unit}<per-minute>${minute}</per-minute></metronome></direction-type>${more}</direction>`;
  const [quarter, half] = ['quarter', 'half'].map((unit) => `<beat-unit>${unit}</beat-unit>`);
  const dot = '<beat-unit-dot/>';

  it.each([
    // A dotted quarter lasts 1.5 quarters, and a quarter with two dots lasts 1.75 quarters.
    ['a quarter', quarter!, '60', 60],
    ['a dotted quarter', quarter! + dot, '40', 60],
    ['a quarter with two dots', quarter! + dot + dot, '40', 70],
    ['a half note', half!, '60', 120],
    ['an approximate number', quarter!, 'c. 72', 72],
    ['the start of a range', quarter!, '52-56', 52],
  ])(
    'is given by a metronome mark if there is no playback tempo: %s',
    (_name, unit, minute, qpm) => {
      const text = score(measure(measureAttributes() + marked(unit, minute) + note(c4, 1)));
      expect(temposOf(readMusicXml(text))).toEqual([[0, expect.closeTo(qpm, 4)]]);
    },
  );

  it('is the playback tempo if the printed one differs', () => {
    const sound = '<sound tempo="100"/>';
    const temposIn = (inside: string) =>
      temposOf(readMusicXml(score(measure(measureAttributes() + inside + note(c4, 1)))));
    expect(temposIn(marked(quarter!, '60', sound))).toEqual([[0, 100]]);
    expect(temposIn(sound + marked(quarter!, '60'))).toEqual([[0, 100]]);
  });

  it('is not changed by a mark without a number', () => {
    const { sequence, message } = readScore(
      score(measure(measureAttributes() + marked(quarter!, 'a tempo') + note(c4, 1))),
    );
    expect(sequence.tempos).toEqual([]);
    expect(message).toBe('1 metronome mark without beats per minute ("a tempo")');
  });
});
