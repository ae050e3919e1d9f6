import { describe, expect, it } from 'vitest';
import { drumPitchClasses } from '../converters/converters.js';
import { generatedSong, styleNames } from '../generated/index.js';
import type { NoteSequence } from '../theory/note-sequence.js';
import { renderNotes, renderPieces } from './render.js';
import { renderedByFormula } from '../testing/voices.js';
import { writeWav } from './wav.js';

const sampleRate = 8000;
const one = (more: object): NoteSequence => ({
  notes: [{ pitch: 69, velocity: 100, startTime: 0.5, endTime: 1.5, ...more }],
  totalTime: 2,
});
const energy = (samples: Float32Array, from: number, to: number): number =>
  samples
    .slice(Math.round(from * sampleRate), Math.round(to * sampleRate))
    .reduce((sum, value) => sum + value * value, 0) /
  ((to - from) * sampleRate);

/** Strength of a frequency, in Hz, in the samples: one term of the discrete Fourier transform. */
function strengthAt(samples: Float32Array, frequency: number): number {
  let [real, imaginary] = [0, 0];
  samples.forEach((value, i) => {
    const angle = (2 * Math.PI * frequency * i) / sampleRate;
    real += value * Math.cos(angle);
    imaginary += value * Math.sin(angle);
  });
  return Math.hypot(real, imaginary) / samples.length;
}

describe('rendered notes', () => {
  it('are silent before a note starts, sound during the note, and end after its release', () => {
    const samples = renderNotes(one({ program: 73 }), { sampleRate });
    expect(energy(samples, 0, 0.49)).toBe(0);
    expect(energy(samples, 0.6, 1.4)).toBeGreaterThan(1e-3);
    expect(energy(samples, 1.7, 2)).toBe(0);
  });

  it('have the pitch of the note: 440 Hz for pitch 69, and 220 Hz for pitch 57', () => {
    const renderPitch = (pitch: number): Float32Array =>
      renderNotes(one({ pitch, program: 73 }), { sampleRate }).slice(4800, 11_200);
    expect(strengthAt(renderPitch(69), 440)).toBeGreaterThan(
      20 * strengthAt(renderPitch(69), 415.3),
    );
    expect(strengthAt(renderPitch(57), 220)).toBeGreaterThan(
      20 * strengthAt(renderPitch(57), 233.1),
    );
  });

  it('are louder at a higher velocity', () => {
    const loudness = (velocity: number): number =>
      energy(renderNotes(one({ velocity }), { sampleRate }), 0.5, 1.5);
    expect(loudness(120)).toBeGreaterThan(2 * loudness(60));
  });

  it.each(drumPitchClasses.map(([pitch]) => pitch!))('make drum %i audible', (pitch) => {
    const samples = renderNotes(one({ pitch, isDrum: true }), { sampleRate });
    expect(energy(samples, 0.5, 0.55)).toBeGreaterThan(1e-4);
  });

  it('of a whole song stay between -1 and 1, and are the same in every rendering', () => {
    const song = generatedSong({ seed: 2, index: 1, style: 'funk' });
    const samples = renderNotes(song, { sampleRate });
    expect(samples.every((value) => Math.abs(value) <= 1)).toBe(true);
    expect(energy(samples, 0, song.totalTime!)).toBeGreaterThan(1e-3);
    expect(renderNotes(song, { sampleRate })).toEqual(samples);
  });

  it('use the steps of quantised notes', () => {
    const steps = {
      notes: [{ pitch: 69, quantizedStartStep: 8, quantizedEndStep: 12 }],
      quantizationInfo: { stepsPerQuarter: 4 },
      totalQuantizedSteps: 16,
    };
    const samples = renderNotes(steps, { sampleRate });
    expect(energy(samples, 0, 0.99)).toBe(0);
    expect(energy(samples, 1, 1.5)).toBeGreaterThan(1e-4);
  });

  it('can be generated in pieces of one second, which together equal the whole rendering', () => {
    const song = generatedSong({ seed: 2, index: 1, bars: 4 });
    const whole = renderNotes(song, { sampleRate });
    const { length, pieces } = renderPieces(song, { sampleRate });
    const all = [...pieces];
    expect(length).toBe(whole.length);
    expect(all.map((piece) => piece.length).slice(0, -1)).toEqual(
      Array.from({ length: Math.ceil(length / sampleRate) - 1 }, () => sampleRate),
    );
    expect(Float32Array.from(all.flatMap((piece) => [...piece]))).toEqual(whole);
  });

  it('are refused if they are too long', () => {
    expect(() => renderPieces(one({ endTime: 8000 }))).toThrow(/At most 7200 seconds/u);
    expect(renderPieces(one({ endTime: 2000 }), { sampleRate }).length).toBeGreaterThan(16e6);
    expect(() => renderNotes(one({ endTime: 2000 }))).toThrow(/At most 900 seconds/u);
    expect(() => renderNotes(one({}), { sampleRate: 100 })).toThrow(/Received: 100/u);
  });
});

