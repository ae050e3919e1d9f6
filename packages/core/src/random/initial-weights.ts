/** Computes initial values on the host, so that every engine starts from the same numbers. */
import { sizeOf } from '@speil/api';
import type { VariableDeclaration } from '../declarations/declarations.js';
import { uniforms } from './streams.js';

/**
 * @param operation the variable's index in its model: each variable has its own random stream.
 * @returns row-major values of `variable.shape`. `glorotUniform` is U(-l, l) with l = sqrt(6 / (fanIn + fanOut))
 *   (Glorot & Bengio 2010, equation 16).
 */
export function initialValues(
  variable: VariableDeclaration,
  seed: number,
  operation: number,
): Float32Array {
  const count = sizeOf(variable.shape);
  if (typeof variable.initializer === 'number') {
    return new Float32Array(count).fill(variable.initializer);
  }
  switch (variable.initializer) {
    case 'zeros':
      return new Float32Array(count);
    case 'ones':
      return new Float32Array(count).fill(1);
    case 'unitForgetBias':
      return new Float32Array(count).fill(1, count / 4, count / 2);
    case 'glorotUniform': {
      const limit = Math.sqrt(6 / (variable.fanIn + variable.fanOut));
      const values = uniforms({ seed, purpose: 'initialWeights', operation }, count);
      return values.map((u) => (2 * u - 1) * limit);
    }
  }
}

/** The initial values of all variables, by name. */
export function initialVariables(
  variables: readonly VariableDeclaration[],
  seed: number,
): Record<string, { shape: readonly number[]; values: Float32Array }> {
  return Object.fromEntries(
    variables.map((variable, operation) => [
      variable.name,
      { shape: variable.shape, values: initialValues(variable, seed, operation) },
    ]),
  );
}
