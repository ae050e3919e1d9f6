/** Pictures of noise, which no network was trained on. */
import { sizeOf } from '@speil/api';
import { uniforms } from '@speil/core/random';
import type { Picture } from '@speil/images';

/** @param shape `[height, width, channels]`. @returns pictures whose values are uniform from 0 to 255. */
export function uniformNoise(count: number, shape: readonly number[], seed: number): Picture[] {
  const [height, width, channels] = shape as [number, number, Picture['channels']];
  return Array.from({ length: count }, (_, operation) => {
    const values = uniforms({ seed, purpose: 'synthetic', operation }, sizeOf(shape));
    const pixels = Uint8Array.from(values, (value) => Math.round(value * 255));
    return { width, height, channels, pixels };
  });
}
