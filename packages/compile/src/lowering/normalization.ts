/** Lowers normalisation with given moments. */
import type { Value } from '../ir/graph.js';
import { numberOf, type Lowerings } from '../ir/onnx-builder.js';

export const normalization: Lowerings = {
  FusedBatchNorm: (l, { inputs, attributes }) => {
    const [x, mean, variance, offset, scale] = inputs as [
      Value,
      Value,
      Value,
      Value | undefined,
      Value | undefined,
    ];
    const shifted = l.add(variance, l.scalar(numberOf(attributes, 'epsilon')));
    const inverse = l.unary('Reciprocal', l.unary('Sqrt', shifted));
    const factor = scale === undefined ? inverse : l.mul(inverse, scale);
    const normalised = l.mul(l.sub(x, mean), factor);
    return offset === undefined ? normalised : l.add(normalised, offset);
  },
};
