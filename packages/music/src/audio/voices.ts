/**
 * Synthesises notes: pitched notes from a few decaying partials, and drums from swept sines and noise. Voices are
 * generated piece by piece. A partial is a complex number that is rotated once per sample. This is ten times as fast as
 * computing a sine and an exponential.
 */
import { drumClassTable } from '../sequences/drums.js';

export interface Played {
  /** Length of the note in seconds. */
  readonly length: number;
  readonly loudness: number;
}

/** The sound of one note. */
export interface Voice {
  /** Adds the next `count` samples to the track, at `from`. */
  add(track: Float64Array, from: number, count: number): void;
}

export interface Timbre {
  /** Relative amplitude of each partial, starting with the fundamental. */
  readonly partials: readonly number[];
  /** Time constant of the decay (to 1/e) during the note, in seconds; Infinity for winds and strings. */
  readonly decay: number;
  readonly attack: number;
  /** Release after the end of the note, in seconds. */
  readonly release: number;
}

const struck: Timbre = {
  partials: [1, 0.5, 0.3, 0.15, 0.1, 0.05],
  decay: 0.9,
  attack: 0.004,
  release: 0.12,
};
const plucked: Timbre = { partials: [1, 0.6, 0.4, 0.2], decay: 0.5, attack: 0.003, release: 0.08 };
const sustained: Timbre = {
  partials: [1, 0.35, 0.25, 0.1, 0.08],
  decay: Infinity,
  attack: 0.04,
  release: 0.15,
};
const low: Timbre = { partials: [1, 0.7, 0.2, 0.1], decay: 0.7, attack: 0.006, release: 0.08 };

/**
 * The timbre of a General MIDI program, counted from 0: struck keys, plucked strings, basses, or sustained instruments.
 */
export function timbreOf(program: number): Timbre {
  if (program < 16) return struck;
  if (program < 24) return sustained;
  if (program < 32) return plucked;
  if (program < 40) return low;
  if (program >= 104 && program < 112) return plucked;
  return sustained;
}

/**
 * Partials that are more than 120 dB below a full note are skipped. Much weaker partials would also be slow to compute,
 * since they become denormal numbers.
 */
const silence = 1e-6;

/** The partials of one note, each a rotating complex number whose imaginary part is the sample. */
export class PitchedVoice implements Voice {
  readonly #timbre: Timbre;
  readonly #rate: number;
  readonly #length: number;
  readonly #real: Float64Array;
  readonly #imaginary: Float64Array;
  /** The factors that rotate and damp the partials by one sample. */
  readonly #turnReal: Float64Array;
  readonly #turnImaginary: Float64Array;
  /** Number of samples generated or skipped so far. */
  #at: number;

  /**
   * @param pitch a MIDI pitch; 69 is 440 Hz. @param at number of samples to skip, for a note that began before the
   *   track.
   */
  constructor(
    pitch: number,
    program: number,
    { length, loudness }: Played,
    sampleRate: number,
    at: number,
  ) {
    this.#timbre = timbreOf(program);
    this.#rate = sampleRate;
    this.#length = length;
    this.#at = at;
    const { partials, decay } = this.#timbre;
    const frequency = 440 * 2 ** ((pitch - 69) / 12);
    // A partial above half of the sample rate would alias to another pitch.
    const audible = partials.filter((_, i) => frequency * (i + 1) < sampleRate / 2);
    const sum = partials.reduce((total, strength) => total + strength, 0);
    // Partials are rotated in pairs; if their number is odd, the last pair is completed by a silent partial.
    const size = 2 * Math.ceil(audible.length / 2);
    const [real, imaginary, turnReal, turnImaginary] = [0, 1, 2, 3].map(
      () => new Float64Array(size),
    ) as [Float64Array, Float64Array, Float64Array, Float64Array];
    for (const [i, strength] of audible.entries()) {
      const angle = (2 * Math.PI * frequency * (i + 1)) / sampleRate;
      // Higher partials decay faster.
      const fading = decay === Infinity ? 0 : (1 + 0.4 * i) / (decay * sampleRate);
      const now = (loudness * strength * Math.exp(-fading * at)) / sum;
      real[i] = now * Math.cos(angle * at);
      imaginary[i] = now * Math.sin(angle * at);
      turnReal[i] = Math.exp(-fading) * Math.cos(angle);
      turnImaginary[i] = Math.exp(-fading) * Math.sin(angle);
    }
    this.#real = real;
    this.#imaginary = imaginary;
    this.#turnReal = turnReal;
    this.#turnImaginary = turnImaginary;
  }

