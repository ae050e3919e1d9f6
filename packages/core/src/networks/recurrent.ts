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
  const cell = spec.type === 'lstm' ? lstmCell(name, context) : gruCell(spec.units, name, context);
  const hidden = unroll(cell, projectSteps(name, x, context), zeroState(spec.units));
  return spec.returnSequences ? tf.stack([...hidden], 1) : hidden.at(-1)!;
}

export interface RecurrentState {
  /** `[batch, units]`. */
  readonly h: tf.Tensor;
  /** The LSTM's memory, `[batch, units]`; a GRU leaves it. */
  readonly c: tf.Tensor;
}

/** One step. @param input the step's input after the layer's kernel and bias, `[batch, gates * units]`. */
export type RecurrentCell = (input: tf.Tensor, state: RecurrentState) => RecurrentState;

/** One row for all items: an exported graph leaves the batch open, and a constant cannot depend on it. */
export function zeroState(units: number): RecurrentState {
  const zeros = tf.zeros([1, units]);
  return { h: zeros, c: zeros };
}

/** x kernel + bias of all steps in one product. @param x `[batch, steps, n]`. @returns `[batch, gates * units]` a step. */
export function projectSteps(name: string, x: tf.Tensor, context: LayerContext): tf.Tensor[] {
  const [batch, steps, inputs] = x.shape as [number, number, number];
  const rows = tf.reshape(x, [batch * steps, inputs]);
  const projected = tf.add(
    tf.matMul(rows, context.variable(`${name}/kernel`)),
    context.variable(`${name}/bias`),
  );
  return tf.unstack(tf.reshape(projected, [batch, steps, -1]), 1);
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
  start: RecurrentState,
  { reverse = false, present }: UnrollOptions = {},
): readonly tf.Tensor[] {
  let state = start;
  const hidden: tf.Tensor[] = [];
  const order = inputs.map((_, step) => step);
  for (const step of reverse ? order.reverse() : order) {
    const next = cell(inputs[step]!, state);
    state = present === undefined ? next : kept(next, state, present[step]!);
    hidden[step] = state.h;
  }
  return hidden;
}

function kept(next: RecurrentState, state: RecurrentState, present: tf.Tensor): RecurrentState {
  const absent = tf.sub(1, present);
  // Exact for 0 and 1, so that a shorter item gives the bits that it gives alone.
  const choose = (to: tf.Tensor, from: tf.Tensor): tf.Tensor =>
    tf.add(tf.mul(present, to), tf.mul(absent, from));
  return { h: choose(next.h, state.h), c: choose(next.c, state.c) };
}

/** Gates in Keras' order i, f, g, o: c' = f c + i g; h' = o tanh(c') (Gers, Schmidhuber & Cummins 2000). */
export function lstmCell(name: string, context: LayerContext): RecurrentCell {
  return (input, { h, c }) => {
    const sum = tf.add(input, tf.matMul(h, context.variable(`${name}/recurrent`)));
    const [i, f, g, o] = tf.split(sum, 4, 1) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    const next = tf.add(tf.mul(tf.sigmoid(f), c), tf.mul(tf.sigmoid(i), tf.tanh(g)));
    return { h: tf.mul(tf.sigmoid(o), tf.tanh(next)), c: next };
  };
}

/** Gates in Keras' order z, r, g: h' = z h + (1 - z) tanh(g_x + r (g_h + b)) (Cho et al. 2014, equations 5 to 8). */
function gruCell(units: number, name: string, context: LayerContext): RecurrentCell {
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
