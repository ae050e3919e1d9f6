/**
 * Every random number in Speil comes from a stream, which has a name: a seed, a purpose, a step and an operation. Two
 * streams with different names are independent. The same name always gives the same numbers, whatever ran before.
 */
import { philox } from './philox.js';

/** The purposes of streams. The values are part of the format: changing a value changes every seeded result. */
export const purposes = {
  initialWeights: 1,
  order: 2,
  trainingNoise: 3,
  evaluationNoise: 4,
  sampling: 5,
  decoding: 6,
  synthetic: 7,
  augmentation: 32,
  measuring: 33,
  holdingOut: 34,
  limiting: 35,
} as const;
/** What random numbers are for. Two purposes never share numbers. */
export type Purpose = keyof typeof purposes;

/** What determines a stream of random numbers. */
export interface StreamKey {
  /** Unsigned 32-bit. */
  readonly seed: number;
  /** What the numbers are for. */
  readonly purpose: Purpose;
  /** Training step, epoch, or another count; below 2^32. Default 0. */
  readonly step?: number;
  /** The operation within the step; below 2^32. Default 0. */
  readonly operation?: number;
}

/** Uniform numbers on [0, 1) with 24 bits, exact in float32. */
export function uniforms(key: StreamKey, count: number): Float32Array {
  const words = wordsOf(key, count);
  const values = new Float32Array(count);
  for (let i = 0; i < count; i++) values[i] = (words[i]! >>> 8) / 0x1000000;
  return values;
}

/** Standard normal numbers, by Box and Muller's transform (1958). */
export function normals(key: StreamKey, count: number): Float32Array {
  const pairs = Math.ceil(count / 2);
  const words = wordsOf(key, pairs * 2);
  const values = new Float32Array(count);
  for (let pair = 0; pair < pairs; pair++) {
    // Numbers on (0, 1], so that the logarithm of zero is never computed.
    const radius = Math.sqrt(-2 * Math.log((words[2 * pair]! + 1) / 0x100000000));
    const angle = (2 * Math.PI * words[2 * pair + 1]!) / 0x100000000;
    values[2 * pair] = radius * Math.cos(angle);
    if (2 * pair + 1 < count) values[2 * pair + 1] = radius * Math.sin(angle);
  }
  return values;
}

/** A permutation of 0 to count - 1, by Fisher and Yates. */
export function permutation(key: StreamKey, count: number): Uint32Array {
  const words = wordsOf(key, count);
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor((words[i]! / 0x100000000) * (i + 1));
    const held = order[i]!;
    order[i] = order[j]!;
    order[j] = held;
  }
  return order;
}

function wordsOf(
  { seed, purpose, step = 0, operation = 0 }: StreamKey,
  count: number,
): Uint32Array {
  const blocks = Math.ceil(count / 4);
  const words = new Uint32Array(blocks * 4);
  const key = [seed, purposes[purpose]];
  const counter = [0, 0, step, operation];
  for (let block = 0; block < blocks; block++) {
    counter[0] = block;
    philox(counter, key, words, block * 4);
  }
  return words;
}
