/**
 * Decodes latents to rows with an LSTM. Its initial state is computed from the latent, and its input at each step is
 * the previous row, the latent and the controls. A hierarchical decoder has a conductor, which computes an embedding
 * for each segment (Roberts et al. 2018, section 3.2). The decoder receives this embedding in place of the latent. In
 * generation, the previous row is the decoder's own. In training and scoring, it is the target's (but see scheduled
 * sampling in `decodeSequence`).
 */
import * as tf from '@tensorflow/tfjs-core';
import { InvalidArgumentError } from '@speil/api';
import type { SamplingNoise } from '../../likelihoods/likelihood.js';
import {
  classBits,
  samplingDrawNoise,
  samplingNoise,
  sequenceNames as names,
  type SequenceDecoder,
  type SequencePlan,
} from '../../model-spec/sequence.js';
import type { LayerContext } from '../../ops/context.js';
import { choiceProducts } from '../choices.js';
import { dense } from '../layers/dense.js';
import {
  gateProducts,
  gatesOf,
  layerProducts,
  lstmCell,
  lstmGates,
  plus,
  productsOfSteps,
  type GateProducts,
  type Gates,
  type RecurrentCell,
  type RecurrentState,
} from '../layers/recurrent.js';
import { detached } from '../../ops/stop-gradient.js';
import { bothWays } from './encoder.js';
import { drawRow, logitsOf } from './outputs.js';

export interface GenerateOptions {
  /** `[batch, outputRows, controlDepth]`, if the model takes controls. */
  readonly controls?: tf.Tensor | undefined;
  /**
   * Noise, uniform on [0, 1), `[batch, outputRows, outputDepth]`, and the temperature. Without it, each row is the most
   * likely one.
   */
  readonly sampling?: SamplingNoise | undefined;
}

/** @param z `[batch, latent]`. @returns `[batch, outputRows, outputDepth]`. */
export function generateSequence(
  plan: SequencePlan,
  z: tf.Tensor,
  context: LayerContext,
  { controls, sampling }: GenerateOptions = {},
): tf.Tensor {
  const { segments, each } = segmentsOf(plan, z, controls, context);
  return byParts(plan, (decoder, from) => {
    const noise = sampling && stepsOf(sampling.noise, from, decoder.depth);
    const begin = openDecoder(plan, decoder, context);
    const rows: tf.Tensor[] = [];
    for (const { latent, controls: rowControls } of segments) {
      const advance = begin(latent, rowControls);
      for (let step = 0; step < each; step++) {
        const output = advance.output(advance.to(step, rows.at(-1)));
        const own = noise && { noise: noise[rows.length]!, temperature: sampling.temperature };
        rows.push(drawRow(decoder, output, context, own));
      }
    }
    return tf.stack(rows, 1);
  });
}

/**
 * Predicts each row of the target from the rows before it (teacher forcing). If the plan has `samples`, training feeds
 * the decoder its own draw instead, with the probability that the scalar `scheduledSampling` gives (Bengio et al.
 * 2015). No gradient flows through a draw.
 *
 * @param target `[batch, outputRows, outputDepth]`.
 * @returns `[batch, outputRows, outputDepth]`: raw outputs, or the logits that a NADE computes from them.
 * @throws InvalidArgumentError if some parts of a row have a NADE and others do not: no likelihood covers both kinds.
 */
export function decodeSequence(
  plan: SequencePlan,
  z: tf.Tensor,
  target: tf.Tensor,
  context: LayerContext,
  controls?: tf.Tensor,
): tf.Tensor {
  const { outputRows, decoders } = plan;
  const kinds = new Set(decoders.map(({ kind }) => kind));
  if (kinds.size > 1) {
    throw new InvalidArgumentError(
      `A sequence model with decoders of several kinds can only generate: it cannot be scored or trained. Received: ${[...kinds].join(' and ')}.`,
    );
  }
  const { segments, each } = segmentsOf(plan, z, controls, context);
  const scheduled = plan.samples && context.training ? scheduledSampling(context) : undefined;
  return byParts(plan, (decoder, from, part) => {
    const { depth, units } = decoder;
    const known = tf.slice(target, [0, 0, from], [-1, -1, depth]);
    // The first row follows a row of zeros.
    const before = tf.pad(tf.slice(known, [0, 0, 0], [-1, outputRows - 1, -1]), [
      [0, 0],
      [1, 0],
      [0, 0],
    ]);
    const begin = openDecoder(plan, decoder, context);
    const mixed = scheduled && {
      before: tf.unstack(before, 1),
      draws: tf.unstack(context.noise(samplingDrawNoise(part)), 1),
    };
    const hidden: tf.Tensor[] = [];
    let open: Advance | undefined;
    for (const { latent, controls: rowControls } of segments) {
      const advance = begin(
        latent,
        rowControls,
        mixed === undefined ? before : undefined,
        hidden.length,
      );
      for (let step = 0; step < each; step++) {
        const row = hidden.length;
        let previous: tf.Tensor | undefined;
        if (mixed !== undefined && row > 0) {
          const sampling = { noise: mixed.draws[row - 1]!, temperature: tf.scalar(1) };
          const own = detached(hidden.at(-1)!, (state) =>
            drawRow(decoder, open!.output(state), context, sampling),
          );
          previous = scheduled!(row, own, mixed.before[row]!);
        }
        hidden.push(advance.to(step, previous));
        open = advance;
      }
    }
    // One matrix product projects the hidden states of all rows.
    const states = tf.reshape(tf.stack(hidden, 1), [-1, units.at(-1)!]);
    const output = dense(names.output(decoder.prefix), states, context);
    const logits = logitsOf(decoder, output, () => tf.reshape(known, [-1, depth]), context);
    return tf.reshape(logits, [-1, outputRows, depth]);
  });
}

