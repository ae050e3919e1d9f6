/**
 * The autoregressive prior over a codebook's indices: a PixelCNN, worked out to its variables. Its kernels are masked where
 * they are used, so that a place sees only those before it in reading order.
 */
import { IncompatibleError, type PriorSpec } from '@speil/api';
import type { VariableDeclaration } from '../declarations/declarations.js';
import { affine } from './layers/layer.js';

export interface PriorDeclaration {
  readonly spec: PriorSpec;
  /** Places of the indices; one row where they are a sequence. */
  readonly height: number;
  readonly width: number;
  readonly codes: number;
  readonly variables: readonly VariableDeclaration[];
}

export function declarePrior(
  spec: PriorSpec,
  latentShape: readonly number[],
  codes: number,
): PriorDeclaration {
  const [first, second, ...rest] = latentShape;
  if (first === undefined || rest.length > 0) {
    throw new IncompatibleError(
      `A prior needs indices of shape [height, width] or [length]. Received: [${latentShape.join(', ')}].`,
    );
  }
  const { filters, kernelSize: k, blocks } = spec;
  const half = Math.ceil(filters / 2);
  const conv = (
    name: string,
    side: number,
    from: number,
    to: number,
  ): readonly VariableDeclaration[] =>
    affine(`prior/${name}`, [side, side, from, to], side * side * from, side * side * to, to);
  return {
    spec,
    height: second === undefined ? 1 : first,
    width: second ?? first,
    codes,
    variables: [
      ...conv('embedding', 1, codes, filters),
      ...conv('first', k, filters, filters),
      ...Array.from({ length: blocks }, (_, block) => [
        ...conv(`${block}/in`, 1, filters, half),
        ...conv(`${block}/masked`, 3, half, half),
        ...conv(`${block}/out`, 1, half, filters),
      ]).flat(),
      ...conv('logits', 1, filters, codes),
    ],
  };
}
