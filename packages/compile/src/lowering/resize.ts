/**
 * Lowers resizing. Both methods are linear and separable: rows and columns are gathered and mixed, and gradients are
 * gathered in the opposite direction, so that infinities and NaN do not spread.
 */
import type { DType, Value } from '../ir/graph.js';
import type { Attributes, Lower, OnnxBuilder, Lowerings } from '../ir/onnx-builder.js';

interface Scale {
  readonly from: number;
  readonly to: number;
  readonly alignCorners: boolean;
  readonly halfPixelCenters: boolean;
}

function scaleOf({ from, to, alignCorners }: Scale): number {
  return alignCorners && to > 1 ? (from - 1) / (to - 1) : from / to;
}

/** The source position of each target position, by tfjs's formulas. */
function nearest(scale: Scale): number[] {
  const ratio = scaleOf(scale);
  return Array.from({ length: scale.to }, (_, i) => {
    const at = scale.halfPixelCenters ? ratio * (i + 0.5) : ratio * i;
    return Math.min(scale.from - 1, scale.alignCorners ? Math.round(at) : Math.floor(at));
  });
}

/** The two source positions of each target position and the weight of the second, by tfjs's formulas. */
function neighbours(scale: Scale): { low: number[]; high: number[]; shares: number[] } {
  const { from, to, halfPixelCenters } = scale;
  const ratio = scaleOf(scale);
  const positions = Array.from({ length: to }, (_, i) =>
    halfPixelCenters ? ratio * (i + 0.5) - 0.5 : ratio * i,
  );
  const low = positions.map((at) => Math.max(0, Math.floor(at)));
  return {
    low,
    high: positions.map((at) => Math.min(from - 1, Math.ceil(at))),
    shares: positions.map((at, i) => at - low[i]!),
  };
}

/**
 * Mixes neighbours along one axis of `[batch, height, width, channels]`. A source with weight 1 is copied, because
 * infinity times 0 is NaN.
 */
function mixNeighbours(l: OnnxBuilder, x: Value, scale: Scale, axis: 1 | 2): Value {
  const { low, high, shares } = neighbours(scale);
  const first = l.gatherAt(x, low, axis);
  if (shares.every((share) => share === 0)) return first;
  const along = (values: readonly number[], dtype: DType): Value =>
    l.constant(values, axis === 1 ? [scale.to, 1, 1] : [scale.to, 1], dtype);
  const rest = shares.map((share) => 1 - share);
  const near = l.mul(first, along(rest, 'float32'));
  const far = l.mul(l.gatherAt(x, high, axis), along(shares, 'float32'));
  const hit = shares.map((share) => Number(share === 0));
  return l.where(along(hit, 'bool'), first, l.add(near, far));
}

/** A contribution of a source to a target, with its weight. */
interface Contribution {
  readonly target: number;
  readonly share: number;
}

/** The contributions of each source for nearest-neighbour resizing. */
function nearestContributions(scale: Scale): Contribution[][] {
  const contributions: Contribution[][] = Array.from({ length: scale.from }, () => []);
  nearest(scale).forEach((source, target) => contributions[source]!.push({ target, share: 1 }));
  return contributions;
}

/** The contributions of each source for bilinear resizing. */
function bilinearContributions(scale: Scale): Contribution[][] {
  const contributions: Contribution[][] = Array.from({ length: scale.from }, () => []);
  const { low, high, shares } = neighbours(scale);
  shares.forEach((share, target) => {
    contributions[low[target]!]!.push({ target, share: 1 - share });
    if (share !== 0) contributions[high[target]!]!.push({ target, share });
  });
  return contributions;
}

/** Computes the gradient along one axis: gathers and sums the contributions of each source. Zeros pad shorter lists. */
function sumContributions(
  l: OnnxBuilder,
  dy: Value,
  contributions: readonly Contribution[][],
  axis: 1 | 2,
): Value {
  const to = dy.shape[axis]!;
  const most = Math.max(1, ...contributions.map((list) => list.length));
  const lists = contributions.flatMap((list) =>
    Array.from({ length: most }, (_, i) => list[i] ?? { target: to, share: 1 }),
  );
  const empty = dy.shape.map((_, i) => (i === axis ? [0, 1] : [0, 0]));
  const all = l.gatherAt(
    l.pad(dy, empty),
    lists.map(({ target }) => target),
    axis,
  );
  const shape = axis === 1 ? [lists.length, 1, 1] : [lists.length, 1];
  const shares = lists.map(({ share }) => share);
  const weighed = shares.every((share) => share === 1)
    ? all
    : l.mul(all, l.constant(shares, shape, 'float32'));
  const split = dy.shape.flatMap((size, i) => (i === axis ? [contributions.length, most] : [size]));
  return l.reduce('ReduceSum', l.reshape(weighed, split), [axis + 1]);
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

const gradient =
  (givenBy: (scale: Scale) => Contribution[][]): Lower =>
  (l, { inputs, attributes }) => {
    const [images, dy] = inputs as [Value, Value];
    const [rows, columns] = scalesOf(attributes, images.shape, dy.shape);
    return sumContributions(l, sumContributions(l, dy, givenBy(rows), 1), givenBy(columns), 2);
  };

export const resizing: Lowerings = {
  ResizeNearestNeighbor: (l, { inputs, attributes, outputs }) => {
    const [rows, columns] = scalesOf(attributes, inputs[0]!.shape, outputs[0]!.shape);
    return l.gatherAt(l.gatherAt(inputs[0]!, nearest(rows), 1), nearest(columns), 2);
  },
  ResizeBilinear: (l, { inputs, attributes, outputs }) => {
    const [rows, columns] = scalesOf(attributes, inputs[0]!.shape, outputs[0]!.shape);
    return mixNeighbours(l, mixNeighbours(l, inputs[0]!, rows, 1), columns, 2);
  },
  ResizeNearestNeighborGrad: gradient(nearestContributions),
  ResizeBilinearGrad: gradient(bilinearContributions),
};
