/** The table of optimisers by name. To add one, add a file to this folder and a row here. */
import type { OptimizerSpec } from '@speil/api';
import { adam } from './adam.js';
import { momentum } from './momentum.js';
import type { Optimizer } from './optimizer.js';
import { rmsprop } from './rmsprop.js';
import { sgd } from './sgd.js';

type Name = OptimizerSpec['name'];

const optimizers: {
  readonly [N in Name]: (spec: Extract<OptimizerSpec, { name: N }>) => Optimizer;
} = { sgd, momentum, rmsprop, adam, adamw: adam };

/** The optimiser that a spec names. */
export function createOptimizer(spec: OptimizerSpec): Optimizer {
  const create = optimizers[spec.name] as (spec: OptimizerSpec) => Optimizer;
  return create(spec);
}
