/** Normalisation with given moments, as tfjs's layers use it outside of training. */
import { like, noting, type Rules } from './rule.js';

export const normalization: Rules = {
  FusedBatchNorm: noting(
    {
      ...like(({ shapes }) => shapes[0]!, ['x', 'mean', 'variance', 'offset?', 'scale?']),
      operands: 'float32',
    },
    ({ attrs }) => ({ epsilon: (attrs['varianceEpsilon'] as number | undefined) ?? 0.001 }),
  ),
};
