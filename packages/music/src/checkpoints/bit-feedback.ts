/**
 * Converts a decoder with bit feedback to a decoder with class feedback. In the new kernel, the row of a class is the
 * sum of the old rows of its set bits, so both decoders give the same outputs.
 */
import type { HostTensor } from '@speil/api';
import { classBits, isSequence, planSequence, sequenceNames as names } from '@speil/core/spec';
import type { MusicVaePlan } from '../models/plan.js';

/** @returns the converted variables, or the same variables for a model without bit feedback. */
export function expandBitFeedback(
  { spec }: MusicVaePlan,
  variables: Readonly<Record<string, HostTensor>>,
): Readonly<Record<string, HostTensor>> {
  if (!isSequence(spec.architecture)) return variables;
  const kernels = planSequence(spec, spec.architecture)
    .decoders.filter(({ feedbackSize, depth }) => feedbackSize < depth)
    .map(({ prefix, feedbackSize, depth }): [string, HostTensor] => {
      const name = `${names.decoderCell(prefix, 0)}/kernel`;
      return [name, expandKernel(variables[name]!, feedbackSize, depth)];
    });
  return { ...variables, ...Object.fromEntries(kernels) };
}

/** @param kernel `[bits + others, gates]`. @returns `[classes + others, gates]`. */
function expandKernel(
  { shape, values }: HostTensor,
  bitCount: number,
  classes: number,
): HostTensor {
  const [rows, width] = shape as [number, number];
  const bits = classBits(classes);
  const others = values.subarray(bitCount * width);
  const result = new Float32Array(classes * width + others.length);
  for (let i = 0; i < classes; i++) {
    for (let bit = 0; bit < bitCount; bit++) {
      if (bits[i * bitCount + bit] === 0) continue;
      for (let at = 0; at < width; at++) {
        result[i * width + at]! += values[bit * width + at]!;
      }
    }
  }
  result.set(others, classes * width);
  return { shape: [classes + rows - bitCount, width], values: result };
}
