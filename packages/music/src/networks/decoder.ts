/**
 * Codes to notes: an LSTM whose first state comes of the code and whose input at each step is what it gave before, the code
 * and the controls. A hierarchical decoder has a conductor, which gives a code to each segment (Roberts et al. 2018,
 * section 3.2).
 */
import * as tf from '@tensorflow/tfjs-core';
import { dense, lstmCell, type LayerContext, type RecurrentState } from '@speil/core/tensor';
import { names, type DecoderPlan, type MusicVaePlan } from './architecture.js';
import { bothWays } from './encoder.js';
import { drawStep, type Chance } from './outputs.js';

export interface DecodeNotesOptions {
  /** `[batch, outputRows, controlDepth]`; where the model takes controls. */
  readonly controls?: tf.Tensor;
  /** Uniform on [0, 1), `[batch, outputRows, outputDepth]`, and the temperature; absent for the likeliest. */
  readonly chance?: Chance;
}

/** @param z `[batch, latent]`. @returns `[batch, outputRows, outputDepth]`. */
export function decodeNotes(
  plan: MusicVaePlan,
  z: tf.Tensor,
  context: LayerContext,
  { controls, chance }: DecodeNotesOptions = {},
): tf.Tensor {
  const { converter, decoders, sizes } = plan;
  const { outputRows, segments } = converter;
  const noise = chance && tf.unstack(chance.noise, 1);
  const chanceOf = (row: number, from: number, depth: number): Chance | undefined =>
    chance && { ...chance, noise: tf.slice(noise![row]!, [0, from], [-1, depth]) };
  const codes = segments === null ? [z] : conduct(sizes.conductor, segments, z, context);
  const rowsEach = outputRows / codes.length;
  const told = codes.map((_, segment) =>
    read(
      plan,
      controls && tf.slice(controls, [0, segment * rowsEach, 0], [-1, rowsEach, -1]),
      context,
    ),
  );
  let from = 0;
  const parts = decoders.map((decoder) => {
    const first = from;
    from += decoder.depth;
    const begin = openDecoder(decoder, codes[0]!.shape[1]!, context);
    let previous: tf.Tensor = tf.zeros([z.shape[0], decoder.depth]);
    const rows: tf.Tensor[] = [];
    codes.forEach((code, segment) => {
      const run = begin(code, told[segment]);
      for (let step = 0; step < rowsEach; step++) {
        const output = run(previous, step);
        const chanceOfStep = chanceOf(segment * rowsEach + step, first, decoder.depth);
        previous = drawStep(decoder, output, context, chanceOfStep);
        rows.push(previous);
      }
    });
    return tf.stack(rows, 1);
  });
  return parts.length === 1 ? parts[0]! : tf.concat(parts, 2);
}

/** The controls of each row as the decoder takes them: read by an LSTM first, where the model has one. */
function read(
  { sizes }: MusicVaePlan,
  controls: tf.Tensor | undefined,
  context: LayerContext,
): readonly tf.Tensor[] | undefined {
  if (controls === undefined) return undefined;
  if (sizes.controls === null) return tf.unstack(controls, 1);
  const { forward, backward } = bothWays(names.controls, sizes.controls, controls, context);
  return forward.map((state, step) => tf.concat([state, backward[step]!], 1));
}

/** A code a segment, `[batch, units]`: the conductor's hidden states, without an input. */
function conduct(
  units: readonly number[],
  segments: number,
  z: tf.Tensor,
  context: LayerContext,
): tf.Tensor[] {
  const cells = units.map((_, layer) => lstmCell(names.conductorCell(layer), context));
  let states = initialStates(names.conductorStart, units, z, context);
  return Array.from({ length: segments }, () => {
    let below: tf.Tensor | undefined;
    states = cells.map((cell, layer) => {
      // The first layer's input is one zero: of its product only the bias is left.
      const input =
        below === undefined
          ? context.variable(`${names.conductorCell(0)}/bias`)
          : dense(names.conductorCell(layer), below, context);
      const state = cell(input, states[layer]!);
      below = state.h;
      return state;
    });
    return below!;
  });
}

/** tanh of a dense layer of the code: c and h of each layer in turn. */
function initialStates(
  name: string,
  units: readonly number[],
  code: tf.Tensor,
  context: LayerContext,
): RecurrentState[] {
  const widths = units.flatMap((width) => [width, width]);
  const parts = tf.split(tf.tanh(dense(name, code, context)), widths, 1);
  return units.map((_, layer) => ({ c: parts[2 * layer]!, h: parts[2 * layer + 1]! }));
}

/** What the decoder says of a step, after the row before it. @returns `[batch, depth (+ nade)]`. */
type Run = (previous: tf.Tensor, step: number) => tf.Tensor;

/** From the first state of a code on. @param controls of each row, where the model takes them. */
type Begin = (code: tf.Tensor, controls: readonly tf.Tensor[] | undefined) => Run;

/**
 * The product of a step's input with the first layer's kernel in its parts: that with the code is the same at every step of a
 * segment, so it is worked out once.
 *
 * @param width numbers in a code.
 */
function openDecoder(
  { prefix, units, depth }: DecoderPlan,
  width: number,
  context: LayerContext,
): Begin {
  const cellNames = units.map((_, layer) => names.decoderCell(prefix, layer));
  const cells = cellNames.map((name) => lstmCell(name, context));
  const kernel = context.variable(`${cellNames[0]!}/kernel`);
  const bias = context.variable(`${cellNames[0]!}/bias`);
  const kernelOf = (first: number, rows: number): tf.Tensor =>
    tf.slice(kernel, [first, 0], [rows, -1]);
  const [ofPrevious, ofCode] = [kernelOf(0, depth), kernelOf(depth, width)];
  const controlled = kernel.shape[0] - depth - width;
  const ofControls = controlled > 0 ? kernelOf(depth + width, controlled) : undefined;
  return (code, controls) => {
    const steady = tf.add(tf.matMul(code, ofCode), bias);
    let states = initialStates(names.decoderStart(prefix), units, code, context);
    return (previous, step) => {
      let input = tf.add(tf.matMul(previous, ofPrevious), steady);
      if (ofControls) input = tf.add(input, tf.matMul(controls![step]!, ofControls));
      let below: tf.Tensor | undefined;
      states = cells.map((cell, layer) => {
        const projected = below === undefined ? input : dense(cellNames[layer]!, below, context);
        const state = cell(projected, states[layer]!);
        below = state.h;
        return state;
      });
      return dense(names.output(prefix), below!, context);
    };
  };
}
