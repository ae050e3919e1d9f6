/**
 * Side inputs of a batch, as rows of numbers: conditions of encoder and decoder, labels of a classifier, and encoder
 * inputs that the dataset provides. A label becomes a one-hot vector. Conditions come from a caller's list or from a
 * dataset.
 */
import {
  IncompatibleError,
  InvalidArgumentError,
  type Dataset,
  type HostTensor,
  type ModelSpec,
  type ReadOptions,
} from '@speil/api';
import { conditionWidth } from '../model-spec/model.js';

/** A condition of one item: a class if the spec's condition is a `label`, numbers if it is a `vector`. */
export type Condition = number | ArrayLike<number>;

/**
 * @param count number of items.
 * @returns `[count, width]`, or undefined for a model without a condition.
 * @throws InvalidArgumentError if there are too few or too many conditions, or one is not what the model takes.
 */
export function encodeConditions(
  spec: Pick<ModelSpec, 'name' | 'condition'>,
  conditions: readonly Condition[] | undefined,
  count: number,
): HostTensor | undefined {
  const { condition } = spec;
  if (condition === null) {
    if (conditions === undefined) return undefined;
    throw new InvalidArgumentError(
      `Model ${spec.name} takes no condition. Received: condition of ${conditions.length} items.`,
    );
  }
  if (conditions?.length !== count) {
    throw new InvalidArgumentError(
      `Model ${spec.name} needs one ${condition.kind} per example as condition, ${count} in all. Received: condition=${conditions?.length ?? 'undefined'}.`,
    );
  }
  const width = conditionWidth(condition);
  const values = new Float32Array(count * width);
  conditions.forEach((given, row) => {
    if (condition.kind === 'label') {
      if (typeof given !== 'number' || !Number.isInteger(given) || given < 0 || given >= width) {
        throw new InvalidArgumentError(
          `A label of model ${spec.name} must be a whole number below ${width}. Received: condition=${typeof given === 'number' ? given : `${given.length} numbers`}.`,
        );
      }
      values[row * width + given] = 1;
      return;
    }
    if (typeof given === 'number' || given.length !== width) {
      throw new InvalidArgumentError(
        `A condition of model ${spec.name} must be ${width} numbers. Received: condition=${typeof given === 'number' ? given : `${given.length} numbers`}.`,
      );
    }
    values.set(Array.from(given), row * width);
  });
  return { shape: [count, width], values };
}

/**
 * Reads the conditions of a dataset's examples, `[indices.length, width]`; undefined for a model without a condition.
 * Check the dataset with `assertConditions` first.
 */
export async function readConditions(
  spec: Pick<ModelSpec, 'name' | 'condition'>,
  dataset: Dataset,
  indices: ArrayLike<number>,
  options?: ReadOptions,
): Promise<HostTensor | undefined> {
  if (spec.condition === null) return undefined;
  if (spec.condition.kind === 'vector') return dataset.conditions!(indices, options);
  const labels = Array.from(indices, (index) => dataset.labels![index]!);
  return encodeConditions(spec, labels, labels.length);
}

/** The side inputs of a batch. */
export interface BatchExtras<V> {
  /** `[batch, width]`, for a conditional model. */
  readonly condition?: V;
  /** `[batch, classes]`, one-hot, for a model that learns classes. */
  readonly label?: V;
  /** `[batch, ...input shape]`, for a model whose input is given. */
  readonly input?: V;
}

/** Reads the side inputs of a dataset's examples. Check the dataset with `assertBatchExtras` first. */
export async function readBatchExtras(
  spec: Pick<ModelSpec, 'name' | 'condition' | 'objective' | 'input'>,
  dataset: Dataset,
  indices: ArrayLike<number>,
  options?: ReadOptions,
): Promise<BatchExtras<HostTensor>> {
  const condition = await readConditions(spec, dataset, indices, options);
  const given = await readEncoderInputs(spec, dataset, indices, options);
  const { supervision } = spec.objective;
  return {
    ...(condition && { condition }),
    ...(supervision && { label: oneHot(dataset.labels!, supervision.classes, indices) }),
    ...(given && { input: given }),
  };
}

/** Reads encoder inputs, `[indices.length, ...input shape]`; undefined unless the dataset gives the model its input. */
export async function readEncoderInputs(
  { input }: Pick<ModelSpec, 'input'>,
  dataset: Dataset,
  indices: ArrayLike<number>,
  options?: ReadOptions,
): Promise<HostTensor | undefined> {
  return input?.kind === 'given' ? dataset.inputs!(indices, options) : undefined;
}

function oneHot(
  labels: ArrayLike<number>,
  classes: number,
  indices: ArrayLike<number>,
): HostTensor {
  const values = new Float32Array(indices.length * classes);
  for (let row = 0; row < indices.length; row++) values[row * classes + labels[indices[row]!]!] = 1;
  return { shape: [indices.length, classes], values };
}

/** @throws IncompatibleError when a dataset lacks the labels, condition vectors or inputs that a model needs. */
export function assertBatchExtras(
  {
    name,
    condition,
    objective,
    input,
  }: Pick<ModelSpec, 'name' | 'condition' | 'objective' | 'input'>,
  dataset: Dataset,
): void {
  assertConditions({ name, condition }, dataset);
  assertEncoderInputs({ name, ...(input && { input }) }, dataset);
  const { supervision } = objective;
  if (supervision === undefined) return;
  if (dataset.labels === undefined) {
    throw new IncompatibleError(
      `Model ${name} learns classes and needs a dataset with labels. Received: ${dataset.id}, which has none.`,
    );
  }
  assertClasses(name, supervision.classes, dataset);
}

/** @throws IncompatibleError when a dataset lacks the conditions that a model needs, or has more classes. */
export function assertConditions(
  { name, condition }: Pick<ModelSpec, 'name' | 'condition'>,
  dataset: Dataset,
): void {
  if (condition === null) return;
  const missing =
    condition.kind === 'label' ? dataset.labels === undefined : dataset.conditions === undefined;
  if (missing) {
    throw new IncompatibleError(
      `Model ${name} is conditional and needs a dataset with ${condition.kind}s. Received: ${dataset.id}, which has none.`,
    );
  }
  if (condition.kind === 'label') assertClasses(name, condition.classes, dataset);
}

/** @throws IncompatibleError when a dataset lacks the encoder inputs that a model needs. */
export function assertEncoderInputs(
  { name, input }: Pick<ModelSpec, 'name' | 'input'>,
  dataset: Dataset,
): void {
  if (input?.kind !== 'given' || dataset.inputs !== undefined) return;
  throw new IncompatibleError(
    `Model ${name} takes its encoder input from the dataset. Received: ${dataset.id}, which has no inputs.`,
  );
}

function assertClasses(name: string, classes: number, dataset: Dataset): void {
  let largest = 0;
  for (const label of dataset.labels!) largest = Math.max(largest, label);
  if (largest < classes) return;
  throw new IncompatibleError(
    `Model ${name} knows ${classes} classes. Received: label ${largest} in ${dataset.id}.`,
  );
}
