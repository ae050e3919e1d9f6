/**
 * The table of penalties, in the order in which the total adds them. To add one, add a file to this folder, and a key and
 * a row here.
 */
import { codebook } from './codebook.js';
import type { Penalty } from './penalty.js';
import { priorMatching } from './prior-matching.js';
import { sparsity } from './sparsity.js';
import { supervision } from './supervision.js';

/** The parts of an `ObjectiveSpec` that are penalties, and the penalty of the bottleneck. */
export const penalties: Readonly<
  Record<'codebook' | 'sparsity' | 'priorMatching' | 'supervision', Penalty>
> = { codebook, sparsity, priorMatching, supervision };
