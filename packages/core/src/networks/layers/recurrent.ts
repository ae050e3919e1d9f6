/**
 * Recurrent layers, unrolled: the operations of each step are part of the graph, so that every engine runs them without
 * a loop operator. Products that do not depend on the state are computed for all steps at once.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { LayerContext } from '../../ops/context.js';
import type { LayerSpecOf } from '../../model-spec/layers/layer.js';
import { hidden, memory } from './lstm-gates.js';

/**
 * Computes all hidden states, `[batch, steps, units]`, or only the last one, `[batch, units]`. The initial state is 0.
 *
 * @param x `[batch, steps, n]`.
 */
export function applyRecurrent(
  { spec, name }: { readonly spec: LayerSpecOf<'lstm' | 'gru'>; readonly name: string },
  x: tf.Tensor,
  context: LayerContext,
): tf.Tensor {
  const [gates, cell] =
    spec.type === 'lstm'
      ? [lstmGates, lstmCell(name, context)]
      : [gruGates, gruCell(name, context)];
  const states = unroll(cell, productsOfSteps(x, layerProducts(name, context, gates)));
  return spec.returnSequences ? tf.stack([...states], 1) : states.at(-1)!;
}

export interface RecurrentState {
  /** `[batch, units]`. */
  readonly h: tf.Tensor;
  /** The memory of an LSTM, `[batch, units]`. For a GRU, the hidden state itself. */
  readonly c: tf.Tensor;
}

/**
 * The inputs of a step's gates: one tensor `[batch, units]` for each gate, or all gates side by side, `[batch, gates *
 * units]`.
 */
export type Gates = readonly tf.Tensor[];

/** Computes one step. @param state the previous state; absent if it is zeros, which need no product. */
export type RecurrentCell = (input: Gates, state: RecurrentState | undefined) => RecurrentState;

type Mode = Pick<LayerContext, 'training'>;

/**
 * Splits a kernel or a bias into its gates in training, so that each gate has its own product. Splitting the rows of
 * every step instead, and concatenating their gradients, would take an eighth of the training step of an LSTM. Outside
 * training, the gates stay side by side as long as possible, because more operators take longer when only one or two
 * latents are decoded.
 *
 * @param x a tensor whose last axis has length `gates * units`.
 */
export function gatesOf(x: tf.Tensor, gates: number, { training }: Mode): Gates {
  return training ? tf.split(x, gates, x.rank - 1) : [x];
}

/** Splits gates that are side by side into one tensor for each gate. */
function apart(gates: Gates, count: number): Gates {
  const [all] = gates as [tf.Tensor];
  return gates.length === count ? gates : tf.split(all, count, all.rank - 1);
}

/** Computes x kernel (+ bias). @param x `[n, rows of the kernel]`. */
export type GateProducts = (x: tf.Tensor) => Gates;

/**
 * @param kernel `[n, gates * units]`.
 * @param bias `[gates * units]`.
 */
export function gateProducts(
  kernel: tf.Tensor,
  gates: number,
  mode: Mode,
  bias?: tf.Tensor,
): GateProducts {
  const kernels = gatesOf(kernel, gates, mode);
  const biases = bias && gatesOf(bias, gates, mode);
  return (x) => {
    const products = kernels.map((own) => tf.matMul(x, own));
    return biases === undefined ? products : plus(products, biases);
  };
}

/** Returns the function that multiplies by a layer's kernel and adds its bias. */
export function layerProducts(name: string, context: LayerContext, gates: number): GateProducts {
  const kernel = context.variable(`${name}/kernel`);
  return gateProducts(kernel, gates, context, context.variable(`${name}/bias`));
}

/** Adds two inputs, gate by gate. */
export function plus(a: Gates, b: Gates): Gates {
  return a.map((x, gate) => tf.add(x, b[gate]!));
}

/**
 * Computes the products of all steps at once. The step axis comes first, so that the rows of a step are contiguous, and
 * the gradients of both kernels can use the same stack of rows.
 *
 * @param x `[batch, steps, n]`.
 * @returns the gates of each step.
 */
export function productsOfSteps(x: tf.Tensor, products: GateProducts): readonly Gates[] {
  const [, steps, inputs] = x.shape as [number, number, number];
  const rows = tf.reshape(tf.transpose(x, [1, 0, 2]), [-1, inputs]);
  const each = products(rows).map((gate) =>
    tf.unstack(tf.reshape(gate, [steps, -1, gate.shape[1]!]), 0),
  );
  return Array.from({ length: steps }, (_, step) => each.map((gate) => gate[step]!));
}

export interface UnrollOptions {
  /** Whether to go from the last step to the first. Default false. */
  readonly reverse?: boolean;
  /** For each step, `[batch, 1]`: 1 for items that have the step. For other items, the state does not change. */
  readonly present?: readonly tf.Tensor[];
}

/**
 * @returns the hidden states, `[batch, units]` for each step. They are in the order of the steps, also with `reverse`.
 */
export function unroll(
  cell: RecurrentCell,
  inputs: readonly Gates[],
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
  // This is exact for 0 and 1, so that a shorter item in a batch gives the same bits as alone.
  const choose = (to: tf.Tensor, from: tf.Tensor): tf.Tensor =>
    tf.add(tf.mul(present, to), tf.mul(absent, from));
  return { h: choose(next.h, state.h), c: choose(next.c, state.c) };
}

/** The gates are in Keras' order i, f, g, o. */
export const lstmGates = 4;

/** c' = f c + i g; h' = o tanh(c') (Gers, Schmidhuber & Cummins 2000). */
export function lstmCell(name: string, context: LayerContext): RecurrentCell {
  const recurrent = gateProducts(context.variable(`${name}/recurrent`), lstmGates, context);
  return (input, state) => {
    const sums = state === undefined ? input : plus(input, recurrent(state.h));
    const [i, f, g, o] = apart(sums, lstmGates) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    const c = state === undefined ? tf.mul(tf.sigmoid(i), tf.tanh(g)) : memory(i, f, g, state.c);
    return { h: hidden(o, c), c };
  };
}

/** The gates are in Keras' order z, r, g. */
const gruGates = 3;

/** h' = z h + (1 - z) tanh(g_x + r (g_h + b)) (Cho et al. 2014, equations 5 to 8). */
function gruCell(name: string, context: LayerContext): RecurrentCell {
  const bias = context.variable(`${name}/recurrentBias`);
  const recurrent = gateProducts(context.variable(`${name}/recurrent`), gruGates, context, bias);
  return (input, state) => {
    const [xz, xr, xg] = apart(input, gruGates) as [tf.Tensor, tf.Tensor, tf.Tensor];
    const own = state === undefined ? gatesOf(bias, gruGates, context) : recurrent(state.h);
    const [hz, hr, hg] = apart(own, gruGates) as [tf.Tensor, tf.Tensor, tf.Tensor];
    const z = tf.sigmoid(tf.add(xz, hz));
    const r = tf.sigmoid(tf.add(xr, hr));
    const candidate = tf.tanh(tf.add(xg, tf.mul(r, hg)));
    const from = state === undefined ? tf.neg(candidate) : tf.sub(state.h, candidate);
    const h = tf.add(candidate, tf.mul(z, from));
    return { h, c: h };
  };
}
