/** Broken MIDI files: each is a sequence of finite numbers or one error. SPEIL_SOAK=1 runs the campaign whole. */
import { InvalidFileError } from '@speil/api';
import { philox } from '@speil/core/random';
import { describe, expect, it } from 'vitest';
import { readMidi } from './midi-read.js';
import { writeMidi } from './midi-write.js';
import { midiFile } from './midi.test-support.js';
import type { NoteSequence } from './note-sequence.js';

const scale = process.env['SPEIL_SOAK'] === '1' ? 1 : 0.05;
const cases = Math.ceil(400_000 * scale);

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
/** Where a parser believes most: ends of variable lengths, status bytes, meta events. */
const telling = [0, 1, 0x7f, 0x80, 0x81, 0x90, 0xc0, 0xf0, 0xf7, 0xff, 0x2f, 0x51, 0x58, 0x59];

/** One to four bytes changed, put in or taken out, and every sixteenth file cut short. A function of the number alone. */
function broken(number: number): Uint8Array {
  const words = new Uint32Array(32);
  for (let i = 0; i < 8; i++) philox([number, i, 0, 0], [2026, 0], words, i * 4);
  const bytes = [...sources[words[0]! % sources.length]!];
  const changes = 1 + (words[1]! % 4);
  for (let i = 0; i < changes; i++) {
    const [place, kind, value] = words.subarray(2 + 3 * i, 5 + 3 * i) as unknown as number[];
    const at = place! % bytes.length;
    const byte =
      value! % 2 === 0 ? telling[(value! >>> 1) % telling.length]! : (value! >>> 8) & 0xff;
    if (kind! % 16 < 14) bytes[at] = byte;
    else if (kind! % 16 === 14) bytes.splice(at, 0, byte);
    else bytes.splice(at, 1 + ((kind! >>> 8) % 4));
    if (bytes.length === 0) break;
  }
  if (words[30]! % 16 === 0) bytes.length = words[31]! % (bytes.length + 1);
  return Uint8Array.from(bytes);
}

function isFinite({ notes, tempos, controlChanges, totalTime }: NoteSequence): boolean {
  const sound = (value: number | null | undefined, least: number, most: number): boolean =>
    typeof value === 'number' && value >= least && value <= most;
  return (
    sound(totalTime, 0, 86_400) &&
    tempos!.every(({ time, qpm }) => sound(time, 0, 86_400) && sound(qpm, 3, 60e6)) &&
    controlChanges!.every(({ time }) => sound(time, 0, 86_400)) &&
    notes!.every(
      ({ pitch, velocity, startTime, endTime, program }) =>
        sound(pitch, 0, 127) &&
        sound(velocity, 1, 127) &&
        sound(program, 0, 127) &&
        sound(startTime, 0, 86_400) &&
        sound(endTime, startTime!, 86_400),
    )
  );
}

describe('broken MIDI files', () => {
  it(`are sequences of finite numbers or one error (${cases} files)`, () => {
    let read = 0;
    for (let number = 0; number < cases; number++) {
      const bytes = broken(number);
      try {
        const sequence = readMidi(bytes, { applySustain: number % 2 === 0 });
        if (!isFinite(sequence))
          throw new Error(`file ${number} gives ${JSON.stringify(sequence)}`);
        // What is read can be written.
        if (number % 16 === 0) writeMidi(sequence);
        read++;
      } catch (error) {
        if (error instanceof InvalidFileError && !error.message.includes('\n')) continue;
        throw new Error(`file ${number}: ${String(error)}`, { cause: error });
      }
    }
    // Neither all sound nor all refused: the campaign reaches both.
    expect(read / cases).toBeGreaterThan(0.05);
    expect(read / cases).toBeLessThan(0.95);
  });

  it('of very many events are read, or refused where there are more than a million', () => {
    const file = (size: number, fill: (body: Uint8Array) => void): Uint8Array => {
      const bytes = new Uint8Array(22 + size);
      bytes.set(midiFile([[]]).subarray(0, 18));
      new DataView(bytes.buffer).setUint32(18, size);
      fill(bytes.subarray(22));
      return bytes;
    };
    // A note of two kinds again and again, in running status: a megabyte.
    const many = file(1 + 3 * 300_000 + 3, (body) => {
      body.set([0, 0x90, 60, 64]);
      for (let at = 4; at < body.length; at += 3) body.set([0, at % 2 ? 60 : 61, 64], at);
    });
    expect(readMidi(many).notes).toHaveLength(300_001);
    // A change of program in two bytes.
    const more = file(4 * 2 ** 20 - 60, (body) => body.set([0, 0xc0]));
    expect(() => readMidi(more)).toThrow(/more than 1000000 events/u);
  });
});
