/**
 * Compares convolutions, pooling and resizing with double-precision forward passes, and their gradients with central
 * differences of these. tfjs's backends are no reference: they have errors (average pooling with padding,
 * nearest-neighbour gradients of a batch, max pooling of negative values). Both forms of a convolution are tested.
 */
import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  maxDifference,
  differences,
  given,
  gradientOf,
  inWebAssembly,
  natively,
  numbers,
  type Given,
  type Reference,
  type TensorFn,
} from './testing/kernels.js';

type Four = [batch: number, height: number, width: number, channels: number];

async function expectRight(
  fn: TensorFn,
  reference: Reference,
  inputs: readonly Given[],
  gradients = inputs.map((_, i) => i),
): Promise<void> {
  const values = inputs.map((input) => input.values.map(Math.fround));
  const expected = reference(...values);
  const weights = numbers(expected.length, 99);
  // ONNX's convolutions, and products of windows.
  for (const run of [natively, inWebAssembly]) {
    expect(maxDifference(await run(fn, inputs), expected)).toBeLessThan(1e-5);
    for (const which of gradients) {
      const actual = await run(gradientOf(fn, which, weights), inputs);
      const slopes = differences(reference, inputs, which, weights.map(Math.fround));
      expect(maxDifference(actual, slopes)).toBeLessThan(1e-4);
    }
  }
}

interface Padding {
  readonly before: number;
  readonly out: number;
}

/** TensorFlow's rule for `same` and `valid`, written out. */
function padding(
  size: number,
  kernel: number,
  stride: number,
  dilation: number,
  same: boolean,
): Padding {
  const reach = (kernel - 1) * dilation + 1;
  if (!same) return { before: 0, out: Math.floor((size - reach) / stride) + 1 };
  const out = Math.ceil(size / stride);
  return { before: Math.floor(Math.max(0, (out - 1) * stride + reach - size) / 2), out };
}

interface Shape {
  readonly x: Four;
  readonly kernel: readonly [number, number];
  readonly stride: number;
  readonly dilation: number;
  readonly same: boolean;
}

/** Visits each pixel of each window that lies inside the picture: batch, output row and column, tap, and position. */
function eachPixel(
  { x: [batch, height, width], kernel: [kh, kw], stride, dilation, same }: Shape,
  visit: (b: number, oy: number, ox: number, i: number, j: number, y: number, x: number) => void,
): [outHeight: number, outWidth: number] {
  const [v, h] = [
    padding(height, kh, stride, dilation, same),
    padding(width, kw, stride, dilation, same),
  ];
  for (let b = 0; b < batch; b++) {
    for (let oy = 0; oy < v.out; oy++) {
      for (let ox = 0; ox < h.out; ox++) {
        for (let i = 0; i < kh; i++) {
          for (let j = 0; j < kw; j++) {
            const y = oy * stride + i * dilation - v.before;
            const x = ox * stride + j * dilation - h.before;
            if (y >= 0 && x >= 0 && y < height && x < width) visit(b, oy, ox, i, j, y, x);
          }
        }
      }
    }
  }
  return [v.out, h.out];
}

const outOf = (shape: Shape): [number, number] =>
  eachPixel({ ...shape, x: [0, ...shape.x.slice(1)] as Four }, () => undefined);

function convolution(shape: Shape, filters: number): Reference {
  const [batch, height, width, channels] = shape.x;
  const [oh, ow] = outOf(shape);
  return (values, filter) => {
    const out = new Array<number>(batch * oh * ow * filters).fill(0);
    eachPixel(shape, (b, oy, ox, i, j, y, x) => {
      for (let c = 0; c < channels; c++) {
        for (let f = 0; f < filters; f++) {
          out[((b * oh + oy) * ow + ox) * filters + f]! +=
            values[((b * height + y) * width + x) * channels + c]! *
            filter[((i * shape.kernel[1] + j) * channels + c) * filters + f]!;
        }
      }
    });
    return out;
  };
}

function depthwise(shape: Shape, multiplier: number): Reference {
  const [batch, height, width, channels] = shape.x;
  const [oh, ow] = outOf(shape);
  return (values, filter) => {
    const out = new Array<number>(batch * oh * ow * channels * multiplier).fill(0);
    eachPixel(shape, (b, oy, ox, i, j, y, x) => {
      for (let c = 0; c < channels; c++) {
        for (let m = 0; m < multiplier; m++) {
          out[(((b * oh + oy) * ow + ox) * channels + c) * multiplier + m]! +=
            values[((b * height + y) * width + x) * channels + c]! *
            filter[((i * shape.kernel[1] + j) * channels + c) * multiplier + m]!;
        }
      }
    });
    return out;
  };
}

