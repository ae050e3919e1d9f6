/**
 * Generated pictures with known factors: each factor has a list of values, every combination is one picture, and measures of
 * disentanglement compare a latent space with the factors. The pictures are drawn when they are read, so they take no memory.
 */
import { InvalidArgumentError, type Dataset, type Factors, type ScoredSplit } from '@speil/api';
import { permutation } from '@speil/core/random';

export interface GridOptions {
  /** Name of the dataset, without its part. */
  readonly name: string;
  readonly split: ScoredSplit;
  /** The number of values of each factor; the first factor is the class. */
  readonly factors: Readonly<Record<string, number>>;
  readonly classNames: readonly string[];
  /** `[height, width, channels]`. */
  readonly shape: readonly [number, number, number];
  /** Changes with the drawing or the order, so that a run detects other data. */
  readonly fingerprint: string;
  /** @param values the index of each factor's value. @returns `[height, width, channels]`, 0 to 1. */
  readonly draw: (values: Uint8Array) => Float32Array;
}

/** All combinations in a fixed shuffled order; a tenth is held out for the test part. */
export function gridDataset(options: GridOptions): Dataset {
  const { name, split, classNames, shape, fingerprint, draw } = options;
  const names = Object.keys(options.factors);
  const sizes = Object.values(options.factors);
  const all = sizes.reduce((product, size) => product * size, 1);
  const order = permutation({ seed: 0, purpose: 'synthetic' }, all);
  const heldOut = all / 10;
  const chosen = split === 'test' ? order.subarray(0, heldOut) : order.subarray(heldOut);
  const values = new Uint8Array(chosen.length * names.length);
  chosen.forEach((combination, i) =>
    values.set(decomposeFactors(combination, sizes), i * names.length),
  );
  const factors: Factors = { names, sizes, values };
  const width = shape[0] * shape[1] * shape[2];
  const id = `${name}/${split}`;
  return {
    id,
    size: chosen.length,
    shape,
    fingerprint,
    labels: Uint8Array.from(chosen, (_, i) => values[i * names.length]!),
    classNames,
    factors,
    read(indices) {
      const out = new Float32Array(indices.length * width);
      for (let row = 0; row < indices.length; row++) {
        const index = indices[row]!;
        if (!Number.isInteger(index) || index < 0 || index >= chosen.length) {
          throw new InvalidArgumentError(
            `An index into ${id} must be from 0 to ${chosen.length - 1}. Received: ${index}.`,
          );
        }
        out.set(
          draw(values.subarray(index * names.length, (index + 1) * names.length)),
          row * width,
        );
      }
      return { shape: [indices.length, ...shape], values: out };
    },
  };
}

/** The factors of a combination; the first one varies slowest. */
function decomposeFactors(combination: number, sizes: readonly number[]): number[] {
  const digits = sizes.map(() => 0);
  for (let i = sizes.length - 1, rest = combination; i >= 0; i--) {
    digits[i] = rest % sizes[i]!;
    rest = Math.floor(rest / sizes[i]!);
  }
  return digits;
}
