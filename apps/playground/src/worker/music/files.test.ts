import { describe, expect, it } from 'vitest';
import { sampleRate } from '../protocol/music';
import type { Take, TimedNote } from '../protocol/music';
import { toWav } from './files';

const hit = (pitch: number, pan: number): TimedNote => ({
  ...{ pitch, pan },
  ...{ start: 0, end: 0.1, velocity: 100 },
});
const takeOf = (...notes: TimedNote[]): Take => ({
  ...{ notes, length: 0.5, qpm: 120 },
  ...{ isDrums: true, program: 0 },
});

/** The samples and the energy of both channels of a file. */
function sidesOf(bytes: Uint8Array): { samples: number[][]; energy: number[] } {
  const view = new DataView(bytes.buffer);
  const frames = (bytes.length - 44) / 4;
  const samples = [0, 1].map((side) =>
    Array.from({ length: frames }, (_, i) => view.getInt16(44 + 4 * i + 2 * side, true)),
  );
  return { samples, energy: samples.map((all) => all.reduce((sum, value) => sum + value ** 2, 0)) };
}

describe('a WAV file', () => {
  it('has two channels, which are equal for a centred note', () => {
    const bytes = toWav(takeOf(hit(36, 0)), 'loop');
    expect(new DataView(bytes.buffer).getUint16(22, true)).toBe(2);
    expect(bytes.length).toBe(44 + 4 * 0.5 * sampleRate);
    const [left, right] = sidesOf(bytes).samples;
    expect(left).toEqual(right);
  });

  it('places a note by its pan, at equal power', () => {
    const {
      energy: [left, right],
    } = sidesOf(toWav(takeOf(hit(42, 0.4)), 'tail'));
    // By the definition of StereoPannerNode, the gains are the cosine and the sine of (pan + 1) / 4 of half a turn.
    const angle = (1.4 / 4) * Math.PI;
    expect(right! / left!).toBeCloseTo(Math.tan(angle) ** 2, 2);
  });

  it('has its louder channel 1 dB below full scale', () => {
    const { samples } = sidesOf(toWav(takeOf(hit(36, -0.4), hit(42, 0.4)), 'loop'));
    const loudest = Math.max(...samples.flat().map(Math.abs));
    expect(loudest / 32_767).toBeCloseTo(10 ** (-1 / 20), 3);
  });

  it('without notes is silent', () => {
    expect(sidesOf(toWav(takeOf(), 'loop')).energy).toEqual([0, 0]);
  });
});