function pooling(shape: Shape, kind: 'max' | 'avg'): Reference {
  const [batch, height, width, channels] = shape.x;
  const [oh, ow] = outOf(shape);
  return (values) => {
    const windows = Array.from({ length: batch * oh * ow * channels }, (): number[] => []);
    eachPixel(shape, (b, oy, ox, _i, _j, y, x) => {
      for (let c = 0; c < channels; c++) {
        windows[((b * oh + oy) * ow + ox) * channels + c]!.push(
          values[((b * height + y) * width + x) * channels + c]!,
        );
      }
    });
    return windows.map((all) =>
      kind === 'max' ? Math.max(...all) : all.reduce((sum, v) => sum + v, 0) / all.length,
    );
  };
}

const geometry = fc
  .record({
    height: fc.integer({ min: 3, max: 7 }),
    width: fc.integer({ min: 3, max: 7 }),
    channels: fc.integer({ min: 1, max: 3 }),
    kernel: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
    stride: fc.integer({ min: 1, max: 3 }),
    same: fc.boolean(),
    seed: fc.nat(1000),
  })
  .map(({ height, width, channels, ...rest }) => ({
    shape: { x: [2, height, width, channels] as Four, dilation: 1, ...rest },
    seed: rest.seed,
  }));

const pad = ({ same }: Shape): 'same' | 'valid' => (same ? 'same' : 'valid');

