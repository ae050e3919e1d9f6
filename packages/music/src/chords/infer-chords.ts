/**
 * Infers chords and keys from notes with the hidden Markov model of note-seq (Magenta's chord_inference.py). A state is
 * a key together with a chord. An observation is the pitch classes of one frame, half a bar in 4/4. The probabilities
 * are taken from note-seq. The Viterbi algorithm finds the most likely path.
 */
import type { NoteSequence } from '../theory/note-sequence.js';
import { chordAnnotation } from '../theory/chord-changes.js';
import { defaultQpm } from '../theory/tempo-map.js';
import { stepsPerBarOf, stepsPerQuarterOf } from '../theory/quantized.js';
import { noChord, pitchClassNames } from '../theory/spelling.js';

/**
 * Pitches of each kind of chord, in semitones above the root. The keys are the suffixes that follow the root in a chord
 * symbol.
 */
export const chordKinds = {
  '': [0, 4, 7],
  m: [0, 3, 7],
  '+': [0, 4, 8],
  dim: [0, 3, 6],
  '7': [0, 4, 7, 10],
  maj7: [0, 4, 7, 11],
  m7: [0, 3, 7, 10],
  m7b5: [0, 3, 6, 10],
} as const satisfies Readonly<Record<string, readonly number[]>>;
/** A kind of chord, such as `m7`, as it follows a root. */
export type ChordKind = keyof typeof chordKinds;

/** Which chords are inferred, and how. */
export interface InferChordsOptions {
  /** Kinds of chords to choose from. Default: all kinds. */
  readonly kinds?: readonly ChordKind[];
  /** Frames per bar. Default, as in note-seq: two in 4/4 and 6/8, one in other metres. */
  readonly perBar?: number;
}

const keyChange = 0.001;
const chordChange = 0.5;
const outOfKey = 0.01;
const concentration = 100;
const keyPitches = new Set([0, 2, 4, 5, 7, 9, 11]);
const pitchClasses = 12;
/** Maximum number of frames per path, as in note-seq. Longer pieces are split to bound the memory. */
const maxFrames = 1000;

/**
 * Replaces the chord symbols and keys of a sequence by inferred ones. All inferred keys are major: a minor key is given
 * as its relative major, which has the same pitches.
 *
 * @param sequence a quantised sequence. @throws InvalidArgumentError if it is not quantised.
 */
export function inferChords(
  sequence: NoteSequence,
  { kinds = Object.keys(chordKinds) as ChordKind[], perBar }: InferChordsOptions = {},
): NoteSequence {
  const bar = stepsPerBarOf(sequence);
  const framesPerBar = perBar ?? defaultPerBar(sequence);
  const perFrame = Number.isInteger(bar / framesPerBar) ? bar / framesPerBar : bar;
  const frames = framesOf(sequence, perFrame);
  const model = modelOf(kinds);
  const path = Array.from({ length: Math.ceil(frames.length / maxFrames) }, (_, i) =>
    mostLikelyPath(frames.slice(i * maxFrames, (i + 1) * maxFrames), model),
  ).flat();
  const secondsPerStep =
    60 / ((sequence.tempos?.[0]?.qpm || defaultQpm) * stepsPerQuarterOf(sequence));
  const at = (frame: number): number => frame * perFrame * secondsPerStep;
  return {
    ...sequence,
    textAnnotations: path.flatMap(({ chord }, frame) =>
      chord === path[frame - 1]?.chord ? [] : [chordAnnotation(chord, at(frame), frame * perFrame)],
    ),
    keySignatures: path.flatMap(({ key }, frame) =>
      key === path[frame - 1]?.key ? [] : [{ time: at(frame), key, mode: 0 }],
    ),
  };
}

function defaultPerBar({ timeSignatures }: NoteSequence): number {
  const { numerator, denominator } = timeSignatures?.[0] ?? {};
  return ['4/4', '6/8'].includes(`${numerator || 4}/${denominator || 4}`) ? 2 : 1;
}

/**
 * The observations: for each frame a vector that counts the steps during which each pitch class sounds, scaled to
 * length 1. The vector is zero for silence.
 */
function framesOf(
  { notes, totalQuantizedSteps }: NoteSequence,
  perFrame: number,
): readonly Float64Array[] {
  const pitched = (notes ?? []).filter(({ isDrum }) => !isDrum);
  const steps = pitched.reduce(
    (last, { quantizedEndStep }) => Math.max(last, quantizedEndStep ?? 0),
    totalQuantizedSteps ?? 0,
  );
  const frames = Array.from(
    { length: Math.ceil(steps / perFrame) },
    () => new Float64Array(pitchClasses),
  );
  for (const { pitch, quantizedStartStep, quantizedEndStep } of pitched) {
    const [start, end] = [quantizedStartStep ?? 0, quantizedEndStep ?? 0];
    for (let frame = Math.floor(start / perFrame); frame * perFrame < end; frame++) {
      const from = Math.max(start, frame * perFrame);
      frames[frame]![(pitch ?? 0) % pitchClasses]! += Math.min(end, (frame + 1) * perFrame) - from;
    }
  }
  for (const frame of frames) {
    const norm = Math.hypot(...frame);
    if (norm > 0) frame.forEach((value, i) => (frame[i] = value / norm));
  }
  return frames;
}

interface Model {
  readonly symbols: readonly string[];
  /** A unit vector over pitch classes for each chord; all zeros for no chord. */
  readonly vectors: readonly Float64Array[];
  readonly keys: readonly KeyModel[];
}

