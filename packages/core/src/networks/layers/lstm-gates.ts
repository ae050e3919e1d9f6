/**
 * The elementwise part of an LSTM step, with its own gradient. tfjs's gradient rules take nineteen multiplications per
 * step, and this gradient takes fourteen. It stores only values that sums and products cannot recompute, because a
 * recurrent step is a long chain of small operators whose operands are far apart in memory.
 */
import * as tf from '@tensorflow/tfjs-core';

type Gradient = (dy: tf.Tensor, saved: tf.Tensor[]) => tf.Tensor[];

/**
 * c' = s(f) c + s(i) tanh(g), all `[batch, units]`, with the sigmoid s (Gers, Schmidhuber & Cummins 2000, equation 8).
 *
 * With v = dc' s(i) and w = v tanh(g): di = w (1 - s(i)), dg = v - w tanh(g).
 * With dc = dc' s(f) and k = dc c: df = k (1 - s(f)).
 */
export const memory = withGradient(
  ([i, f, g, c]) => {
    const [input, forget, candidate] = [tf.sigmoid(i!), tf.sigmoid(f!), tf.tanh(g!)];
    const next = tf.add(tf.mul(forget, c!), tf.mul(input, candidate));
    return [next, [input, forget, candidate, c!]];
  },
  (dNext, [input, forget, candidate, c]) => {
    const throughInput = tf.mul(dNext, input!);
    const added = tf.mul(throughInput, candidate!);
    const dc = tf.mul(dNext, forget!);
    return [
      passed(added, input!),
      passed(tf.mul(dc, c!), forget!),
      tf.sub(throughInput, tf.mul(added, candidate!)),
      dc,
    ];
  },
);

/**
 * h = s(o) tanh(c), all `[batch, units]` (Gers, Schmidhuber & Cummins 2000, equation 9).
 *
 * With u = dh s(o) and t = u tanh(c): do = t (1 - s(o)), dc = u - t tanh(c).
 */
export const hidden = withGradient(
  ([o, c]) => {
    const [output, squashed] = [tf.sigmoid(o!), tf.tanh(c!)];
    return [tf.mul(output, squashed), [output, squashed]];
  },
  (dh, [output, squashed]) => {
    const throughOutput = tf.mul(dh, output!);
    const throughSquash = tf.mul(throughOutput, squashed!);
    return [
      passed(throughSquash, output!),
      tf.sub(throughOutput, tf.mul(throughSquash, squashed!)),
    ];
  },
);

/** Computes x (1 - s) with operands of equal shape, because subtracting from a scalar takes longer. */
function passed(x: tf.Tensor, s: tf.Tensor): tf.Tensor {
  return tf.sub(x, tf.mul(x, s));
}

function withGradient(
  forward: (inputs: tf.Tensor[]) => readonly [value: tf.Tensor, saved: tf.Tensor[]],
  gradient: Gradient,
): (...inputs: tf.Tensor[]) => tf.Tensor {
  return tf.customGrad((...given) => {
    const save = given.pop() as unknown as (tensors: tf.Tensor[]) => void;
    const [value, saved] = forward(given as tf.Tensor[]);
    save(saved);
    return { value, gradFunc: gradient };
  });
}
