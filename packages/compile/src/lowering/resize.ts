/**
 * Resizing. Both kinds are linear in the picture and the same for all rows and all columns: two small matrices. The
 * nearest neighbour is gathered, so that values stay what they are; gradients are products with the matrices transposed.
 */
import type { Value } from '../ir/graph.js';
import type { Attributes, Lower, Lowering, Lowerings } from './lowering.js';

interface Scale {
  readonly from: number;
  readonly to: number;
  readonly alignCorners: boolean;
  readonly halfPixelCenters: boolean;
}

function scaleOf({ from, to, alignCorners }: Scale): number {
  return alignCorners && to > 1 ? (from - 1) / (to - 1) : from / to;
}

/** For each target position the source position; tfjs's own formulas. */
function nearest(scale: Scale): number[] {
  const ratio = scaleOf(scale);
  return Array.from({ length: scale.to }, (_, i) => {
    const at = scale.halfPixelCenters ? ratio * (i + 0.5) : ratio * i;
    return Math.min(scale.from - 1, scale.alignCorners ? Math.round(at) : Math.floor(at));
  });
}

/** `[to, from]`: each target as a weighted sum of two sources. */
function bilinear(scale: Scale): number[] {
  const { from, to, halfPixelCenters } = scale;
  const ratio = scaleOf(scale);
  const weights = new Array<number>(to * from).fill(0);
  for (let i = 0; i < to; i++) {
    const at = halfPixelCenters ? ratio * (i + 0.5) - 0.5 : ratio * i;
    const low = Math.max(0, Math.floor(at));
    const high = Math.min(from - 1, Math.ceil(at));
    const share = at - low;
    weights[i * from + low]! += 1 - share;
    weights[i * from + high]! += share;
  }
  return weights;
}

function selection(scale: Scale): number[] {
  const weights = new Array<number>(scale.to * scale.from).fill(0);
  nearest(scale).forEach((source, i) => {
    weights[i * scale.from + source] = 1;
  });
  return weights;
}

const scalesOf = (
  attributes: Attributes,
  small: readonly number[],
  large: readonly number[],
): [rows: Scale, columns: Scale] => {
  const options = {
    alignCorners: attributes['alignCorners'] === true,
    halfPixelCenters: attributes['halfPixelCenters'] === true,
  };
  return [
    { from: small[1]!, to: large[1]!, ...options },
    { from: small[2]!, to: large[2]!, ...options },
  ];
};

/** rows x columns' of every channel: `rows` is `[to, from]` of the height, `columns` of the width. */
function separable(l: Lowering, x: Value, rows: Value, columns: Value): Value {
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const tall = l.matMul(rows, l.reshape(x, [batch, height, width * channels]));
  const lines = l.reshape(tall, [batch * rows.shape[0]!, width, channels]);
  const wide = l.matMul(columns, lines);
  return l.reshape(wide, [batch, rows.shape[0]!, columns.shape[0]!, channels]);
}

const matrix = (l: Lowering, { from, to }: Scale, weights: readonly number[]): Value =>
  l.constant(weights, [to, from], 'float32');

const gradient =
  (weightsOf: (scale: Scale) => number[]): Lower =>
  (l, { inputs, attributes }) => {
    const [images, dy] = inputs as [Value, Value];
    const [rows, columns] = scalesOf(attributes, images.shape, dy.shape).map((scale) =>
      l.transpose(matrix(l, scale, weightsOf(scale)), [1, 0]),
    );
    return separable(l, dy, rows!, columns!);
  };

export const resizing: Lowerings = {
  ResizeNearestNeighbor: (l, { inputs, attributes, outputs }) => {
    const [rows, columns] = scalesOf(attributes, inputs[0]!.shape, outputs[0]!.shape);
    return l.gatherAt(l.gatherAt(inputs[0]!, nearest(rows), 1), nearest(columns), 2);
  },
  ResizeBilinear: (l, { inputs, attributes, outputs }) => {
    const [rows, columns] = scalesOf(attributes, inputs[0]!.shape, outputs[0]!.shape).map((scale) =>
      matrix(l, scale, bilinear(scale)),
    );
    return separable(l, inputs[0]!, rows!, columns!);
  },
  ResizeNearestNeighborGrad: gradient(selection),
  ResizeBilinearGrad: gradient(bilinear),
};
