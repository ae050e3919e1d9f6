/**
 * Tests products, windows and their gradients with some non-finite values: results that do not depend on these must not
 * change.
 */
import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { natively, type Given, type TensorFn } from '../testing/kernels.js';
import { close, greatest, rows, upTo, wrong } from '../testing/range-numbers.js';

const f = Math.fround;
const plain = {
  strides: [1, 1],
  dilations: [1, 1],
  pad: 'valid',
  dataFormat: 'NHWC',
  dimRoundingMode: undefined,
};
const kernelWith = (name: string, inputs: tf.NamedTensorMap, attributes: object): tf.Tensor =>
  tf.engine().runKernel(name, inputs, attributes as tf.NamedAttrMap);

describe('products, windows and their gradients do not spread NaN and infinities', () => {
  const [nan, inf] = [NaN, Infinity];

  it('BatchMatMul and _FusedMatMul, also of integers', async () => {
    const a = rows([
      [1, nan],
      [inf, 2],
      [1e30, 1],
      [1, 2],
    ]);
    const b = rows([
      [1, -1],
      [2, 1e30],
    ]);
    const times = (x: tf.Tensor, y: tf.Tensor): tf.Tensor => tf.matMul(x, y);
    const right = [nan, nan, inf, -inf, f(1e30), 0, 5, f(2e30)];
    expect(wrong([upTo(8)], await natively(times, [a, b]), right, close)).toEqual([]);
    const fused = (x: tf.Tensor, y: tf.Tensor) =>
      tf.fused.matMul({ a: x, b: y, activation: 'relu' });
    const above = right.map((x) => Math.max(0, x));
    expect(wrong([upTo(8)], await natively(fused, [a, b]), above, close)).toEqual([]);

    const whole = rows(
      [
        [2 ** 24 + 1, 1],
        [-3, 4],
      ],
      'int32',
    );
    const squared = [(2 ** 24 + 1) ** 2 - 3, 2 ** 24 + 5, -3 * (2 ** 24 + 1) - 12, 13];
    expect(await natively(times, [whole, whole])).toEqual(squared.map((x) => x | 0));
    const turned = await natively((x) => tf.matMul(x, x, true, true), [whole]);
    expect(turned).toEqual([squared[0]! | 0, squared[2], squared[1], 13].map((x) => x! | 0));
    const truths = rows([[1, 1]], 'bool');
    expect(await natively((x) => tf.matMul(x, x, false, true), [truths])).toEqual([2]);
  });

  /** A row of pixels, and windows of two of them. */
  const line = (values: readonly number[]): Given => ({
    shape: [1, 1, values.length, 1],
    values: values.map(f),
  });
  const ones: Given = { shape: [1, 2, 1, 1], values: [1, 1] };
  const pixels = [1, nan, 2, inf, 3, 1e30, -1e30, -inf, 4];
  const windows = pixels.slice(1).map((x, i) => [pixels[i]!, x] as const);
  const spread = [0, ...pixels].map((x, i) => f(x + (pixels[i] ?? 0)));

  it.each<[string, TensorFn]>([
    ['Conv2D', (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'valid')],
    [
      'FusedConv2D',
      (x, w) =>
        tf.fused.conv2d({
          x: x as tf.Tensor4D,
          filter: w as tf.Tensor4D,
          strides: 1,
          pad: 'valid',
        }),
    ],
    [
      'DepthwiseConv2dNative',
      (x, w) => tf.depthwiseConv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'valid'),
    ],
    [
      'FusedDepthwiseConv2D',
      (x, w) =>
        tf.fused.depthwiseConv2d({
          x: x as tf.Tensor4D,
          filter: w as tf.Tensor4D,
          strides: 1,
          pad: 'valid',
        }),
    ],
  ])('%s', async (_, fn) => {
    const right = windows.map(([a, b]) => f(f(a) + f(b)));
    expect(wrong([upTo(8)], await natively(fn, [line(pixels), ones]), right, close)).toEqual([]);
  });

  it.each<[string, TensorFn]>([
    [
      'Conv2DBackpropInput',
      (dy, w) => tf.conv2dTranspose(dy as tf.Tensor4D, w as tf.Tensor4D, [1, 1, 10, 1], 1, 'valid'),
    ],
    [
      'DepthwiseConv2dNativeBackpropInput',
      (dy, w) =>
        kernelWith(
          'DepthwiseConv2dNativeBackpropInput',
          { dy, filter: w },
          { inputShape: [1, 1, 10, 1], ...plain },
        ),
    ],
  ])('%s', async (_, fn) => {
    const actual = await natively(fn, [line(pixels), ones]);
    const right = upTo(10).map((i) => f(f(pixels[i - 1] ?? 0) + f(pixels[i] ?? 0)));
    expect(right).toHaveLength(spread.length);
    expect(wrong([upTo(10)], actual, right, close)).toEqual([]);
  });

  it.each<[string, (x: tf.Tensor4D, dy: tf.Tensor4D) => tf.Tensor]>([
    [
      'Conv2DBackpropFilter',
      (x, dy) =>
        kernelWith('Conv2DBackpropFilter', { x, dy }, { filterShape: [1, 2, 1, 1], ...plain }),
    ],
    [
      'DepthwiseConv2dNativeBackpropFilter',
      (x, dy) =>
        kernelWith(
          'DepthwiseConv2dNativeBackpropFilter',
          { x, dy },
          { filterShape: [1, 2, 1, 1], ...plain },
        ),
    ],
  ])('%s', async (_, fn) => {
    // The gradient of a tap is a sum over positions: only the tap that covers the pixel is not finite.
    const x = line([inf, 1, 2, 1e30]);
    const dy = line([1, 2, 3]);
    const right = [inf, f(1 + 4 + 3e30)];
    expect(wrong([upTo(2)], await natively(fn as TensorFn, [x, dy]), right, close)).toEqual([]);
  });

  it('MaxPool, AvgPool and their gradients', async () => {
    const pool =
      (kind: 'maxPool' | 'avgPool'): TensorFn =>
      (x) =>
        tf[kind](x as tf.Tensor4D, [1, 2], 1, 'valid');
    const actual = await natively(pool('maxPool'), [line(pixels)]);
    const largest = windows.map(([a, b]) => f(Math.max(f(a), f(b))));
    expect(wrong([upTo(8)], actual, largest, 0)).toEqual([]);
    const mean = windows.map(([a, b]) => f((f(a) + f(b)) / 2));
    expect(wrong([upTo(8)], await natively(pool('avgPool'), [line(pixels)]), mean, close)).toEqual(
      [],
    );
    // Padding is never the maximum, not even over the smallest number.
    const same: TensorFn = (x) => tf.maxPool(x as tf.Tensor4D, [1, 3], 1, 'same');
    const least = -(2 ** 31);
    const whole: Given = { shape: [1, 1, 3, 1], values: [least, -5, -7], dtype: 'int32' };
    expect(await natively(same, [whole])).toEqual([-5, -5, -5]);

    const dy = [1, nan, 2];
    const at = line([4, 3, 1, 2]);
    const gradientOf =
      (kind: 'maxPool' | 'avgPool'): TensorFn =>
      (x, given) =>
        tf.grads((v: tf.Tensor) => pool(kind)(v))([x], given)[0]!;
    const ofLargest = await natively(gradientOf('maxPool'), [at, line(dy)]);
    expect(wrong([upTo(4)], ofLargest, [1, nan, 0, 2], 0)).toEqual([]);
    const ofMean = await natively(gradientOf('avgPool'), [at, line(dy)]);
    expect(wrong([upTo(4)], ofMean, [0.5, nan, nan, 1], close)).toEqual([]);
  });

  it('ResizeBilinear, and gradients of both resizing methods', async () => {
    const wide: TensorFn = (x) => tf.image.resizeBilinear(x as tf.Tensor4D, [1, 8]);
    const actual = await natively(wide, [line([1, inf, greatest, -greatest])]);
    // Halfway between two columns, the result is their mean. The last column has no right neighbour.
    const right = [1, inf, inf, inf, greatest, 0, -greatest, -greatest];
    expect(wrong([upTo(8)], actual, right, close)).toEqual([]);
    const truths: Given = { shape: [1, 1, 2, 1], values: [1, 0], dtype: 'bool' };
    expect(await natively(wide, [truths])).toEqual(
      [1, 0.875, 0.75, 0.625, 0.5, 0.375, 0.25, 0.125].map((_, i) => Math.max(0, 1 - i / 4)),
    );

    const dy = line([1, 2, nan, 4, 5, 6, 1e30, 8]);
    const gradientOf =
      (resize: typeof tf.image.resizeBilinear): TensorFn =>
      (x, given) =>
        tf.grads((v: tf.Tensor) => resize(v as tf.Tensor4D, [1, 8]))([x], given)[0]!;
    const nearest = await natively(gradientOf(tf.image.resizeNearestNeighbor), [
      line([1, 2, 3, 4]),
      dy,
    ]);
    expect(wrong([upTo(4)], nearest, [3, nan, 11, f(1e30)], close)).toEqual([]);
    const between = await natively(gradientOf(tf.image.resizeBilinear), [line([1, 2, 3, 4]), dy]);
    expect(wrong([upTo(4)], between, [2, nan, 10, f(1e30)], close)).toEqual([]);
  });

  it('FusedBatchNorm', async () => {
    const fn: TensorFn = (x) =>
      tf.batchNorm(x, [0, 1, 2, 3], [0, 1e-10, 1e10, 4], [0, 0, 0, 1], [1, 1, 1, 1], 1e-3);
    const values = [1, -2, nan, 3, inf, -inf, -0, 1e-30, greatest, 1e30, 2 ** 24, 100].map(f);
    const right = values.map((x, i) => {
      const c = i % 4;
      return f((x - c) / Math.sqrt([0, 1e-10, 1e10, 4][c]! + 1e-3) + [0, 0, 0, 1][c]!);
    });
    const actual = await natively(fn, [{ shape: [3, 4], values }]);
    expect(wrong([upTo(12)], actual, right, close)).toEqual([]);
  });
});
