/**
 * Encodes rows to latents with a bidirectional LSTM over the rows. If there are segments, one bidirectional LSTM reads
 * the rows of each segment, and another one reads the segments.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { EncodedBatch } from '../encoded.js';
import { sequenceNames as names, type SequencePlan } from '../../model-spec/sequence.js';
import type { LayerContext } from '../../ops/context.js';
import { dense } from '../layers/dense.js';
import { choiceProducts } from '../choices.js';
import {
  gateProducts,
  layerProducts,
  lstmCell,
  lstmGates,
  plus,
  productsOfSteps,
  unroll,
  type GateProducts,
} from '../layers/recurrent.js';

/**
 * @param x `[batch, inputRows, inputDepth]`.
 * @param controls `[batch, inputRows, controlDepth]`, if the model takes controls.
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
  const ofRows = (name: string): GateProducts => rowProducts(plan, name, context);
  let features: tf.Tensor;
  if (segments === null) {
    features = bothEnds(first!.prefix, rows, context, { products: ofRows });
  } else {
    // All segments of all items form one batch, because each segment is encoded separately.
    const cut = tf.reshape(rows, [-1, inputRows / segments, inputDepth + controlDepth]);
    const present = presentOf(plan, x);
    const each = bothEnds(first!.prefix, cut, context, { products: ofRows, present });
    const whole = tf.reshape(each, [-1, segments, 2 * first!.units]);
    features = bothEnds(second!.prefix, whole, context);
  }
  const mean = dense(names.mu, features, context);
  if (!sigma) return { mean };
  // sigma = softplus(...), as in the official checkpoints.
  const deviation = tf.softplus(dense(names.sigma, features, context));
  return { mean, logVariance: tf.mul(tf.log(deviation), 2) };
}

/**
 * Marks the rows of a segment up to and including its end token with 1, and the others with 0. Undefined without an end
 * token.
 *
 * @returns `[batch * segments, rows of a segment, 1]`.
 */
function presentOf(
  { endToken, segments, inputRows }: SequencePlan,
  x: tf.Tensor,
): tf.Tensor | undefined {
  if (endToken === null) return undefined;
  const each = inputRows / segments!;
  const ends = tf.reshape(tf.slice(x, [0, 0, endToken], [-1, -1, 1]), [-1, each]);
  // One matrix product counts the end tokens before each row.
  const before = Float32Array.from({ length: each * each }, (_, i) =>
    Math.floor(i / each) < i % each ? 1 : 0,
  );
  const counted = tf.matMul(ends, tf.tensor2d(before, [each, each]));
  return tf.reshape(tf.cast(tf.less(counted, 0.5), 'float32'), [-1, each, 1]);
}

/**
 * Multiplies a row and its controls by an LSTM's kernel, and adds the bias. In training, categorical rows come from a
 * dataset and are one-hot, so their products are gathered. Outside training, any values may be encoded.
 */
function rowProducts(
  { inputChoices, controlDepth }: SequencePlan,
  name: string,
  context: LayerContext,
): GateProducts {
  if (!context.training || inputChoices === null) return layerProducts(name, context, lstmGates);
  const [kernel, bias] = [context.variable(`${name}/kernel`), context.variable(`${name}/bias`)];
  let from = 0;
  const next = (depth: number, productsOf: (own: tf.Tensor) => GateProducts): GateProducts => {
    const first = from;
    from += depth;
    const products = productsOf(tf.slice(kernel, [first, 0], [depth, -1]));
    return (x) => products(tf.slice(x, [0, first], [-1, depth]));
  };
  const parts = inputChoices.map((depth, part) =>
    next(depth, (own) => choiceProducts(own, lstmGates, context, part === 0 ? bias : undefined)),
  );
  if (controlDepth > 0)
    parts.push(next(controlDepth, (own) => gateProducts(own, lstmGates, context)));
  return (x) => parts.map((products) => products(x)).reduce(plus);
}

interface BothWaysOptions {
  /** 1 for the steps that an item has and 0 for the others, `[batch, steps, 1]`. Default: items have all steps. */
  readonly present?: tf.Tensor | undefined;
  /** Returns the function that multiplies an input by the kernel of the LSTM `name`. Default: `layerProducts`. */
  readonly products?: (name: string) => GateProducts;
}

/** Concatenates the last hidden states of both directions, `[batch, 2 units]`. */
function bothEnds(
  prefix: string,
  x: tf.Tensor,
  context: LayerContext,
  options?: BothWaysOptions,
): tf.Tensor {
  const { forward, backward } = bothWays(prefix, x, context, options);
  return tf.concat([forward.at(-1)!, backward[0]!], 1);
}

/** Computes the hidden states of both directions, `[batch, units]` for each step. @param x `[batch, steps, n]`. */
export function bothWays(
  prefix: string,
  x: tf.Tensor,
  context: LayerContext,
  { present, products = (name) => layerProducts(name, context, lstmGates) }: BothWaysOptions = {},
): { readonly forward: readonly tf.Tensor[]; readonly backward: readonly tf.Tensor[] } {
  const steps = present && { present: tf.unstack(present, 1) };
  const oneWay = (direction: 'fw' | 'bw'): readonly tf.Tensor[] => {
    const name = names.direction(prefix, direction);
    return unroll(lstmCell(name, context), productsOfSteps(x, products(name)), {
      reverse: direction === 'bw',
      ...steps,
    });
  };
  return { forward: oneWay('fw'), backward: oneWay('bw') };
}
