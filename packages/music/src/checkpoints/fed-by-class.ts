/**
 * A decoder that is told the bits of a class, as one that is told the class: the row of its kernel for a class is the sum of the
 * rows of its bits, so that both say the same.
 */
import type { HostTensor } from '@speil/api';
import { classBits, isSequence, planSequence, sequenceNames as names } from '@speil/core/spec';
import type { MusicVaePlan } from '../models/plan.js';

/** @returns the variables; of a model without such a decoder the same ones. */
export function fedByClass(
  { spec }: MusicVaePlan,
  variables: Readonly<Record<string, HostTensor>>,
): Readonly<Record<string, HostTensor>> {
  if (!isSequence(spec.architecture)) return variables;
  const kernels = planSequence(spec, spec.architecture)
    .decoders.filter(({ fed, depth }) => fed < depth)
    .map(({ prefix, fed, depth }): [string, HostTensor] => {
      const name = `${names.decoderCell(prefix, 0)}/kernel`;
      return [name, ofClasses(variables[name]!, fed, depth)];
    });
  return { ...variables, ...Object.fromEntries(kernels) };
}

/** @param kernel `[fed + others, gates]`. @returns `[classes + others, gates]`. */
function ofClasses({ shape, values }: HostTensor, fed: number, classes: number): HostTensor {
  const [rows, width] = shape as [number, number];
  const bits = classBits(classes);
  const others = values.subarray(fed * width);
  const result = new Float32Array(classes * width + others.length);
  for (let i = 0; i < classes; i++) {
    for (let bit = 0; bit < fed; bit++) {
      if (bits[i * fed + bit] === 0) continue;
      for (let at = 0; at < width; at++) {
        result[i * width + at]! += values[bit * width + at]!;
      }
    }
  }
  result.set(others, classes * width);
  return { shape: [classes + rows - fed, width], values: result };
}