describe('convolutions', () => {
  it('are right with both gradients, on any geometry', async () => {
    await fc.assert(
      fc.asyncProperty(
        geometry,
        fc.integer({ min: 1, max: 3 }),
        async ({ shape, seed }, filters) => {
          const fn: TensorFn = (x, w) =>
            tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, shape.stride, pad(shape));
          const inputs = [
            given(shape.x, seed),
            given([...shape.kernel, shape.x[3], filters], seed + 1),
          ];
          await expectRight(fn, convolution(shape, filters), inputs);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('dilated, which tfjs has no gradient for', async () => {
    for (const same of [true, false]) {
      const shape: Shape = { x: [2, 7, 6, 2], kernel: [2, 3], stride: 1, dilation: 2, same };
      await expectRight(
        (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, pad(shape), 'NHWC', 2),
        convolution(shape, 2),
        [given(shape.x, 1), given([2, 3, 2, 2], 2)],
        [],
      );
    }
  });

  it('transposed: the gradient of a convolution as a layer, and its own gradients', async () => {
    for (const stride of [1, 2, 3]) {
      for (const same of [true, false]) {
        const big: Shape = { x: [2, 6, 6, 2], kernel: [3, 2], stride, dilation: 1, same };
        const [oh, ow] = outOf(big);
        const conv = convolution(big, 3);
        // The transpose of the linear map x -> conv(x), by the columns of its matrix.
        const reference: Reference = (y, w) => {
          const size = 2 * 6 * 6 * 2;
          return Array.from({ length: size }, (_, i) => {
            const unit = Array.from({ length: size }, (_u, j) => (i === j ? 1 : 0));
            return conv(unit, w).reduce((sum, v, at) => sum + v * y[at]!, 0);
          });
        };
        await expectRight(
          (y, w) =>
            tf.conv2dTranspose(y as tf.Tensor4D, w as tf.Tensor4D, [2, 6, 6, 2], stride, pad(big)),
          reference,
          [given([2, oh, ow, 3], 1), given([3, 2, 2, 3], 2)],
          stride === 2 ? [0, 1] : [],
        );
      }
    }
  });

  it('of one dimension', async () => {
    const shape: Shape = { x: [2, 1, 9, 3], kernel: [1, 3], stride: 1, dilation: 1, same: true };
    await expectRight(
      (x, w) => tf.conv1d(x as tf.Tensor3D, w as tf.Tensor3D, 1, 'same'),
      convolution(shape, 2),
      [given([2, 9, 3], 1), given([3, 3, 2], 2)],
    );
  });

  it('depthwise, strided and dilated, and both gradients', async () => {
    for (const [stride, dilation, same] of [
      [1, 1, true],
      [2, 1, true],
      [2, 1, false],
      [1, 2, true],
    ] as const) {
      const shape: Shape = { x: [2, 6, 5, 3], kernel: [3, 2], stride, dilation, same };
      await expectRight(
        (x, w) =>
          tf.depthwiseConv2d(
            x as tf.Tensor4D,
            w as tf.Tensor4D,
            stride,
            pad(shape),
            'NHWC',
            dilation,
          ),
        depthwise(shape, 2),
        [given(shape.x, 1), given([3, 2, 3, 2], 2)],
        // tfjs has no gradient of a dilated convolution.
        dilation === 1 ? [0, 1] : [],
      );
    }
  });

  it('fused with bias and activation', async () => {
    const shape: Shape = { x: [2, 5, 4, 2], kernel: [3, 3], stride: 2, dilation: 1, same: true };
    const plain = convolution(shape, 3);
    const reference: Reference = (x, w, bias) =>
      plain(x, w).map((v, i) => Math.max(0, v + bias[i % 3]!));
    await expectRight(
      (x, filter, bias) =>
        tf.fused.conv2d({
          x: x as tf.Tensor4D,
          filter: filter as tf.Tensor4D,
          bias: bias,
          strides: 2,
          pad: 'same',
          activation: 'relu',
        }),
      reference,
      [given(shape.x, 1), given([3, 3, 2, 3], 2), given([3], 3)],
    );
  });
});

describe('pooling', () => {
  it('by maximum and by mean, and the gradients, on any geometry', async () => {
    await fc.assert(
      fc.asyncProperty(geometry, async ({ shape, seed }) => {
        for (const kind of ['max', 'avg'] as const) {
          const fn: TensorFn = (x) =>
            (kind === 'max' ? tf.maxPool : tf.avgPool)(
              x as tf.Tensor4D,
              shape.kernel,
              shape.stride,
              pad(shape),
            );
          await expectRight(fn, pooling(shape, kind), [given(shape.x, seed)]);
        }
      }),
      { numRuns: 10 },
    );
  });

  it('by maximum of values that are all negative', async () => {
    const shape: Shape = { x: [2, 4, 4, 2], kernel: [2, 2], stride: 2, dilation: 1, same: true };
    await expectRight((x) => tf.maxPool(x as tf.Tensor4D, 2, 2, 'same'), pooling(shape, 'max'), [
      given(shape.x, 1, -3, -1),
    ]);
  });
});

describe('resizing', () => {
  const [from, to] = [
    [2, 3, 4, 2],
    [6, 7],
  ] as const;

  /** TensorFlow's formulas for one direction: for each target its sources with their weights. */
  function sources(size: number, target: number, kind: string, align: boolean, half: boolean) {
    const ratio = align && target > 1 ? (size - 1) / (target - 1) : size / target;
    return Array.from({ length: target }, (_, i): [number, number][] => {
      if (kind === 'nearest') {
        const at = half ? ratio * (i + 0.5) : ratio * i;
        return [[Math.min(size - 1, align ? Math.round(at) : Math.floor(at)), 1]];
      }
      const at = half ? ratio * (i + 0.5) - 0.5 : ratio * i;
      const low = Math.max(0, Math.floor(at));
      const high = Math.min(size - 1, Math.ceil(at));
      return [
        [low, 1 - (at - low)],
        [high, at - low],
      ];
    });
  }

  it.each([
    ['nearest', false, false],
    ['nearest', true, false],
    ['nearest', false, true],
    ['bilinear', false, false],
    ['bilinear', true, false],
    ['bilinear', false, true],
  ] as const)('%s, corners aligned: %s, half pixels: %s', async (kind, align, half) => {
    const [batch, height, width, channels] = from;
    const rows = sources(height, to[0], kind, align, half);
    const columns = sources(width, to[1], kind, align, half);
    const reference: Reference = (x) => {
      const out: number[] = [];
      for (let b = 0; b < batch; b++) {
        for (const row of rows) {
          for (const column of columns) {
            for (let c = 0; c < channels; c++) {
              let sum = 0;
              for (const [y, wy] of row) {
                for (const [z, wz] of column) {
                  sum += wy * wz * x[((b * height + y) * width + z) * channels + c]!;
                }
              }
              out.push(sum);
            }
          }
        }
      }
      return out;
    };
    const resize = kind === 'nearest' ? tf.image.resizeNearestNeighbor : tf.image.resizeBilinear;
    await expectRight(
      (x) => resize(x as tf.Tensor4D, [...to], align, half),
      reference,
      [given(from, 1)],
      // tfjs has no gradient for half pixels.
      half ? [] : [0],
    );
  });
});
