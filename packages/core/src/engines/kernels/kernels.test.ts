/**
 * Compares the patched wasm kernels with the cpu backend on random shapes, and with finite differences of
 * double-precision forward passes that are written here.
 */
import * as tf from '@tensorflow/tfjs-core';
import { finiteDifferences, relativeError } from '@speil/testing';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { normals } from '../../random/streams.js';
import { loadEngine } from '../../admission/load.js';

beforeAll(async () => {
  await loadEngine('cpu');
  await loadEngine('wasm');
});

const random = (shape: number[], operation: number): tf.Tensor =>
  tf.tensor(
    normals(
      { seed: 3, purpose: 'synthetic', operation },
      shape.reduce((a, b) => a * b, 1),
    ),
    shape,
  );

/** Runs on one backend and reads the values back. */
async function on(backend: 'cpu' | 'wasm', compute: () => tf.Tensor): Promise<Float32Array> {
  await tf.setBackend(backend);
  return tf.tidy(() => compute().dataSync<'float32'>().slice());
}

async function expectAgreement(compute: () => tf.Tensor, tolerance = 1e-5): Promise<void> {
  const [expected, actual] = [await on('cpu', compute), await on('wasm', compute)];
  expect(relativeError(actual, expected)).toBeLessThan(tolerance);
}

const geometry = fc.record({
  batch: fc.integer({ min: 1, max: 3 }),
  height: fc.integer({ min: 3, max: 8 }),
  width: fc.integer({ min: 3, max: 8 }),
  channels: fc.integer({ min: 1, max: 3 }),
  filters: fc.integer({ min: 1, max: 3 }),
  kernel: fc.integer({ min: 1, max: 3 }),
  strides: fc.integer({ min: 1, max: 3 }),
  pad: fc.constantFrom('same' as const, 'valid' as const),
});

