/**
 * Recurrent layers, unrolled: each step's operations stand in the step's graph, so that every engine runs them and nothing
 * needs a loop operator. What does not depend on the state is one product over all steps.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { LayerSpec } from '@speil/api';
import type { LayerContext } from './context.js';
import { hidden, memory } from './lstm-gates.js';

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
  const cell = spec.type === 'lstm' ? lstmCell(name, context) : gruCell(spec.units, name, context);
  const states = unroll(cell, projectSteps(name, x, context));
  return spec.returnSequences ? tf.stack([...states], 1) : states.at(-1)!;
}

export interface RecurrentState {
  /** `[batch, units]`. */
  readonly h: tf.Tensor;
  /** The LSTM's memory, `[batch, units]`; of a GRU the hidden state itself. */
  readonly c: tf.Tensor;
}

/**
 * One step.
 *
 * @param input the step's input after the layer's kernel and bias, `[batch, gates * units]`.
 * @param state absent for zeros, which need no product.
 */
export type RecurrentCell = (input: tf.Tensor, state: RecurrentState | undefined) => RecurrentState;

/** x kernel + bias of all steps in one product. @param x `[batch, steps, n]`. @returns `[batch, gates * units]` a step. */
export function projectSteps(name: string, x: tf.Tensor, context: LayerContext): tf.Tensor[] {
  const kernel = context.variable(`${name}/kernel`);
  return productOfSteps(x, kernel, context.variable(`${name}/bias`));
}

/**
 * x kernel (+ bias) of all steps in one product. The steps stand before the batch: so the rows of a step lie together, and the
 * gradient of the kernel takes the same stack of rows as that of the recurrent one.
 *
 * @param x `[batch, steps, n]`.
 * @returns `[batch, columns of the kernel]` a step.
 */
export function productOfSteps(x: tf.Tensor, kernel: tf.Tensor, bias?: tf.Tensor): tf.Tensor[] {
  const [, steps, inputs] = x.shape as [number, number, number];
  const product = tf.matMul(tf.reshape(tf.transpose(x, [1, 0, 2]), [-1, inputs]), kernel);
  const rows = bias === undefined ? product : tf.add(product, bias);
  return tf.unstack(tf.reshape(rows, [steps, -1, kernel.shape[1]!]), 0);
}

export interface UnrollOptions {
  /** From the last step to the first. Default false. */
  readonly reverse?: boolean;
  /** 1 where an item has a step, `[batch, 1]` for each of them; where it has none its state stays as it was. */
  readonly present?: readonly tf.Tensor[];
}

/** @returns the hidden states, `[batch, units]` a step, in the order of the steps also in reverse. */
export function unroll(
  cell: RecurrentCell,
  inputs: readonly tf.Tensor[],
  { reverse = false, present }: UnrollOptions = {},
): readonly tf.Tensor[] {
  let state: RecurrentState | undefined;
  const states: tf.Tensor[] = [];
  const order = inputs.map((_, step) => step);
  for (const step of reverse ? order.reverse() : order) {
    const next = cell(inputs[step]!, state);
    state = present === undefined ? next : kept(next, state, present[step]!);
    states[step] = state.h;
  }
  return states;
}

function kept(
  next: RecurrentState,
  state: RecurrentState | undefined,
  present: tf.Tensor,
): RecurrentState {
  if (state === undefined) return { h: tf.mul(present, next.h), c: tf.mul(present, next.c) };
  const absent = tf.sub(1, present);
  // Exact for 0 and 1, so that a shorter item gives the bits that it gives alone.
  const choose = (to: tf.Tensor, from: tf.Tensor): tf.Tensor =>
    tf.add(tf.mul(present, to), tf.mul(absent, from));
  return { h: choose(next.h, state.h), c: choose(next.c, state.c) };
}

/** Gates in Keras' order i, f, g, o: c' = f c + i g; h' = o tanh(c') (Gers, Schmidhuber & Cummins 2000). */
export function lstmCell(name: string, context: LayerContext): RecurrentCell {
  return (input, state) => {
    const sum =
      state === undefined
        ? input
        : tf.add(input, tf.matMul(state.h, context.variable(`${name}/recurrent`)));
    const [i, f, g, o] = tf.split(sum, 4, 1) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    const c = state === undefined ? tf.mul(tf.sigmoid(i), tf.tanh(g)) : memory(i, f, g, state.c);
    return { h: hidden(o, c), c };
  };
}

/** Gates in Keras' order z, r, g: h' = z h + (1 - z) tanh(g_x + r (g_h + b)) (Cho et al. 2014, equations 5 to 8). */
function gruCell(units: number, name: string, context: LayerContext): RecurrentCell {
  return (input, state) => {
    const bias = context.variable(`${name}/recurrentBias`);
    const own =
      state === undefined
        ? tf.reshape(bias, [1, -1])
        : tf.add(tf.matMul(state.h, context.variable(`${name}/recurrent`)), bias);
    const [xGates, xCandidate] = tf.split(input, [2 * units, units], 1) as [tf.Tensor, tf.Tensor];
    const [hGates, hCandidate] = tf.split(own, [2 * units, units], 1) as [tf.Tensor, tf.Tensor];
    const gates = tf.sigmoid(tf.add(xGates, hGates));
    const [z, r] = tf.split(gates, 2, 1) as [tf.Tensor, tf.Tensor];
    const candidate = tf.tanh(tf.add(xCandidate, tf.mul(r, hCandidate)));
    const from = state === undefined ? tf.neg(candidate) : tf.sub(state.h, candidate);
    const h = tf.add(candidate, tf.mul(z, from));
    return { h, c: h };
  };
}