  /** Adds the voice's sound to a track of samples, from one sample on. */
  add(track: Float64Array, from: number, count: number): void {
    const { attack, release } = this.#timbre;
    const [rate, end] = [this.#rate, from + count];
    // The samples at which the envelope changes: from attack to sustain, and from sustain to release.
    const bounds = [Math.ceil(attack * rate), Math.floor(this.#length * rate) + 1];
    for (let start = from; start < end;) {
      const at = this.#at;
      const next = Math.min(...bounds.filter((bound) => bound > at), at + end - start);
      const [rising, falling] = [at < attack * rate, at > this.#length * rate];
      const envelope = {
        rise: rising ? at / (attack * rate) : 1,
        rising: rising ? 1 / (attack * rate) : 0,
        fall: falling ? 1 - (at - this.#length * rate) / (release * rate) : 1,
        falling: falling ? -1 / (release * rate) : 0,
      };
      this.#turn(track, start, next - at, envelope);
      start += next - at;
      this.#at = next;
    }
  }

  #turn(track: Float64Array, from: number, count: number, envelope: Envelope): void {
    const end = from + count;
    for (let k = 0; k < this.#real.length; k += 2) {
      let [real, imaginary] = [this.#real[k]!, this.#imaginary[k]!];
      let [real2, imaginary2] = [this.#real[k + 1]!, this.#imaginary[k + 1]!];
      if (Math.hypot(real, imaginary) + Math.hypot(real2, imaginary2) < silence) continue;
      const [turn, turned] = [this.#turnReal[k]!, this.#turnImaginary[k]!];
      const [turn2, turned2] = [this.#turnReal[k + 1]!, this.#turnImaginary[k + 1]!];
      let { rise, fall } = envelope;
      const { rising, falling } = envelope;
      for (let i = from; i < end; i++) {
        track[i]! += (imaginary + imaginary2) * rise * (fall > 0 ? fall : 0);
        rise += rising;
        fall += falling;
        const was = real;
        real = was * turn - imaginary * turned;
        imaginary = was * turned + imaginary * turn;
        const was2 = real2;
        real2 = was2 * turn2 - imaginary2 * turned2;
        imaginary2 = was2 * turned2 + imaginary2 * turn2;
      }
      this.#real[k] = real;
      this.#imaginary[k] = imaginary;
      this.#real[k + 1] = real2;
      this.#imaginary[k + 1] = imaginary2;
    }
  }
}

/** The two factors of the envelope at the first sample, and their increments per sample. */
interface Envelope {
  readonly rise: number;
  readonly rising: number;
  readonly fall: number;
  readonly falling: number;
}

export interface Drum {
  /** Start and end frequency of a swept sine, in Hz; 0 for none. */
  readonly from: number;
  readonly to: number;
  readonly tone: number;
  readonly noise: number;
  /** Time constant of the decay (to 1/e), in seconds. */
  readonly decay: number;
}

/** The drums, in the order of MusicVAE's nine classes. */
const kit: readonly Drum[] = [
  { from: 150, to: 45, tone: 1, noise: 0.05, decay: 0.12 },
  { from: 220, to: 180, tone: 0.45, noise: 0.6, decay: 0.07 },
  { from: 0, to: 0, tone: 0, noise: 0.35, decay: 0.02 },
  { from: 0, to: 0, tone: 0, noise: 0.35, decay: 0.14 },
  { from: 130, to: 80, tone: 0.9, noise: 0.08, decay: 0.14 },
  { from: 180, to: 115, tone: 0.9, noise: 0.08, decay: 0.12 },
  { from: 240, to: 155, tone: 0.9, noise: 0.08, decay: 0.1 },
  { from: 0, to: 0, tone: 0, noise: 0.5, decay: 0.5 },
  { from: 5200, to: 5200, tone: 0.1, noise: 0.25, decay: 0.3 },
];
const classes = drumClassTable();

/** The drum of a pitch; a pitch without a class sounds as a closed hi-hat. */
export function drumOf(pitch: number): Drum {
  const found = classes[pitch] ?? -1;
  return kit[found < 0 ? 2 : found]!;
}

/** Release of a drum after the end of its note, in seconds. */
export const drumTail = ({ decay }: Drum): number => 6 * decay;

/** Generates the sound of each drum only once: all notes of a drum sound the same, except for their loudness. */
export class DrumSounds {
  readonly #sounds = new Map<Drum, Float64Array>();
  readonly #rate: number;
  readonly #noise: Float32Array;

  /** @param noise numbers from 0 to 1. Each drum reads them from the start, and repeats them if it needs more. */
  constructor(sampleRate: number, noise: Float32Array) {
    this.#rate = sampleRate;
    this.#noise = noise;
  }

  /** The sound of a drum from a sample on. */
  voice(pitch: number, loudness: number, at: number): Voice {
    const sound = this.#soundOf(drumOf(pitch));
    return {
      add(track, from, count) {
        const [begin, length] = [at, Math.min(count, sound.length - at)];
        for (let i = 0; i < length; i++) track[from + i]! += loudness * sound[begin + i]!;
        at += count;
      },
    };
  }

  #soundOf(drum: Drum): Float64Array {
    const known = this.#sounds.get(drum);
    if (known !== undefined) return known;
    const { from, to, tone, noise, decay } = drum;
    const sweep = 0.04;
    const length = Math.ceil(-Math.log(silence) * decay * this.#rate);
    const sound = Float64Array.from({ length }, (_, i) => {
      const t = i / this.#rate;
      const drawn = 2 * this.#noise[i % this.#noise.length]! - 1;
      // The integral of a frequency that approaches `to` exponentially.
      const cycles = to * t + (from - to) * sweep * (1 - Math.exp(-t / sweep));
      const fading = Math.exp(-t / decay) * Math.min(1, t / 0.001);
      return fading * (tone * Math.sin(2 * Math.PI * cycles) + noise * drawn);
    });
    this.#sounds.set(drum, sound);
    return sound;
  }
}
