/**
 * What can be measured, by name: a training step of five models, decoding, and a matrix product. This file does not
 * load tfjs, so that an invalid command line is rejected at once. The computations are in `workloads.ts`.
 */
import { UnknownNameError } from '@speil/api';

interface Described {
  /** The name on the command line, such as `decode:225`. */
  readonly name: string;
  /** A description for people. */
  readonly title: string;
  /** Number of examples in one step; 1 for a product. */
  readonly examples: number;
}

/** One step of training: forward, backward, Adam. */
export interface TrainingBenchmark extends Described {
  readonly kind: 'training';
  readonly model: ModelName;
}

/** Decoding of `count` latents. */
export interface DecodingBenchmark extends Described {
  readonly kind: 'decoding';
  readonly model: 'dense' | 'conv';
  readonly count: number;
}

/** A product of two square matrices. */
export interface ProductBenchmark extends Described {
  readonly kind: 'product';
  /** Number of rows and of columns. */
  readonly size: number;
}

export type Benchmark = TrainingBenchmark | DecodingBenchmark | ProductBenchmark;
export type ModelName = 'dense' | 'conv' | 'colour' | 'lstm' | 'melody';

const models: Readonly<Record<ModelName, Omit<TrainingBenchmark, 'kind' | 'name' | 'model'>>> = {
  dense: { title: 'dense VAE 784-512-2, batch 128', examples: 128 },
  conv: { title: 'conv VAE (Keras example), batch 128', examples: 128 },
  colour: { title: 'residual VAE of 64 x 64 colour pictures, z 32, batch 64', examples: 64 },
  lstm: { title: 'LSTM VAE (BiLSTM 256, z 128, LSTM 256, 32x90), batch 64', examples: 64 },
  melody: { title: 'melody-2bar (MusicVAE, z 32), teacher forcing, batch 64', examples: 64 },
};

/** The benchmarks that run by default. */
export const defaultBenchmarks: readonly string[] = [
  ...Object.keys(models),
  ...['decode:1', 'decode:225', 'decode:10000', 'product:1024'],
];

const mostDecoded = 100_000;
const largestProduct = 4096;
const whole = new Intl.NumberFormat('en-US');

/** @throws UnknownNameError for an unknown name, or a number that is too large for one step. */
export function findBenchmark(name: string): Benchmark {
  if (name in models) {
    const model = name as ModelName;
    return { kind: 'training', name, model, ...models[model] };
  }
  const [, verb, digits] = /^(decode|product):([1-9]\d{0,6})$/u.exec(name) ?? [];
  const number = Number(digits);
  if (verb === 'decode' && number <= mostDecoded) {
    const title = `decode ${whole.format(number)} (2-512-784)`;
    return { kind: 'decoding', name, title, model: 'dense', count: number, examples: number };
  }
  if (verb === 'product' && number <= largestProduct) {
    const title = `product ${number} x ${number} x ${number}`;
    return { kind: 'product', name, title, size: number, examples: 1 };
  }
  const numbers = `decode:N takes N from 1 to ${whole.format(mostDecoded)}, product:N to ${whole.format(largestProduct)}.`;
  throw new UnknownNameError('work', name, defaultBenchmarks, numbers);
}

/** Number of multiplications and additions in a step; undefined for benchmarks other than products. */
export function operationsOf(work: Benchmark): number | undefined {
  return work.kind === 'product' ? 2 * work.size ** 3 : undefined;
}

/**
 * Steps of one round: long enough to measure, short enough to take turns.
 *
 * @param slow whether the runner is tfjs's wasm backend, which takes between half a second and twelve seconds for a
 *   step of the larger models.
 */
export function stepsOf(work: Benchmark, slow: boolean): number {
  switch (work.kind) {
    case 'training':
      // The first step of a turn runs with cold caches. If that slows a step down much, a turn has several steps.
      return slow && work.model !== 'dense'
        ? 1
        : { dense: 12, conv: 3, colour: 3, lstm: 6, melody: 6 }[work.model];
    case 'decoding':
      // The first thousand calls are interpreted, so a turn has more calls than that.
      return between(3, 9000 / work.count, 2000);
    case 'product':
      return between(1, 5 * (1024 / work.size) ** 3, 100);
  }
}

function between(least: number, value: number, most: number): number {
  return Math.min(most, Math.max(least, Math.round(value)));
}
