/** The noise of a step, drawn on the host from its own stream an operation, so that every engine sees the same. */
import { sizeOf } from '@speil/api';
import type { HostTensor } from '../engines/engine.js';
import { normals, uniforms, type Purpose } from '../random/streams.js';
import type { NoiseDeclaration } from '../spec/declarations.js';

/**
 * @param key names the streams; `operation` is that of the first declaration. Default 0.
 * @returns one tensor `[batchSize, ...shape]` a declared noise, by name; `[...shape]` for one draw a step.
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