/** Log probabilities of each chord within a key. */
interface KeyModel {
  readonly share: Float64Array;
  /** Log probability of changing from another key to this key and each chord. */
  readonly entry: Float64Array;
  /**
   * Groups of equally likely chords. The transitions out of all chords of a group have equal probabilities, so the
   * search considers only the best chord of each group.
   */
  readonly levels: readonly {
    readonly chords: readonly number[];
    /** Log probability of a change from a chord of the group to each chord. */
    readonly change: Float64Array;
  }[];
}

/** Log probability of staying on a chord. */
const stay = Math.log((1 - keyChange) * (1 - chordChange));

const models = new Map<string, Model>();

function modelOf(kinds: readonly ChordKind[]): Model {
  const name = kinds.join();
  const known = models.get(name);
  if (known !== undefined) return known;
  const chords = Array.from({ length: pitchClasses }, (_, root) =>
    kinds.map((kind) => ({
      symbol: `${pitchClassNames[root]!}${kind}`,
      pitches: chordKinds[kind].map((interval) => (root + interval) % pitchClasses),
    })),
  ).flat();
  const all = [{ symbol: noChord, pitches: [] as number[] }, ...chords];
  const keys = Array.from({ length: pitchClasses }, (_, key) => {
    const weights = all.map(({ pitches }) => {
      const outside = pitches.filter(
        (pitch) => !keyPitches.has((pitch - key + pitchClasses) % pitchClasses),
      ).length;
      // Powers instead of repeated products: equally likely chords get exactly equal weights.
      return outOfKey ** outside * (1 - outOfKey) ** (pitches.length - outside);
    });
    return keyModel(weights);
  });
  const model = {
    symbols: all.map(({ symbol }) => symbol),
    vectors: all.map(({ pitches }) => {
      const vector = new Float64Array(pitchClasses);
      for (const pitch of pitches) vector[pitch] = 1 / Math.sqrt(pitches.length);
      return vector;
    }),
    keys,
  };
  models.set(name, model);
  return model;
}

/** @param weights unnormalised weights of the chords. */
function keyModel(weights: readonly number[]): KeyModel {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const shares = Float64Array.from(weights, (weight) => weight / total);
  const levels = [...new Set(weights)].map((weight) => ({
    chords: [...weights.keys()].filter((chord) => weights[chord] === weight),
    // A change excludes the previous chord, whose probability is distributed over the other chords.
    change: shares.map((share) =>
      Math.log((1 - keyChange) * chordChange * (share + weight / total / (weights.length - 1))),
    ),
  }));
  const entry = shares.map((share) => Math.log((keyChange / (pitchClasses - 1)) * share));
  return { share: shares.map(Math.log), entry, levels };
}

function mostLikelyPath(
  frames: readonly Float64Array[],
  { symbols, vectors, keys }: Model,
): readonly { readonly key: number; readonly chord: string }[] {
  if (frames.length === 0) return [];
  const count = symbols.length;
  const emissions = (frame: Float64Array): Float64Array =>
    Float64Array.from(
      vectors,
      (vector) => concentration * vector.reduce((sum, value, i) => sum + value * frame[i]!, 0),
    );
  const first = emissions(frames[0]!);
  let scores = Float64Array.from(
    { length: pitchClasses * count },
    (_, state) => keys[Math.floor(state / count)]!.share[state % count]! + first[state % count]!,
  );
  const parents: Int16Array[] = [];
  for (const frame of frames.slice(1)) {
    const emission = emissions(frame);
    const next = new Float64Array(scores.length);
    const from = new Int16Array(scores.length);
    // The probability of a change of key does not depend on the previous state, so only the best state in another key
    // is considered.
    const bests = Array.from({ length: pitchClasses }, (_, key) => bestOf(scores, key, count));
    keys.forEach(({ entry, levels }, key) => {
      const base = key * count;
      const other = bests
        .filter((_, candidate) => candidate !== key)
        .reduce((best, state) => (scores[state]! > scores[best]! ? state : best));
      const changes = levels.map(({ chords, change }) => {
        const chord = chords.reduce((best, one) =>
          scores[base + one]! > scores[base + best]! ? one : best,
        );
        return { state: base + chord, change };
      });
      for (let to = 0; to < count; to++) {
        let best = scores[other]! + entry[to]!;
        let parent = other;
        const consider = (state: number, log: number): void => {
          const score = scores[state]! + log;
          if (score > best) [best, parent] = [score, state];
        };
        // `levels` also contains changes from a chord to itself. On a tie, staying on the chord is preferred to them.
        consider(base + to, stay);
        for (const { state, change } of changes) consider(state, change[to]!);
        next[base + to] = best + emission[to]!;
        from[base + to] = parent;
      }
    });
    parents.push(from);
    scores = next;
  }
  let state = bestOf(scores, 0, scores.length);
  const path = [state];
  for (const from of parents.reverse()) path.push((state = from[state]!));
  return path.reverse().map((at) => ({ key: Math.floor(at / count), chord: symbols[at % count]! }));
}

/** @param block the index of a block of `count` consecutive states. @returns the block's state with the best score. */
function bestOf(scores: Float64Array, block: number, count: number): number {
  let best = block * count;
  for (let state = best; state < (block + 1) * count; state++) {
    if (scores[state]! > scores[best]!) best = state;
  }
  return best;
}
