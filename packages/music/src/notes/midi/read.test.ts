import { InvalidFileError } from '@speil/api';
import { describe, expect, it } from 'vitest';
import { readMidi } from './read.js';
import { brief, chunk, midiFile } from '../../testing/midi.js';
import { omissionsText } from '../shared/omissions.js';

describe('a reader of MIDI files', () => {
  it('supports running status, and reads a note-on of velocity 0 as a note-off', () => {
    // With 96 ticks per quarter at 120 quarters per minute, 96 ticks are half a second.
    const file = midiFile([[0, 0x90, 60, 100, 96, 60, 0, 0, 64, 90, 96, 64, 0]], { type: 0 });
    expect(brief(readMidi(file))).toEqual([
      [60, 100, 0, 0.5],
      [64, 90, 0.5, 1],
    ]);
  });

  it('applies changes of tempo, metre and key in any track', () => {
    const file = midiFile([
      [
        ...[0, 0xff, 0x51, 3, 0x0f, 0x42, 0x40], // 1,000,000 microseconds: 60 a minute
        ...[0, 0xff, 0x58, 4, 6, 3, 24, 8],
        ...[0, 0xff, 0x59, 2, 0xfd, 1], // three flats, minor
        ...[96, 0xff, 0x51, 3, 0x07, 0xa1, 0x20], // 500,000 after a quarter
      ],
      [0, 0x91, 60, 100, 0x81, 0x40, 0x81, 60, 0], // 192 ticks
    ]);
    const sequence = readMidi(file);
    expect(brief(sequence)).toEqual([[60, 100, 0, 1.5]]);
    expect(sequence.tempos).toEqual([
      { time: 0, qpm: 60 },
      { time: 1, qpm: 120 },
    ]);
    expect(sequence.timeSignatures).toEqual([{ time: 0, numerator: 6, denominator: 8 }]);
    // C minor.
    expect(sequence.keySignatures).toEqual([{ time: 0, key: 0, mode: 1 }]);
  });

  it('gives programs by channel, and drums on channel 10', () => {
    const file = midiFile([
      [0, 0xc0, 33, 0, 0x90, 40, 80, 96, 0x80, 40, 0],
      [0, 0x99, 36, 127, 10, 0x89, 36, 0],
    ]);
    const [bass, kick] = readMidi(file).notes!;
    expect(bass).toMatchObject({ program: 33, isDrum: false, instrument: 0, part: 0 });
    expect(kick).toMatchObject({ program: 0, isDrum: true, instrument: 1, part: 1 });
  });

  it('ends a note when its key is struck again, and ends open notes at the end of the file', () => {
    const on = [0x90, 60, 100];
    // The second note is released half a quarter after its start; the third note is never released.
    const file = midiFile([
      [0, ...on, 48, ...on, 48, 0x80, 60, 0, 0, 0x80, 60, 0, 48, ...on, 48, 0xff, 1, 0],
    ]);
    expect(brief(readMidi(file))).toEqual([
      [60, 100, 0, 0.25],
      [60, 100, 0.25, 0.5],
      [60, 100, 0.75, 1],
    ]);
  });

  it('keeps two notes of the same key that start at the same tick', () => {
    const file = midiFile([[0, 0x90, 60, 100, 0, 60, 50, 96, 60, 0, 0, 60, 0]]);
    expect(brief(readMidi(file))).toEqual([
      [60, 100, 0, 0.5],
      [60, 50, 0, 0.5],
    ]);
  });

  it('keeps the control changes of the sustain pedal, and applies them on request', () => {
    const pedal = (value: number) => [0xb0, 64, value];
    const file = midiFile([
      [
        ...[0, ...pedal(127), 0, 0x90, 60, 100, 48, 0x80, 60, 0, 48, ...pedal(0)],
        ...[0, 0x90, 62, 100, 48, 0x80, 62, 0],
      ],
    ]);
    const kept = readMidi(file);
    expect(kept.controlChanges!.map(({ time, controlValue }) => [time, controlValue])).toEqual([
      [0, 127],
      [0.5, 0],
    ]);
    expect(brief(kept)[0]).toEqual([60, 100, 0, 0.25]);
    expect(brief(readMidi(file, { applySustain: true }))).toEqual([
      [60, 100, 0, 0.5],
      [62, 100, 0.5, 0.75],
    ]);
  });

  it('skips chunks of other kinds', () => {
    const file = midiFile([[0, 0x90, 60, 1]]);
    const odd = [...file.subarray(0, 14), ...chunk('XFIH', [1, 2, 3]), ...file.subarray(14)];
    expect(readMidi(Uint8Array.from(odd)).notes).toHaveLength(1);
  });

  it('reads a file inside RIFF', () => {
    const inner = midiFile([[0, 0x90, 60, 1, 96, 60, 0]]);
    const size = (bytes: number) => [bytes & 0xff, bytes >> 8, 0, 0];
    const letters = (text: string) => [...text].map((letter) => letter.charCodeAt(0));
    const data = [...letters('data'), ...size(inner.length), ...inner];
    const odd = [...letters('DISP'), ...size(3), 1, 2, 3, 0];
    const body = [...letters('RMID'), ...odd, ...data];
    const riff = Uint8Array.from([...letters('RIFF'), ...size(body.length), ...body]);
    expect(brief(readMidi(riff))).toEqual([[60, 1, 0, 0.5]]);
  });

  describe('recognises as drums', () => {
    const note = (channel: number) => [0, 0x90 + channel, 36, 100, 96, 0x80 + channel, 36, 0];
    const gs = (...bytes: number[]) => [0, 0xf0, 9, 0x41, 0x10, 0x42, 0x12, ...bytes, 0xf7];
    const isDrum = (...events: number[]) =>
      readMidi(midiFile([events])).notes!.map((n) => n.isDrum);

    it('a program in bank 127 (XG) or 120 (General MIDI 2), until another bank is chosen', () => {
      for (const bank of [127, 120]) {
        const kit = [0, 0xb1, 0, bank, 0, 0xc1, 0];
        const piano = [0, 0xb1, 0, 0, 0, 0xc1, 0];
        expect(isDrum(...kit, ...note(1), ...piano, ...note(1))).toEqual([true, false]);
      }
      // A bank select has no effect before a program change.
      expect(isDrum(0, 0xb1, 0, 127, ...note(1))).toEqual([false]);
    });

    it('the channels that GS marks, but not bank 127 in a GS file', () => {
      // Part 0x1a is channel 11, part 0x10 channel 10, part 0x11 channel 1.
      expect(isDrum(...gs(0x40, 0x1a, 0x15, 1, 0x10), ...note(10))).toEqual([true]);
      expect(isDrum(...gs(0x40, 0x11, 0x15, 2, 0x10), ...note(0))).toEqual([true]);
      expect(isDrum(...gs(0x40, 0x10, 0x15, 0, 0x10), ...note(9))).toEqual([false]);
      expect(
        isDrum(...gs(0x40, 0x00, 0x7f, 0, 0x41), 0, 0xb1, 0, 127, 0, 0xc1, 0, ...note(1)),
      ).toEqual([false]);
    });

    it('a track named drums, if no note is on channel 10', () => {
      const named = (name: string) => [
        0,
        0xff,
        3,
        name.length,
        ...[...name].map((c) => c.charCodeAt(0)),
      ];
      expect(isDrum(...named('Drums'), ...note(0))).toEqual([true]);
      expect(isDrum(...named('Steel Drums'), ...note(0))).toEqual([false]);
      const both = readMidi(midiFile([[...named('Drum kit'), ...note(0)], note(9)]));
      expect(both.notes!.map((n) => n.isDrum)).toEqual([false, true]);
    });
  });

  it('applies a control change to the current and the next instrument of a channel only', () => {
    const sound = (program: number) => [0, 0xc0, program, 0, 0x90, 60, 90, 48, 60, 0];
    const pedal = (value: number) => [0, 0xb0, 64, value];
    const { controlChanges } = readMidi(
      midiFile([[...pedal(1), ...sound(1), ...pedal(2), ...sound(2), ...sound(3), ...pedal(3)]]),
    );
    expect(controlChanges!.map(({ controlValue, program }) => [controlValue, program])).toEqual([
      [1, 1],
      [2, 1],
      [2, 2],
      [3, 3],
    ]);
  });

  describe('skips events that no note depends on, and reports those that are invalid:', () => {
    const note = [0, 0x90, 60, 100, 96, 60, 0];
    const read = (bytes: Uint8Array) => {
      let omitted = '';
      const sequence = readMidi(bytes, { onOmitted: (list) => (omitted = omissionsText(list)) });
      return { notes: brief(sequence), omitted, sequence };
    };
    const sound = [[60, 100, 0, 0.5]];

    it.each<[string, number[], string]>([
      ['an empty sequence number', [0, 0xff, 0, 0], ''],
      ['a key of one byte', [0, 0xff, 0x59, 1, 2], ''],
      ['a key that does not exist', [0, 0xff, 0x59, 2, 9, 0], '1 impossible key (9 0)'],
      [
        'a metre with numerator 0',
        [0, 0xff, 0x58, 4, 0, 2, 24, 8],
        '1 impossible metre (0 2 24 8)',
      ],
      [
        'a metre with denominator 2 to the power of 33',
        [0, 0xff, 0x58, 4, 2, 33, 24, 8],
        '1 impossible metre (2 33 24 8)',
      ],
      ['an empty metre', [0, 0xff, 0x58, 0], '1 impossible metre ()'],
      ['a tempo of 0 microseconds per quarter', [0, 0xff, 0x51, 3, 0, 0, 0], '1 impossible tempo'],
      ['an empty tempo', [0, 0xff, 0x51, 0], '1 impossible tempo'],
      ['a real-time byte', [0, 0xf8], ''],
      ['a song position', [0, 0xf2, 1, 2], ''],
      ['a program above 127', [0, 0xc0, 200], '1 event out of range (200)'],
      ['a pitch above 127', [0, 0x90, 200, 1], '1 note out of range (200)'],
    ])('%s', (_, event, omitted) => {
      const {
        notes,
        omitted: actual,
        sequence,
      } = read(midiFile([[...event, ...note]], { type: 0 }));
      expect(notes).toEqual(sound);
      expect(actual).toBe(omitted);
      expect([...sequence.tempos!, ...sequence.timeSignatures!]).toEqual([]);
    });

    it('but clips a velocity and a controller value above 127', () => {
      const { notes, sequence, omitted } = read(
        midiFile([[0, 0x90, 60, 200, 0, 0xb0, 7, 255, 96, 0x80, 60, 0]]),
      );
      expect(notes).toEqual([[60, 127, 0, 0.5]]);
      expect(sequence.controlChanges![0]!.controlValue).toBe(127);
      expect(omitted).toBe('');
    });

    it('wrong counts and lengths', () => {
      const whole = midiFile([note]);
      const counted = Uint8Array.from(whole);
      counted[11] = 3;
      expect(read(counted)).toMatchObject({
        notes: sound,
        omitted: '1 missing track (the header says 3)',
      });
      const few = midiFile([note, note]);
      few[11] = 1;
      expect(read(few).notes).toHaveLength(2);
      const long = Uint8Array.from(whole);
      long[21] = 200;
      expect(read(long)).toMatchObject({
        notes: sound,
        omitted: '1 cut-off track',
      });
      const header = Uint8Array.from(whole);
      header[7] = 9;
      expect(read(header).notes).toEqual(sound);
      expect(read(whole.subarray(0, whole.length - 4)).notes).toEqual(sound);
    });

    it('an event that the end of a track cuts off', () => {
      const cut = (...end: number[]) =>
        read(
          Uint8Array.from([...midiFile([]).fill(1, 11, 12), ...chunk('MTrk', [...note, ...end])]),
        );
      expect(cut(0, 0x90, 62)).toMatchObject({
        notes: sound,
        omitted: '1 broken track end (an event cut off)',
      });
      expect(cut(0, 0xff, 1, 9, 65).notes).toEqual(sound);
      expect(cut(0x81).notes).toEqual(sound);
      expect(cut(0).notes).toEqual(sound);
      expect(cut(0, 0xf0, 0x8f, 0x8f, 0xff, 0xff, 0x7f).notes).toEqual(sound);
    });
  });

  const broken: readonly [string, Uint8Array, RegExp][] = [
    ['a file that is not MIDI', new Uint8Array(40), /must begin with an MThd chunk/u],
    ['type 2', midiFile([[]], { type: 2 }), /of type 2; types 0 and 1 are read/u],
    ['SMPTE time', midiFile([[]], { division: 0xe728 }), /SMPTE/u],
    ['a division of 0 ticks', midiFile([[]], { division: 0 }), /0 ticks per quarter/u],
    [
      'a file cut short before any note',
      midiFile([[0, 0x90, 60, 1]]).subarray(0, 24),
      /it has no note; skipped: 1 cut-off track/u,
    ],
    [
      'running status without a first status',
      midiFile([[0, 60, 1]]),
      /1 broken track end \(data without/u,
    ],
    [
      'a file whose only note has a pitch above 127',
      midiFile([[0, 0x90, 200, 1]]),
      /1 note out of range \(200\)/u,
    ],
    [
      'more than a day of silence',
      midiFile([[0xff, 0xff, 0xff, 0x7f, 0x90, 60, 1]]),
      /at most 86400/u,
    ],
    [
      'a file with fewer tracks than its header says',
      midiFile([]).fill(1, 11, 12),
      /1 missing track \(the header says 1\)/u,
    ],
  ];
  it.each(broken)('refuses %s with an error of one line', (_name, bytes, message) => {
    expect(() => readMidi(bytes)).toThrow(InvalidFileError);
    expect(() => readMidi(bytes)).toThrow(message);
  });
});
