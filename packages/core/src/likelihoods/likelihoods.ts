/**
 * Reconstruction terms, and how a decoder's raw output becomes data. Values are nats an item: summed over all
 * dimensions of the item; the mean over the batch is taken later, once.
 */
import * as tf from '@tensorflow/tfjs-core';
import { InvalidArgumentError, type LikelihoodSpec } from '@speil/api';
import type { LayerContext } from '../ops/context.js';
import { drawOneHot, inParts, negativeLogProbability } from './categorical.js';
import * as continuousBernoulli from './continuous-bernoulli.js';
import * as discretizedLogistic from './discretized-logistic.js';

/** Where a likelihood's own variables come from: a learned variance or scale. */
export type LikelihoodVariables = Pick<LayerContext, 'variable'>;

const noVariables: LikelihoodVariables = {
  variable(name) {
    throw new InvalidArgumentError(`This likelihood needs its variable ${name}. Received: none.`);
  },
};

/**
 * -ln p(x | z).
 *
 * @param x data, `[batch, ...shape]`.
 * @param output the decoder's raw output, `[batch, ...shape]`: logits for the Bernoullis and of a choice, means otherwise.
 * @param variables of a likelihood that learns its variance or scale.
 * @returns `[batch]`. `mse` gives the sum of squared errors, without a density's constant.
 */
export function negativeLogLikelihood(
  spec: LikelihoodSpec,
  x: tf.Tensor,
  output: tf.Tensor,
  variables: LikelihoodVariables = noVariables,
): tf.Tensor1D {
  switch (spec.kind) {
    case 'bernoulli':
      return sumPerItem(crossEntropy(x, output));
    case 'continuousBernoulli':
      return sumPerItem(tf.sub(crossEntropy(x, output), continuousBernoulli.logNormalizer(output)));
    case 'gaussian': {
      if (spec.variance === 'learned') {
        const logVariance = learnedLogVariance(variables);
        const squares = tf.mul(tf.squaredDifference(x, output), tf.exp(tf.neg(logVariance)));
        return sumPerItem(tf.mul(tf.add(squares, tf.add(logVariance, Math.log(2 * Math.PI))), 0.5));
      }
      const squares = tf.mul(tf.squaredDifference(x, output), 0.5 / spec.variance);
      return sumPerItem(tf.add(squares, 0.5 * Math.log(2 * Math.PI * spec.variance)));
    }
    case 'discretizedLogistic': {
      const logScale = learnedLogScale(variables);
      return sumPerItem(discretizedLogistic.negativeLogMass(x, output, logScale));
    }
    case 'categorical': {
      const parts = inParts(spec.parts, [x, output], (chosen, logits) =>
        sumPerItem(negativeLogProbability(chosen, logits)),
      );
      return tf.addN(parts) as tf.Tensor1D;
    }
    case 'groove': {
      const [hits, velocities, offsets] = thirds(x);
      const [logits, loudness, timing] = thirds(output);
      const errors = tf.add(
        tf.squaredDifference(velocities, tf.sigmoid(loudness)),
        tf.squaredDifference(offsets, tf.tanh(timing)),
      );
      return sumPerItem(tf.add(crossEntropy(hits, logits), errors));
    }
    case 'mse':
      return sumPerItem(tf.squaredDifference(x, output));
  }
}

function thirds(x: tf.Tensor): [tf.Tensor, tf.Tensor, tf.Tensor] {
  return tf.split(x, 3, x.rank - 1) as [tf.Tensor, tf.Tensor, tf.Tensor];
}

/** The mean of p(x | z), `[batch, ...shape]`; of the discretised logistic its location. */
export function meanOf(spec: LikelihoodSpec, output: tf.Tensor): tf.Tensor {
  if (spec.kind === 'bernoulli') return tf.sigmoid(output);
  if (spec.kind === 'categorical') {
    return tf.concat(
      inParts(spec.parts, [output], (logits) => tf.softmax(logits)),
      -1,
    );
  }
  if (spec.kind === 'groove') {
    const [hits, velocities, offsets] = thirds(output);
    return tf.concat([tf.sigmoid(hits), tf.sigmoid(velocities), tf.tanh(offsets)], -1);
  }
  return spec.kind === 'continuousBernoulli' ? continuousBernoulli.meanOf(output) : output;
}

/** What a draw from p(x | z) is made of. */
export function drawDistribution(spec: LikelihoodSpec): 'uniform' | 'normal' {
  return spec.kind === 'gaussian' || spec.kind === 'mse' ? 'normal' : 'uniform';
}

/**
 * A draw from p(x | z), `[batch, ...shape]`; of `mse`, which is no density, the output itself.
 *
 * @param noise of `drawDistribution`, of the output's shape.
 * @param temperature above 0: divides logits, multiplies deviations and scales.
 */
export function drawData(
  spec: LikelihoodSpec,
  output: tf.Tensor,
  noise: tf.Tensor,
  temperature: tf.Tensor,
  variables: LikelihoodVariables = noVariables,
): tf.Tensor {
  switch (spec.kind) {
    case 'bernoulli': {
      const probability = tf.sigmoid(tf.div(output, temperature));
      return tf.cast(tf.less(noise, probability), 'float32');
    }
    case 'continuousBernoulli':
      return continuousBernoulli.quantile(tf.div(output, temperature), noise);
    case 'gaussian': {
      const deviation =
        spec.variance === 'learned'
          ? tf.exp(tf.mul(learnedLogVariance(variables), 0.5))
          : Math.sqrt(spec.variance);
      return tf.add(output, tf.mul(noise, tf.mul(temperature, deviation)));
    }
    case 'discretizedLogistic': {
      const scale = tf.mul(temperature, tf.exp(learnedLogScale(variables)));
      return discretizedLogistic.draw(output, scale, noise);
    }
    case 'categorical':
      return tf.concat(
        inParts(spec.parts, [output, noise], (logits, own) =>
          drawOneHot(logits, { noise: own, temperature }),
        ),
        -1,
      );
    case 'groove': {
      const [hits, velocities, offsets] = thirds(output);
      const drawn = drawData({ kind: 'bernoulli' }, hits, thirds(noise)[0], temperature);
      return tf.concat([drawn, tf.sigmoid(velocities), tf.tanh(offsets)], -1);
    }
    case 'mse':
      return output;
  }
}

/** Sums over all axes but the first. */
export function sumPerItem(x: tf.Tensor): tf.Tensor1D {
  return tf.sum(tf.reshape(x, [x.shape[0], -1]), 1);
}

/** -x ln s(l) - (1 - x) ln(1 - s(l)) = softplus(l) - x l: no logarithm of a rounded probability. */
function crossEntropy(x: tf.Tensor, logits: tf.Tensor): tf.Tensor {
  return tf.sub(tf.softplus(logits), tf.mul(x, logits));
}

/** Held above ln sigma = -6, softly, as the authors of sigma-VAE do: a perfect reconstruction would send it to -infinity. */
function learnedLogVariance(variables: LikelihoodVariables): tf.Tensor {
  return softFloor(variables.variable('likelihood/logVariance'), -12);
}

/** Held above -7: scales far below a level's width, 1/255, are all the same. */
function learnedLogScale(variables: LikelihoodVariables): tf.Tensor {
  return softFloor(variables.variable('likelihood/logScale'), -7);
}

function softFloor(x: tf.Tensor, floor: number): tf.Tensor {
  return tf.add(tf.softplus(tf.sub(x, floor)), floor);
}