describe('rendered notes and the formulas of their voices', () => {
  /** The largest difference between samples at the same time, in dB relative to the loudest sample. */
  const maxDifference = (sequence: NoteSequence, rate = sampleRate): number => {
    const [ours, theirs] = [
      renderNotes(sequence, { sampleRate: rate }),
      renderedByFormula(sequence, rate),
    ];
    expect(ours.length).toBe(theirs.length);
    const loudest = theirs.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const farthest = ours.reduce(
      (most, value, i) => Math.max(most, Math.abs(value - theirs[i]!)),
      0,
    );
    return farthest === 0 ? -Infinity : 20 * Math.log10(farthest / loudest);
  };
  // The required accuracy is -60 dB.
  const bound = -60;

  it.each(styleNames)('agree for a whole song in the style %s', (style) => {
    const song = generatedSong({ seed: 5, index: 0, style, bars: 8 });
    expect(maxDifference(song)).toBeLessThan(bound);
  });

  // A program of each family, at the lowest, a middle and the highest pitch of a piano, and at an inaudible pitch.
  it.each([0, 16, 24, 32, 40, 105])('agree for program %i', (program) => {
    for (const pitch of [21, 60, 108, 127]) {
      expect(maxDifference(one({ program, pitch, endTime: 4.3 }))).toBeLessThan(bound);
      // A note that ends during its attack, and one of length 0.
      expect(maxDifference(one({ program, pitch, endTime: 0.502 }))).toBeLessThan(bound);
      expect(maxDifference(one({ program, pitch, endTime: 0.5 }))).toBeLessThan(bound);
    }
    expect(maxDifference(one({ program }), 44_100)).toBeLessThan(bound);
  });

  it.each(drumPitchClasses.map(([pitch]) => pitch!))('agree for drum %i', (pitch) => {
    expect(maxDifference(one({ pitch, isDrum: true, endTime: 0.6 }))).toBeLessThan(bound);
    expect(maxDifference(one({ pitch, isDrum: true, endTime: 5 }))).toBeLessThan(bound);
  });

  it('agree for a note of one minute', () => {
    expect(maxDifference(one({ program: 73, endTime: 60.5 }))).toBeLessThan(bound);
  });

  it('agree for a note that starts before the track: only the rest of it is rendered', () => {
    const early = renderNotes(one({ program: 73, startTime: -0.5, endTime: 0.5 }), { sampleRate });
    const later = renderNotes(one({ program: 73, startTime: 0.5, endTime: 1.5 }), { sampleRate });
    const rest = later.subarray(sampleRate, 1.65 * sampleRate);
    rest.forEach((value, i) => expect(early[i]).toBeCloseTo(value, 5));
  });
});

describe('a WAV file', () => {
  it('has the sample rate and the length in its header, and 16 bits per sample', () => {
    const bytes = writeWav(Float32Array.of(0, 1, -1, 0.5, 2), 8000);
    const view = new DataView(bytes.buffer);
    expect(new TextDecoder().decode(bytes.slice(0, 4))).toBe('RIFF');
    expect(view.getUint32(4, true)).toBe(bytes.length - 8);
    expect(view.getUint32(24, true)).toBe(8000);
    expect(view.getUint32(40, true)).toBe(10);
    const levels = [0, 1, 2, 3, 4].map((i) => view.getInt16(44 + 2 * i, true));
    expect(levels).toEqual([0, 32_767, -32_767, 16_384, 32_767]);
  });

  it('with two channels has the number of channels and the block size in its header', () => {
    const view = new DataView(writeWav(Float32Array.of(0, 1, -1, 0.5), 8000, 2).buffer);
    expect(view.getUint16(22, true)).toBe(2);
    expect(view.getUint32(28, true)).toBe(32_000);
    expect(view.getUint16(32, true)).toBe(4);
    expect(view.getUint32(40, true)).toBe(8);
  });
});
