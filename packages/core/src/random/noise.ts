/** Draws noise on the host, from a separate stream for each operation, so that every engine gets the same numbers. */
import { sizeOf, type HostTensor } from '@speil/api';
import { normals, uniforms, type Purpose } from './streams.js';
import type { NoiseDeclaration } from '../declarations/declarations.js';

/**
 * Draws the noise of a step, by name.
 *
 * @param key identifies the streams; `operation` is the number of the first declaration's stream. Default 0.
 * @returns one tensor `[batchSize, ...shape]` for each declaration, by name; `[...shape]` for noise that is drawn once
 *   per step.
 */
export function drawNoise(
  declarations: readonly NoiseDeclaration[],
  key: {
    readonly seed: number;
    readonly purpose: Purpose;
    readonly step: number;
    readonly operation?: number;
  },
  batchSize: number,
): Record<string, HostTensor> {
  return Object.fromEntries(
    declarations.map(({ name, shape, distribution, perStep }, index) => {
      const draw = distribution === 'normal' ? normals : uniforms;
      const full = perStep === true ? shape : [batchSize, ...shape];
      const operation = (key.operation ?? 0) + index;
      return [name, { shape: full, values: draw({ ...key, operation }, sizeOf(full)) }];
    }),
  );
}

/** Operations from this number on belong to streams of items, and lower ones to streams of steps. */
const firstOfItems = 1000;

/**
 * Draws noise that is fixed for each item, whatever its batch: the item's index identifies its streams.
 *
 * @param items indices in the dataset, one for each row.
 * @returns one tensor `[items, ...shape]` for each declaration, by name.
 */
export function drawItemNoise(
  declarations: readonly NoiseDeclaration[],
  key: { readonly seed: number; readonly purpose: Purpose },
  items: ArrayLike<number>,
): Record<string, HostTensor> {
  const noise: Record<string, HostTensor> = Object.fromEntries(
    declarations.map(({ name, shape }) => [
      name,
      { shape: [items.length, ...shape], values: new Float32Array(items.length * sizeOf(shape)) },
    ]),
  );
  for (let row = 0; row < items.length; row++) {
    const step = items[row]!;
    const drawn = drawNoise(declarations, { ...key, step, operation: firstOfItems }, 1);
    for (const [name, { values }] of Object.entries(drawn)) {
      noise[name]!.values.set(values, row * values.length);
    }
  }
  return noise;
}
