/**
 * Declares the variables of a PixelCNN over the indices of a codebook. Its kernels are masked when they are used, so
 * that a position depends only on positions before it in reading order.
 */
import { IncompatibleError } from '@speil/api';
import type { VariableDeclaration } from '../../declarations/declarations.js';
import { affine } from '../layers/layer.js';
import type { DeclarePrior } from './prior.js';

/** The shape of the indices as a picture; a sequence has one row. */
export function gridOf(latentShape: readonly number[]): { height: number; width: number } {
  const [first, second, ...rest] = latentShape;
  if (first === undefined || rest.length > 0) {
    throw new IncompatibleError(
      `A prior needs indices of shape [height, width] or [length]. Received: [${latentShape.join(', ')}].`,
    );
  }
  return { height: second === undefined ? 1 : first, width: second ?? first };
}

export const declarePixelCnn: DeclarePrior<'pixelCnn'> = (spec, { latentShape, codebookSize }) => {
  gridOf(latentShape);
  if (codebookSize === null) {
    throw new IncompatibleError(
      'A pixelCnn prior needs the indices of a codebook. Received: latents of real numbers.',
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
  return [
    ...conv('embedding', 1, codebookSize, filters),
    ...conv('first', k, filters, filters),
    ...Array.from({ length: blocks }, (_, block) => [
      ...conv(`${block}/in`, 1, filters, half),
      ...conv(`${block}/masked`, 3, half, half),
      ...conv(`${block}/out`, 1, half, filters),
    ]).flat(),
    ...conv('logits', 1, filters, codebookSize),
  ];
};
