/**
 * Recurrent layers, unrolled: each step's operations stand in the step's graph, so that every engine runs them and nothing
 * needs a loop operator. What does not depend on the state is one product over all steps.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { LayerSpec } from '@speil/api';
import type { LayerContext } from './context.js';

type Spec = Extract<LayerSpec, { type: 'lstm' | 'gru' }>;

/**
 * @param x `[batch, steps, n]`.
 * @returns all hidden states `[batch, steps, units]`, or the last `[batch, units]`; the first state is 0.
 */
export function recurrent(
  spec: Spec,
  name: string,
  x: tf.Tensor,
  context: LayerContext,
): tf.Tensor {
  const [batch, steps, inputs] = x.shape as [number, number, number];
  const rows = tf.reshape(x, [batch * steps, inputs]);
  const projected = tf.add(
    tf.matMul(rows, context.variable(`${name}/kernel`)),
    context.variable(`${name}/bias`),
  );
  const perStep = tf.unstack(tf.reshape(projected, [batch, steps, -1]), 1);
  const cell = spec.type === 'lstm' ? lstmCell(name, context) : gruCell(spec.units, name, context);
  // One row for all items: an exported graph leaves the batch open, and a constant cannot depend on it.
  const zeros = tf.zeros([1, spec.units]);
  let state: State = { h: zeros, c: zeros };
  const hidden = perStep.map((input) => {
    state = cell(input, state);
    return state.h;
  });
  return spec.returnSequences ? tf.stack(hidden, 1) : state.h;
}

interface State {
  readonly h: tf.Tensor;
  /** The LSTM's memory; a GRU leaves it. */
  readonly c: tf.Tensor;
}

type Cell = (input: tf.Tensor, state: State) => State;

/** Gates in Keras' order i, f, g, o: c' = f c + i g; h' = o tanh(c') (Gers, Schmidhuber & Cummins 2000). */
function lstmCell(name: string, context: LayerContext): Cell {
  return (input, { h, c }) => {
    const sum = tf.add(input, tf.matMul(h, context.variable(`${name}/recurrent`)));
    const [i, f, g, o] = tf.split(sum, 4, 1) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    const next = tf.add(tf.mul(tf.sigmoid(f), c), tf.mul(tf.sigmoid(i), tf.tanh(g)));
    return { h: tf.mul(tf.sigmoid(o), tf.tanh(next)), c: next };
  };
}

/** Gates in Keras' order z, r, g: h' = z h + (1 - z) tanh(g_x + r (g_h + b)) (Cho et al. 2014, equations 5 to 8). */
function gruCell(units: number, name: string, context: LayerContext): Cell {
  return (input, { h, c }) => {
    const own = tf.add(
      tf.matMul(h, context.variable(`${name}/recurrent`)),
      context.variable(`${name}/recurrentBias`),
    );
    const [xGates, xCandidate] = tf.split(input, [2 * units, units], 1) as [tf.Tensor, tf.Tensor];
    const [hGates, hCandidate] = tf.split(own, [2 * units, units], 1) as [tf.Tensor, tf.Tensor];
    const gates = tf.sigmoid(tf.add(xGates, hGates));
    const [z, r] = tf.split(gates, 2, 1) as [tf.Tensor, tf.Tensor];
    const candidate = tf.tanh(tf.add(xCandidate, tf.mul(r, hCandidate)));
    return { h: tf.add(candidate, tf.mul(z, tf.sub(h, candidate))), c };
  };
}
