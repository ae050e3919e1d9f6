/**
 * Reads broken MIDI files. Each must give a sequence of finite numbers or one error. SPEIL_SOAK=1 runs the whole
 * campaign.
 */
import { describe, expect, it } from 'vitest';
import {
  breakFile,
  expectSoundOrRefused,
  soakScale,
  type Breakable,
} from '../../testing/broken.js';
import { readMidi } from './read.js';
import { writeMidi } from './write.js';
import { midiFile } from '../../testing/midi.js';

const cases = Math.ceil(400_000 * soakScale);

const whole = writeMidi({
  tempos: [{ qpm: 100 }, { time: 2, qpm: 140 }],
  timeSignatures: [{ numerator: 3, denominator: 4 }],
  keySignatures: [{ key: 2, mode: 1 }],
  notes: Array.from({ length: 24 }, (_, i) => ({
    ...{ pitch: 48 + i, velocity: 40 + i, startTime: i / 4, endTime: i / 4 + 0.5 },
    ...{ instrument: i % 3, program: (i % 3) * 30, isDrum: i % 3 === 2 },
  })),
  controlChanges: [{ time: 1, controlNumber: 64, controlValue: 127 }],
  partInfos: [{ part: 0, name: 'Flöte' }],
});
const sources = [
  whole,
  midiFile([[0, 0x90, 60, 100, 96, 60, 0, 0, 0xf0, 2, 1, 2, 0, 0xe0, 0, 64]], { type: 0 }),
  midiFile([
    [0, 0xff, 3, 2, 65, 66],
    [0, 0x99, 36, 1, 0x81, 0, 0x89, 36, 0, 0, 0xff, 0x54, 5, 0, 0, 0, 0, 0],
  ]),
];
const files: Breakable<number> = {
  sources: sources.map((bytes) => [...bytes]),
  // Last bytes of variable-length numbers, status bytes and types of meta events.
  effective: [0, 1, 0x7f, 0x80, 0x81, 0x90, 0xc0, 0xf0, 0xf7, 0xff, 0x2f, 0x51, 0x58, 0x59],
  other: (bits) => bits & 0xff,
};

describe('broken MIDI files', () => {
  it(`give a sequence of finite numbers or one error (${cases} files)`, () =>
    expectSoundOrRefused({ cases, read: [0.05, 0.95] }, (number) => {
      const sequence = readMidi(Uint8Array.from(breakFile(number, files)), {
        applySustain: number % 2 === 0,
      });
      // Every sequence that was read can be written.
      if (number % 16 === 0) writeMidi(sequence);
      return sequence;
    }));

  it('are read if they have very many events, and refused if they have more than a million', () => {
    const file = (size: number, fill: (body: Uint8Array) => void): Uint8Array => {
      const bytes = new Uint8Array(22 + size);
      bytes.set(midiFile([[]]).subarray(0, 18));
      new DataView(bytes.buffer).setUint32(18, size);
      fill(bytes.subarray(22));
      return bytes;
    };
    // A megabyte of alternating note events in running status.
    const many = file(1 + 3 * 300_000 + 3, (body) => {
      body.set([0, 0x90, 60, 64]);
      for (let at = 4; at < body.length; at += 3) body.set([0, at % 2 ? 60 : 61, 64], at);
    });
    expect(readMidi(many).notes).toHaveLength(300_001);
    // The sequence can also be written; the writer must not take quadratic time.
    const again = writeMidi(readMidi(many));
    expect(readMidi(again).notes).toHaveLength(300_001);
    // Program changes in running status, two bytes each.
    const more = file(4 * 2 ** 20 - 60, (body) => body.set([0, 0xc0]));
    expect(() => readMidi(more)).toThrow(/more than 1000000 events/u);
  });
});