/** Selects, for each item, the decoder's own draw or the known row as the previous row (Bengio et al. 2015). */
type ScheduledSampling = (row: number, own: tf.Tensor, known: tf.Tensor) => tf.Tensor;

function scheduledSampling(context: LayerContext): ScheduledSampling {
  const chosen = tf.cast(
    tf.less(context.noise(samplingNoise), context.scalar('scheduledSampling')),
    'float32',
  );
  const rows = tf.split(chosen, chosen.shape[1]!, 1);
  return (row, own, known) => tf.add(known, tf.mul(rows[row]!, tf.sub(own, known)));
}

/** Slices `depth` values out of each row, starting at index `from`. @returns `[batch, depth]` for each row. */
function stepsOf(x: tf.Tensor, from: number, depth: number): tf.Tensor[] {
  return tf.unstack(tf.slice(x, [0, 0, from], [-1, -1, depth]), 1);
}

/** Computes each decoder's part of the rows, which starts at index `from` of a row, and concatenates the parts. */
function byParts(
  { decoders }: SequencePlan,
  rowsOf: (decoder: SequenceDecoder, from: number, part: number) => tf.Tensor,
): tf.Tensor {
  let from = 0;
  const parts = decoders.map((decoder, part) => {
    const rows = rowsOf(decoder, from, part);
    from += decoder.depth;
    return rows;
  });
  return parts.length === 1 ? parts[0]! : tf.concat(parts, 2);
}

interface Segment {
  /** The latent, or the conductor's embedding of the segment, `[batch, n]`. */
  readonly latent: tf.Tensor;
  /** What the decoder receives as the controls of each row, `[batch, n]`. */
  readonly controls: readonly tf.Tensor[] | undefined;
}

function segmentsOf(
  { segments, conductor, outputRows, controls: units }: SequencePlan,
  z: tf.Tensor,
  controls: tf.Tensor | undefined,
  context: LayerContext,
): { readonly segments: readonly Segment[]; readonly each: number } {
  const latents = segments === null ? [z] : conduct(conductor, segments, z, context);
  const each = outputRows / latents.length;
  const read = (segment: number): readonly tf.Tensor[] | undefined => {
    if (controls === undefined) return undefined;
    const own = tf.slice(controls, [0, segment * each, 0], [-1, each, -1]);
    if (units === null) return tf.unstack(own, 1);
    const { forward, backward } = bothWays(names.controls, own, context);
    return forward.map((state, step) => tf.concat([state, backward[step]!], 1));
  };
  return {
    segments: latents.map((latent, segment) => ({ latent, controls: read(segment) })),
    each,
  };
}

/**
 * Computes the embedding of each segment, `[batch, units]`: the hidden state of the conductor's last layer. The
 * conductor has no input.
 */
function conduct(
  units: readonly number[],
  segments: number,
  z: tf.Tensor,
  context: LayerContext,
): tf.Tensor[] {
  const layers = units.map((_, layer) => layerOf(names.conductorCell(layer), context));
  // The first layer's input is a single zero, so the kernel has no effect and only the bias is left.
  const first = gatesOf(context.variable(`${names.conductorCell(0)}/bias`), lstmGates, context);
  let states = initialStates(names.conductorStart, units, z, context);
  return Array.from({ length: segments }, () => {
    let below: tf.Tensor | undefined;
    states = layers.map(({ cell, products }, layer) => {
      const state = cell(below === undefined ? first : products(below), states[layer]);
      below = state.h;
      return state;
    });
    return below!;
  });
}

interface Layer {
  readonly cell: RecurrentCell;
  /** Multiplies the output of the layer below by the kernel, and adds the bias. */
  readonly products: GateProducts;
}