describe('wasm kernels', () => {
  it('multiply matrices in all four transpositions like the cpu backend', async () => {
    for (const transposeA of [false, true]) {
      for (const transposeB of [false, true]) {
        await expectAgreement(() =>
          tf.matMul(
            random(transposeA ? [2, 5, 3] : [2, 3, 5], 1),
            random(transposeB ? [2, 4, 5] : [2, 5, 4], 2),
            transposeA,
            transposeB,
          ),
        );
      }
    }
  });

  it('multiply by a large transposed matrix like the cpu backend, and leave no tensors', async () => {
    const before = tf.memory().numTensors;
    const pairs = [
      { a: [2, 1, 5], b: [2, 9, 5] },
      { a: [1, 2, 5], b: [3, 9, 5] },
    ];
    for (const { a, b } of pairs) {
      await expectAgreement(() => tf.matMul(random(a, 1), random(b, 2), false, true));
    }
    expect(tf.memory().numTensors).toBe(before);
  });

  it('clone a tensor without copying its values, which stay valid after the original is freed', () => {
    const before = tf.memory();
    const original = tf.tensor1d([1, 2, 3]);
    const clone = tf.clone(original);
    expect(tf.memory().numDataBuffers).toBe(before.numDataBuffers + 1);
    original.dispose();
    expect([...clone.dataSync()]).toEqual([1, 2, 3]);
    clone.dispose();
    expect(tf.memory().numDataBuffers).toBe(before.numDataBuffers);
  });

  it('give the same gradients of conv2d as the cpu backend', async () => {
    await fc.assert(
      fc.asyncProperty(
        geometry,
        async ({ batch, height, width, channels, filters, kernel, strides, pad }) => {
          const forward = (x: tf.Tensor, w: tf.Tensor): tf.Tensor =>
            tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, strides, pad);
          const inputs = (): [tf.Tensor, tf.Tensor] => [
            random([batch, height, width, channels], 1),
            random([kernel, kernel, channels, filters], 2),
          ];
          for (const which of [0, 1]) {
            await expectAgreement(() => {
              const [x, w] = inputs();
              const dy = random(forward(x, w).shape, 3);
              return tf.grads(forward)([x, w], dy)[which]!;
            });
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('give the same transposed convolution and gradients as the cpu backend', async () => {
    await fc.assert(
      fc.asyncProperty(
        geometry,
        async ({ batch, height, width, channels, filters, kernel, strides, pad }) => {
          const side = (size: number): number =>
            pad === 'same' ? size * strides : (size - 1) * strides + kernel;
          const forward = (x: tf.Tensor, w: tf.Tensor): tf.Tensor =>
            tf.conv2dTranspose(
              x as tf.Tensor4D,
              w as tf.Tensor4D,
              [batch, side(height), side(width), filters],
              strides,
              pad,
            );
          const inputs = (): [tf.Tensor, tf.Tensor] => [
            random([batch, height, width, channels], 1),
            random([kernel, kernel, filters, channels], 2),
          ];
          await expectAgreement(() => forward(...inputs()));
          for (const which of [0, 1]) {
            await expectAgreement(() => {
              const [x, w] = inputs();
              return tf.grads(forward)([x, w], random(forward(x, w).shape, 3))[which]!;
            });
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('give the same gradients of a depthwise convolution as the cpu backend', async () => {
    await fc.assert(
      fc.asyncProperty(
        geometry,
        async ({ batch, height, width, channels, filters, kernel, strides, pad }) => {
          const forward = (x: tf.Tensor, w: tf.Tensor): tf.Tensor =>
            tf.depthwiseConv2d(x as tf.Tensor4D, w as tf.Tensor4D, strides, pad);
          for (const which of [0, 1]) {
            await expectAgreement(() => {
              const x = random([batch, height, width, channels], 1);
              const w = random([kernel, kernel, channels, filters], 2);
              return tf.grads(forward)([x, w], random(forward(x, w).shape, 3))[which]!;
            });
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it('sum segments, and drop segments out of range', async () => {
    await tf.setBackend('wasm');
    const sums = tf.unsortedSegmentSum(
      tf.tensor2d([
        [1, 2],
        [3, 4],
        [5, 6],
      ]),
      tf.tensor1d([1, 0, 1], 'int32'),
      3,
    );
    expect([...sums.dataSync()]).toEqual([3, 4, 6, 8, 0, 0]);
    await expectAgreement(() =>
      tf.grad((x: tf.Tensor) => tf.sum(tf.square(tf.gather(x, tf.tensor1d([0, 2, 2], 'int32')))))(
        random([4, 3], 1),
      ),
    );
  });

  it('move depth to space like the cpu backend', async () => {
    for (const block of [2, 3]) {
      await expectAgreement(() =>
        tf.depthToSpace(random([2, 3, 4, block * block * 2], 1) as tf.Tensor4D, block),
      );
    }
  });
});

describe('the gradient of max pooling on wasm', () => {
  it('agrees with finite differences if every value of a window is negative', async () => {
    const [height, width, pool] = [5, 4, 2];
    const x = Float32Array.from(
      normals({ seed: 5, purpose: 'synthetic' }, 2 * height * width),
      (v) => -1 - Math.abs(v),
    );
    const weights = normals({ seed: 6, purpose: 'synthetic' }, 2 * 3 * 2);
    // With `same` padding, 5 x 4 becomes 3 x 2. Computed in double precision.
    const forward = (values: Float32Array): number => {
      let sum = 0;
      for (let b = 0; b < 2; b++) {
        for (let row = 0; row < 3; row++) {
          for (let column = 0; column < 2; column++) {
            let best = -Infinity;
            for (let i = 0; i < pool; i++) {
              for (let j = 0; j < pool; j++) {
                const [y, z] = [row * pool + i, column * pool + j];
                if (y < height && z < width)
                  best = Math.max(best, values[(b * height + y) * width + z]!);
              }
            }
            sum += best * weights[(b * 3 + row) * 2 + column]!;
          }
        }
      }
      return sum;
    };
    const gradient = await on('wasm', () =>
      tf.grad((t: tf.Tensor) =>
        tf.sum(
          tf.mul(
            tf.maxPool(t as tf.Tensor4D, pool, pool, 'same'),
            tf.tensor(weights, [2, 3, 2, 1]),
          ),
        ),
      )(tf.tensor(x, [2, height, width, 1])),
    );
    expect(relativeError(gradient, await finiteDifferences(forward, x))).toBeLessThan(1e-3);
  });
});

describe('the gradients of a strided convolution on wasm', () => {
  it('agree with finite differences of a double-precision forward pass', async () => {
    // 5 x 4, kernel 3, stride 2, same padding: TensorFlow pads 1 above and below, 0 left and 1 right.
    const [height, width] = [5, 4];
    const x = normals({ seed: 7, purpose: 'synthetic' }, 2 * height * width);
    const w = normals({ seed: 8, purpose: 'synthetic' }, 9);
    const dy = normals({ seed: 9, purpose: 'synthetic' }, 2 * 3 * 2);
    const forward = (values: Float32Array, filter: Float32Array): number => {
      let sum = 0;
      for (let b = 0; b < 2; b++) {
        for (let row = 0; row < 3; row++) {
          for (let column = 0; column < 2; column++) {
            for (let i = 0; i < 3; i++) {
              for (let j = 0; j < 3; j++) {
                const [y, z] = [row * 2 + i - 1, column * 2 + j];
                if (y < 0 || y >= height || z >= width) continue;
                sum +=
                  values[(b * height + y) * width + z]! *
                  filter[i * 3 + j]! *
                  dy[(b * 3 + row) * 2 + column]!;
              }
            }
          }
        }
      }
      return sum;
    };
    const gradients = async (which: 0 | 1): Promise<Float32Array> =>
      on(
        'wasm',
        () =>
          tf.grads((t: tf.Tensor, f: tf.Tensor) =>
            tf.conv2d(t as tf.Tensor4D, f as tf.Tensor4D, 2, 'same'),
          )(
            [tf.tensor(x, [2, height, width, 1]), tf.tensor(w, [3, 3, 1, 1])],
            tf.tensor(dy, [2, 3, 2, 1]),
          )[which]!,
      );
    const toX = await finiteDifferences((v) => forward(v, w), x);
    const toW = await finiteDifferences((v) => forward(x, v), w);
    expect(relativeError(await gradients(0), toX)).toBeLessThan(1e-4);
    expect(relativeError(await gradients(1), toW)).toBeLessThan(1e-4);
  });

  it('keep a filter in the kernel’s layout as long as the filter exists, and no longer', async () => {
    await tf.setBackend('wasm');
    const upsample = (filter: tf.Tensor): tf.Tensor =>
      tf.conv2dTranspose(
        tf.ones<tf.Rank.R4>([1, 3, 3, 2]),
        filter as tf.Tensor4D,
        [1, 6, 6, 2],
        2,
        'same',
      );
    const before = tf.memory().numTensors;
    const filter = random([3, 3, 2, 2], 4);
    const twice = [tf.tidy(() => upsample(filter)), tf.tidy(() => upsample(filter))];
    // The filter, both results, and one filter in the kernel's layout.
    expect(tf.memory().numTensors).toBe(before + 4);
    expect(twice[1]!.dataSync()).toEqual(twice[0]!.dataSync());
    const sharing = tf.reshape(filter, [9, 4]);
    filter.dispose();
    expect(tf.memory().numTensors).toBe(before + 4);
    sharing.dispose();
    tf.dispose(twice);
    expect(tf.memory().numTensors).toBe(before);
    await expectAgreement(() => upsample(random([3, 3, 2, 2], 5)));
  });
});
