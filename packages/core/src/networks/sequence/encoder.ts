/** Rows to codes: a bidirectional LSTM over the rows, or one over the rows of each segment and one over the segments. */
import * as tf from '@tensorflow/tfjs-core';
import type { EncodedBatch } from '../../models/autoencoder.js';
import { sequenceNames as names, type SequencePlan } from '../../spec/sequence.js';
import type { LayerContext } from '../context.js';
import { dense } from '../layers.js';
import { lstmCell, lstmGates, projectSteps, unroll } from '../recurrent.js';

/**
 * @param x `[batch, inputRows, inputDepth]`.
 * @param controls `[batch, inputRows, controlDepth]`; where the model takes them.
 */
export function encodeSequence(
  plan: SequencePlan,
  x: tf.Tensor,
  context: LayerContext,
  controls: tf.Tensor | undefined,
): EncodedBatch {
  const { encoder, segments, sigma, inputRows, inputDepth, controlDepth } = plan;
  const rows = controls === undefined ? x : tf.concat([x, controls], 2);
  const [first, second] = encoder;
  let features: tf.Tensor;
  if (segments === null) {
    features = bothEnds(first!.prefix, rows, context);
  } else {
    // All segments of all items are one batch: each is read by itself.
    const cut = tf.reshape(rows, [-1, inputRows / segments, inputDepth + controlDepth]);
    const each = bothEnds(first!.prefix, cut, context, presentOf(plan, x));
    const whole = tf.reshape(each, [-1, segments, 2 * first!.units]);
    features = bothEnds(second!.prefix, whole, context);
  }
  const mean = dense(names.mu, features, context);
  if (!sigma) return { mean };
  // sigma = softplus(...), as the checkpoints have it.
  const deviation = tf.softplus(dense(names.sigma, features, context));
  return { mean, logVariance: tf.mul(tf.log(deviation), 2) };
}

/** 1 for the rows of a segment up to its end token, `[batch * segments, rows of a segment, 1]`. */
function presentOf(
  { endToken, segments, inputRows }: SequencePlan,
  x: tf.Tensor,
): tf.Tensor | undefined {
  if (endToken === null) return undefined;
  const each = inputRows / segments!;
  const ends = tf.reshape(tf.slice(x, [0, 0, endToken], [-1, -1, 1]), [-1, each]);
  // Ends before each row are counted by one product.
  const before = Float32Array.from({ length: each * each }, (_, i) =>
    Math.floor(i / each) < i % each ? 1 : 0,
  );
  const counted = tf.matMul(ends, tf.tensor2d(before, [each, each]));
  return tf.reshape(tf.cast(tf.less(counted, 0.5), 'float32'), [-1, each, 1]);
}

/** The last state of each direction, `[batch, 2 units]`. @param present `[batch, steps, 1]`. */
function bothEnds(
  prefix: string,
  x: tf.Tensor,
  context: LayerContext,
  present?: tf.Tensor,
): tf.Tensor {
  const { forward, backward } = bothWays(prefix, x, context, present);
  return tf.concat([forward.at(-1)!, backward[0]!], 1);
}

/** The hidden states of both directions, `[batch, units]` a step. @param x `[batch, steps, n]`. */
export function bothWays(
  prefix: string,
  x: tf.Tensor,
  context: LayerContext,
  present?: tf.Tensor,
): { readonly forward: readonly tf.Tensor[]; readonly backward: readonly tf.Tensor[] } {
  const steps = present && { present: tf.unstack(present, 1) };
  const oneWay = (direction: 'fw' | 'bw'): readonly tf.Tensor[] => {
    const name = names.direction(prefix, direction);
    return unroll(lstmCell(name, context), projectSteps(name, x, context, lstmGates), {
      reverse: direction === 'bw',
      ...steps,
    });
  };
  return { forward: oneWay('fw'), backward: oneWay('bw') };
}
