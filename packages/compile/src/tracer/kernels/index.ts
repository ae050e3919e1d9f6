/** The rules of all kernels that can be traced. */
import { arrangements } from './arrange.js';
import { convolutions } from './convolution.js';
import { elementwise } from './elementwise.js';
import { products } from './products.js';
import { reductions } from './reduce.js';
import { normalization } from './normalization.js';
import type { Rules } from './rule.js';

export const rules: Rules = {
  ...elementwise,
  ...reductions,
  ...products,
  ...convolutions,
  ...arrangements,
  ...normalization,
};

/** Kernels that use a hidden random generator. */
export const randomKernels: readonly string[] = [
  'Multinomial',
  'RandomUniform',
  'RandomNormal',
  'RandomUniformInt',
  'TruncatedNormal',
];
