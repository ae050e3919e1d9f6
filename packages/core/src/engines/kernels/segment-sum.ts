/**
 * UnsortedSegmentSum, the gradient of gather, as a product with one-hot rows. As in TensorFlow, segments out of range
 * are dropped.
 */
import * as tf from '@tensorflow/tfjs-core';
import { composed, type PatchedKernel } from './kernel.js';

const unsortedSegmentSum = composed<{ numSegments: number }>(
  tf.UnsortedSegmentSum,
  ({ x, segmentIds }, { numSegments }) => {
    const [count = 0, ...rest] = x!.shape;
    const rows = tf.reshape(x!, [count, -1]);
    const members = tf.transpose(
      tf.cast(
        tf.oneHot(tf.cast(tf.reshape(segmentIds!, [count]), 'int32'), numSegments),
        'float32',
      ),
    );
    return tf.reshape(tf.matMul(members as tf.Tensor2D, rows), [numSegments, ...rest]);
  },
);

export const segmentSumKernels: readonly PatchedKernel[] = [unsortedSegmentSum];
