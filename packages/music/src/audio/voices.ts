/** How one note sounds: a few partials that die away for pitches, and swept sines and noise for drums. Plain, and no download. */
import { drumClassTable } from '../sequences/drums.js';

/** Adds one note to a track of samples. */
export interface Voice {
  /** Seconds that it sounds after its note has ended. */
  readonly tail: number;
  /** @param t seconds since it began. @param length of the note, in seconds. @param noise from -1 to 1. @returns from -1 to 1, about. */
  sample(t: number, length: number, noise: number): number;
}

interface Timbre {
  /** Strength of each partial, the fundamental first. */
  readonly partials: readonly number[];
  /** Seconds in which it falls to a third while the note is held; Infinity for one that is blown or bowed. */
  readonly decay: number;
  readonly attack: number;
  readonly release: number;
}

const struck: Timbre = {
  partials: [1, 0.5, 0.3, 0.15, 0.1, 0.05],
  decay: 0.9,
  attack: 0.004,
  release: 0.12,
};
const plucked: Timbre = { partials: [1, 0.6, 0.4, 0.2], decay: 0.5, attack: 0.003, release: 0.08 };
const held: Timbre = {
  partials: [1, 0.35, 0.25, 0.1, 0.08],
  decay: Infinity,
  attack: 0.04,
  release: 0.15,
};
const low: Timbre = { partials: [1, 0.7, 0.2, 0.1], decay: 0.7, attack: 0.006, release: 0.08 };

/** Families of General MIDI's programs, from 0: keys, guitars, basses, and what is blown, bowed or sung. */
function timbreOf(program: number): Timbre {
  if (program < 16) return struck;
  if (program < 24) return held;
  if (program < 32) return plucked;
  if (program < 40) return low;
  if (program >= 104 && program < 112) return plucked;
  return held;
}

/** @param pitch MIDI's; 69 is 440 Hz. */
export function pitchedVoice(pitch: number, program: number, sampleRate: number): Voice {
  const { partials, decay, attack, release } = timbreOf(program);
  const frequency = 440 * 2 ** ((pitch - 69) / 12);
  // A partial above half of the rate would sound as another pitch.
  const heard = partials.filter((_, i) => frequency * (i + 1) < sampleRate / 2);
  const sum = partials.reduce((total, strength) => total + strength, 0);
  return {
    tail: release,
    sample(t, length) {
      let value = 0;
      for (let i = 0; i < heard.length; i++) {
        // Higher partials die away sooner.
        const fading = decay === Infinity ? 1 : Math.exp((-t * (1 + 0.4 * i)) / decay);
        value += heard[i]! * fading * Math.sin(2 * Math.PI * frequency * (i + 1) * t);
      }
      const rising = Math.min(1, t / attack);
      const falling = t <= length ? 1 : Math.max(0, 1 - (t - length) / release);
      return (value / sum) * rising * falling;
    },
  };
}

interface Drum {
  /** A sine that falls from one frequency to the other, in Hz; 0 for none. */
  readonly from: number;
  readonly to: number;
  readonly tone: number;
  readonly noise: number;
  /** Seconds in which it falls to a third. */
  readonly decay: number;
}

/** In the order of MusicVAE's nine classes. */
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

/** A drum sounds as long as it does, whatever its note says. A pitch without a class sounds as a closed hi-hat. */
export function drumVoice(pitch: number): Voice {
  const found = classes[pitch] ?? -1;
  const { from, to, tone, noise: strength, decay } = kit[found < 0 ? 2 : found]!;
  const sweep = 0.04;
  return {
    tail: 6 * decay,
    sample(t, _, noise) {
      // The integral of a frequency that nears `to` exponentially.
      const cycles = to * t + (from - to) * sweep * (1 - Math.exp(-t / sweep));
      const fading = Math.exp(-t / decay) * Math.min(1, t / 0.001);
      return fading * (tone * Math.sin(2 * Math.PI * cycles) + strength * noise);
    },
  };
}
