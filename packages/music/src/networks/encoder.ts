/** Notes to codes: a bidirectional LSTM over the steps, or one over the steps of each segment and one over the segments. */
import * as tf from '@tensorflow/tfjs-core';
import {
  dense,
  lstmCell,
  projectSteps,
  unroll,
  zeroState,
  type LayerContext,
} from '@speil/core/tensor';
import { names, type MusicVaePlan } from './architecture.js';

export interface EncodedNotes {
  /** `[batch, latent]`. */
  readonly mean: tf.Tensor;
  /** `[batch, latent]`, ln sigma squared; absent where the checkpoint has none. */
  readonly logVariance?: tf.Tensor;
}

/**
 * @param rows `[batch, inputRows, inputDepth + controlDepth]`.
 * @param present 1 for the rows of a segment up to its end, `[batch, inputRows]`; for segments of different lengths.
 */
export function encodeNotes(
  { encoder, sizes, converter }: MusicVaePlan,
  rows: tf.Tensor,
  context: LayerContext,
  present?: tf.Tensor,
): EncodedNotes {
  const batch = rows.shape[0];
  const { segments } = converter;
  let features: tf.Tensor;
  if (segments === null) {
    features = bothEnds(encoder[0]!, sizes.encoder[0]!, rows, context);
  } else {
    // All segments of all items are one batch: each is read by itself.
    const cut = (x: tf.Tensor): tf.Tensor =>
      tf.reshape(x, [batch * segments, converter.inputRows / segments, -1]);
    const each = bothEnds(
      encoder[0]!,
      sizes.encoder[0]!,
      cut(rows),
      context,
      present && cut(present),
    );
    const whole = tf.reshape(each, [batch, segments, -1]);
    features = bothEnds(encoder[1]!, sizes.encoder[1]!, whole, context);
  }
  const mean = dense(names.mu, features, context);
  if (!sizes.sigma) return { mean };
  const deviation = tf.softplus(dense(names.sigma, features, context));
  return { mean, logVariance: tf.mul(tf.log(deviation), 2) };
}

/** The last state of each direction, `[batch, 2 units]`. @param present `[batch, steps, 1]`. */
function bothEnds(
  prefix: string,
  units: number,
  x: tf.Tensor,
  context: LayerContext,
  present?: tf.Tensor,
): tf.Tensor {
  const { forward, backward } = bothWays(prefix, units, x, context, present);
  return tf.concat([forward.at(-1)!, backward[0]!], 1);
}

/** The hidden states of both directions, `[batch, units]` a step. @param x `[batch, steps, n]`. */
export function bothWays(
  prefix: string,
  units: number,
  x: tf.Tensor,
  context: LayerContext,
  present?: tf.Tensor,
): { readonly forward: readonly tf.Tensor[]; readonly backward: readonly tf.Tensor[] } {
  const steps = present && { present: tf.unstack(present, 1) };
  const oneWay = (direction: 'fw' | 'bw'): readonly tf.Tensor[] => {
    const name = names.direction(prefix, direction);
    return unroll(lstmCell(name, context), projectSteps(name, x, context), zeroState(units), {
      reverse: direction === 'bw',
      ...steps,
    });
  };
  return { forward: oneWay('fw'), backward: oneWay('bw') };
}
