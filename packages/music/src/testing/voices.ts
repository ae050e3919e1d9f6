/**
 * A slow reference for the synthesiser's voices. It computes each sample from a formula with a sine and an exponential.
 */
import { uniforms } from '@speil/core/random';
import type { NoteSequence } from '../theory/note-sequence.js';
import { drumOf, timbreOf } from '../audio/voices.js';

/** @param t seconds since the start. @param length length of the note in seconds. @returns approximately -1 to 1. */
type Formula = (t: number, length: number, noise: number) => number;

function pitched(pitch: number, program: number, sampleRate: number): Formula {
  const { partials, decay, attack, release } = timbreOf(program);
  const frequency = 440 * 2 ** ((pitch - 69) / 12);
  const audible = partials.filter((_, i) => frequency * (i + 1) < sampleRate / 2);
  const sum = partials.reduce((total, strength) => total + strength, 0);
  return (t, length) => {
    let value = 0;
    for (let i = 0; i < audible.length; i++) {
      const fading = decay === Infinity ? 1 : Math.exp((-t * (1 + 0.4 * i)) / decay);
      value += audible[i]! * fading * Math.sin(2 * Math.PI * frequency * (i + 1) * t);
    }
    const rising = Math.min(1, t / attack);
    const falling = t <= length ? 1 : Math.max(0, 1 - (t - length) / release);
    return (value / sum) * rising * falling;
  };
}

function drum(pitch: number): Formula {
  const { from, to, tone, noise: strength, decay } = drumOf(pitch);
  const sweep = 0.04;
  return (t, _, noise) => {
    const cycles = to * t + (from - to) * sweep * (1 - Math.exp(-t / sweep));
    const fading = Math.exp(-t / decay) * Math.min(1, t / 0.001);
    return fading * (tone * Math.sin(2 * Math.PI * cycles) + strength * noise);
  };
}

/**
 * Renders notes that have velocities and times in seconds, with the algorithm that `renderNotes` used until 2026-11-30.
 */
export function renderedByFormula(
  { notes, totalTime }: NoteSequence,
  sampleRate: number,
): Float32Array {
  const sounding = notes!.map(({ pitch, program, isDrum, velocity, startTime, endTime }) => ({
    start: startTime!,
    length: endTime! - startTime!,
    formula: isDrum ? drum(pitch!) : pitched(pitch!, program ?? 0, sampleRate),
    tail: isDrum ? 6 * drumOf(pitch!).decay : timbreOf(program ?? 0).release,
    loudness: 0.35 * (velocity! / 127) ** 1.5,
  }));
  const end = sounding.reduce(
    (last, { start, length, tail }) => Math.max(last, start + length + tail),
    totalTime ?? 0,
  );
  const samples = new Float32Array(Math.ceil(end * sampleRate));
  const noise = uniforms({ seed: 0, purpose: 'synthetic' }, 2 * sampleRate);
  for (const { start, length, formula, tail, loudness } of sounding) {
    const first = Math.round(start * sampleRate);
    const count = Math.min(samples.length - first, Math.ceil((length + tail) * sampleRate));
    for (let i = 0; i < count; i++) {
      const drawn = 2 * noise[i % noise.length]! - 1;
      samples[first + i]! += loudness * formula(i / sampleRate, length, drawn);
    }
  }
  return samples.map((value) => Math.tanh(value));
}