function layerOf(name: string, context: LayerContext): Layer {
  return { cell: lstmCell(name, context), products: layerProducts(name, context, lstmGates) };
}

/** Computes tanh of a dense layer of the latent, and splits it into the initial c and h of each LSTM layer in turn. */
function initialStates(
  name: string,
  units: readonly number[],
  latent: tf.Tensor,
  context: LayerContext,
): RecurrentState[] {
  const widths = units.flatMap((width) => [width, width]);
  const parts = tf.split(tf.tanh(dense(name, latent, context)), widths, 1);
  return units.map((_, layer) => ({ c: parts[2 * layer]!, h: parts[2 * layer + 1]! }));
}

interface Advance {
  /**
   * Computes a step.
   *
   * @param previous the previous row; absent for the first row, and if `before` was given.
   * @returns the last layer's hidden state, `[batch, units]`.
   */
  to(step: number, previous?: tf.Tensor): tf.Tensor;
  /** Computes the decoder's output for a row, `[batch, depth (+ nade)]`, from the last layer's hidden state. */
  output(hidden: tf.Tensor): tf.Tensor;
}

/**
 * Starts a segment from the initial state of its latent.
 *
 * @param before the previous row of every row of the item, `[batch, rows, depth]`, if all are known in advance: then
 *   one matrix product is enough for all of them.
 * @param first the index in `before` of this segment's first row.
 */
type Begin = (
  latent: tf.Tensor,
  controls: readonly tf.Tensor[] | undefined,
  before?: tf.Tensor,
  first?: number,
) => Advance;

/**
 * Outside training, where rows are often computed one at a time: from this number of classes, gathering a row of the
 * kernel is faster than multiplying by it. On wasm, gathering is slower for melodies of 90 classes, and an eighth
 * faster for 25 drum patterns of 512 classes (docs/benchmarks.md). In training, rows are always gathered.
 */
const manyClasses = 256;

/** The binary digits of each class, the lowest first, `[classes, bits]`: the feedback with `feedback: 'bits'`. */
function bitsOfClasses(classes: number): tf.Tensor {
  return tf.tensor2d(classBits(classes), [classes, Math.log2(classes)]);
}

/**
 * Prepares a decoder. The previous row, the latent and the controls are multiplied by the first layer's kernel
 * separately: the latent's product is the same at every step of a segment, and is computed once.
 */
function openDecoder(
  { conductor, latent }: SequencePlan,
  { prefix, units, depth, feedbackSize, kind }: SequenceDecoder,
  context: LayerContext,
): Begin {
  const width = conductor.at(-1) ?? latent;
  const cellNames = units.map((_, layer) => names.decoderCell(prefix, layer));
  const layers = cellNames.map((name) => layerOf(name, context));
  const kernel = context.variable(`${cellNames[0]!}/kernel`);
  const kernelOf = (first: number, rows: number): tf.Tensor =>
    tf.slice(kernel, [first, 0], [rows, -1]);
  const productsOf = (first: number, rows: number, bias?: tf.Tensor): GateProducts =>
    gateProducts(kernelOf(first, rows), lstmGates, context, bias);
  const previousProducts = (): GateProducts => {
    if (feedbackSize < depth) {
      const [digits, products] = [bitsOfClasses(depth), productsOf(0, feedbackSize)];
      return (row) => products(tf.matMul(row, digits));
    }
    const takes = kind === 'categorical' && (context.training || depth >= manyClasses);
    return takes ? choiceProducts(kernelOf(0, depth), lstmGates, context) : productsOf(0, depth);
  };
  const ofPrevious = previousProducts();
  const ofLatent = productsOf(feedbackSize, width, context.variable(`${cellNames[0]!}/bias`));
  const controlled = kernel.shape[0] - feedbackSize - width;
  const ofControls = controlled > 0 ? productsOf(feedbackSize + width, controlled) : undefined;
  let projected: readonly Gates[] | undefined;
  return (latent, controls, before, first = 0) => {
    if (before !== undefined) projected ??= productsOfSteps(before, ofPrevious);
    const steady = ofLatent(latent);
    let states = initialStates(names.decoderStart(prefix), units, latent, context);
    return {
      to(step, previous) {
        const product = projected?.[first + step] ?? (previous && ofPrevious(previous));
        let input = product === undefined ? steady : plus(steady, product);
        if (ofControls) input = plus(input, ofControls(controls![step]!));
        let below: tf.Tensor | undefined;
        states = layers.map(({ cell, products }, layer) => {
          const state = cell(below === undefined ? input : products(below), states[layer]);
          below = state.h;
          return state;
        });
        return below!;
      },
      output: (hidden) => dense(names.output(prefix), hidden, context),
    };
  };
}
