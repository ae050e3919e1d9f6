/** Rule of normalisation with given moments, which tfjs's layers use in inference. */
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
