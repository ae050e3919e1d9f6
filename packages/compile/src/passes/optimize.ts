/** Runs all optimisation passes in order. Each pass returns an equivalent graph. */
import type { Graph } from '../ir/graph.js';
import { joinCommonSubexpressions } from './common-subexpressions.js';
import { gatherBlocks } from './gather-blocks.js';
import { fuseAddends, mergeProducts } from './merge-products.js';
import { shareRepeatedRows } from './repeated-rows.js';
import { removeDeadNodes } from './rewrite.js';
import { simplify } from './simplify.js';
import { reduceSlices } from './sum-of-slices.js';
import { sumStacks } from './sum-of-stack.js';

export function optimize(graph: Graph): Graph {
  let current = removeDeadNodes(graph);
  for (let round = 0; round < 4; round++) {
    const before = current.nodes.length;
    current = joinCommonSubexpressions(simplify(current));
    if (current.nodes.length === before) break;
  }
  current = joinCommonSubexpressions(sumStacks(mergeProducts(reduceSlices(current))));
  const fused = joinCommonSubexpressions(fuseAddends(current));
  const shared = joinCommonSubexpressions(simplify(shareRepeatedRows(fused)));
  return joinCommonSubexpressions(gatherBlocks(shared));
}
