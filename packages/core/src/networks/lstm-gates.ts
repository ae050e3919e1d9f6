/**
 * What an LSTM does after its products, value by value, with its gradient written out: tfjs's own rules multiply nineteen times
 * a step where fourteen are enough, for what the forward pass made (the two terms of the memory, the hidden state) is most of
 * it. A step of a recurrent network is a long row of small operators, each with its price.
 */
import * as tf from '@tensorflow/tfjs-core';

type Gradient = (dy: tf.Tensor, saved: tf.Tensor[]) => tf.Tensor[];

/**
 * c' = s(f) c + s(i) tanh(g), all `[batch, units]` (Gers, Schmidhuber & Cummins 2000, equation 8).
 *
 * With a = s(i) tanh(g) and k = s(f) c: di = dc' a (1 - s(i)), df = dc' k (1 - s(f)), dg = dc' (s(i) - a tanh(g)), dc = dc' s(f).
 */
export const memory = withGradient(
  ([i, f, g, c]) => {
    const [input, forget, candidate] = [tf.sigmoid(i!), tf.sigmoid(f!), tf.tanh(g!)];
    const added = tf.mul(input, candidate);
    const kept = tf.mul(forget, c!);
    return [tf.add(kept, added), [input, forget, candidate, added, kept]];
  },
  (dc, [input, forget, candidate, added, kept]) => [
    tf.mul(tf.mul(dc, added!), tf.sub(1, input!)),
    tf.mul(tf.mul(dc, kept!), tf.sub(1, forget!)),
    tf.mul(dc, tf.sub(input!, tf.mul(added!, candidate!))),
    tf.mul(dc, forget!),
  ],
);

/**
 * h = s(o) tanh(c), both `[batch, units]` (Gers, Schmidhuber & Cummins 2000, equation 9): do = dh h (1 - s(o)),
 * dc = dh (s(o) - h tanh(c)).
 */
export const hidden = withGradient(
  ([o, c]) => {
    const [output, squashed] = [tf.sigmoid(o!), tf.tanh(c!)];
    const h = tf.mul(output, squashed);
    return [h, [output, squashed, h]];
  },
  (dh, [output, squashed, h]) => [
    tf.mul(tf.mul(dh, h!), tf.sub(1, output!)),
    tf.mul(dh, tf.sub(output!, tf.mul(h!, squashed!))),
  ],
);

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
