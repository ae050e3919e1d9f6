/** Optimisers by name. */
import type { OptimizerSpec } from '@speil/api';
import { adam } from './adam.js';
import { momentum, rmsprop, sgd } from './descent.js';
import type { Optimizer } from './optimizer.js';

export function createOptimizer(spec: OptimizerSpec): Optimizer {
  switch (spec.name) {
    case 'sgd':
      return sgd();
    case 'momentum':
      return momentum(spec);
    case 'rmsprop':
      return rmsprop(spec);
    case 'adam':
    case 'adamw':
      return adam(spec);
  }
}

export type { NamedTensors, Optimizer, Update } from './optimizer.js';
