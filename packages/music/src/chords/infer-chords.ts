/**
 * Chords (and keys) that notes are heard over, by the hidden Markov model of note-seq (chord_inference.py of Magenta): a state is a
 * key and a chord, a frame is the pitch classes of half a bar. Probabilities are note-seq's; the likeliest path is Viterbi's.
 */
import type { NoteSequence } from '../theory/note-sequence.js';
import { chordAnnotation } from '../theory/chord-changes.js';
import { defaultQpm } from '../theory/tempo-map.js';
import { stepsPerBarOf, stepsPerQuarterOf } from '../theory/quantized.js';
import { noChord, pitchClassNames } from '../theory/spelling.js';

/** Semitones above the root, by what stands behind the root in a symbol. */
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
export type ChordKind = keyof typeof chordKinds;

export interface InferChordsOptions {
  /** Chords to choose from. Default all kinds. */
  readonly kinds?: readonly ChordKind[];
  /** Default note-seq's: two in 4/4 and 6/8, else one. */
  readonly perBar?: number;
}

const keyChange = 0.001;
const chordChange = 0.5;
const outOfKey = 0.01;
const concentration = 100;
const keyPitches = new Set([0, 2, 4, 5, 7, 9, 11]);
const pitchClasses = 12;
/** Frames of a path, as in note-seq; what is longer is cut there, so that memory is bounded. */
const longest = 1000;

/**
 * The sequence with chord symbols and the keys that go with them, in the place of any that it had. A key is that of a major scale;
 * its relative minor has the same pitches.
 *
 * @param sequence quantised. @throws InvalidArgumentError where it is not.
 */
export function inferChords(
  sequence: NoteSequence,
  { kinds = Object.keys(chordKinds) as ChordKind[], perBar }: InferChordsOptions = {},
): NoteSequence {
  const bar = stepsPerBarOf(sequence);
  const wanted = perBar ?? defaultPerBar(sequence);
  const perFrame = Number.isInteger(bar / wanted) ? bar / wanted : bar;
  const frames = framesOf(sequence, perFrame);
  const model = modelOf(kinds);
  const path = Array.from({ length: Math.ceil(frames.length / longest) }, (_, i) =>
    likeliestPath(frames.slice(i * longest, (i + 1) * longest), model),
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

/** Of each frame a unit vector: how many steps each pitch class sounds; zeros where nothing does. */
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
  /** Unit vectors over pitch classes; of no chord zeros. */
  readonly vectors: readonly Float64Array[];
  readonly keys: readonly KeyModel[];
}

/** Chords within a key. Logarithms of probabilities, of each chord. */
interface KeyModel {
  readonly share: Float64Array;
  /** Of a change of key that ends here. */
  readonly entry: Float64Array;
  /** The chords that are as likely as each other: which of them was left does not matter, so the best of them is enough. */
  readonly levels: readonly {
    readonly chords: readonly number[];
    /** Of a change from one of them. */
    readonly change: Float64Array;
  }[];
}

/** ln of staying on a chord. */
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
      // By powers, so that chords that are as likely as each other have the same bits.
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

/** @param weights of each chord, in any unit. */
function keyModel(weights: readonly number[]): KeyModel {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const shares = Float64Array.from(weights, (weight) => weight / total);
  const levels = [...new Set(weights)].map((weight) => ({
    chords: [...weights.keys()].filter((chord) => weights[chord] === weight),
    // The share of the chord that was left is dealt to the others.
    change: shares.map((share) =>
      Math.log((1 - keyChange) * chordChange * (share + weight / total / (weights.length - 1))),
    ),
  }));
  const entry = shares.map((share) => Math.log((keyChange / (pitchClasses - 1)) * share));
  return { share: shares.map(Math.log), entry, levels };
}

function likeliestPath(
  frames: readonly Float64Array[],
  { symbols, vectors, keys }: Model,
): readonly { readonly key: number; readonly chord: string }[] {
  if (frames.length === 0) return [];
  const count = symbols.length;
  const heard = (frame: Float64Array): Float64Array =>
    Float64Array.from(
      vectors,
      (vector) => concentration * vector.reduce((sum, value, i) => sum + value * frame[i]!, 0),
    );
  const first = heard(frames[0]!);
  let scores = Float64Array.from(
    { length: pitchClasses * count },
    (_, state) => keys[Math.floor(state / count)]!.share[state % count]! + first[state % count]!,
  );
  const parents: Int16Array[] = [];
  for (const frame of frames.slice(1)) {
    const said = heard(frame);
    const next = new Float64Array(scores.length);
    const from = new Int16Array(scores.length);
    // Out of another key it does not matter which chord was left: the best state of all other keys is enough.
    const bests = Array.from({ length: pitchClasses }, (_, key) => bestOf(scores, key, count));
    keys.forEach(({ entry, levels }, key) => {
      const base = key * count;
      const other = bests
        .filter((_, candidate) => candidate !== key)
        .reduce((best, state) => (scores[state]! > scores[best]! ? state : best));
      const left = levels.map(({ chords, change }) => {
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
        // A chord is sooner kept than left and met again.
        consider(base + to, stay);
        for (const { state, change } of left) consider(state, change[to]!);
        next[base + to] = best + said[to]!;
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

/** The best of `count` states from the `block`th on. */
function bestOf(scores: Float64Array, block: number, count: number): number {
  let best = block * count;
  for (let state = best; state < (block + 1) * count; state++) {
    if (scores[state]! > scores[best]!) best = state;
  }
  return best;
}
