/**
 * What goes with items, as rows of numbers: a label becomes a one-hot vector, a vector stays as it is. Conditions, which
 * encoder and decoder are told, come from a caller's list and from a dataset alike; labels, which a classifier's answer is
 * held against, from a dataset.
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

/** A class, for models of condition `label`; numbers, for those of condition `vector`. */
export type Condition = number | ArrayLike<number>;

/**
 * @param count of the items that the conditions go with.
 * @returns `[count, width]`, or undefined for a model without a condition.
 * @throws InvalidArgumentError when conditions are missing, too many, or of another kind.
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
 * The conditions of some of a dataset's examples, `[indices.length, width]`; undefined for a model without a condition.
 * `assertConditions` has found the dataset sound.
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

/** What goes with a batch of items beside them. */
export interface BatchExtras<V> {
  /** `[batch, width]`, of a conditional model. */
  readonly condition?: V;
  /** `[batch, classes]`, one-hot, of a model that learns classes. */
  readonly label?: V;
  /** `[batch, ...input shape]`, of a model whose input is given. */
  readonly input?: V;
}

/** All that a model takes with some of a dataset's examples. `assertBatchExtras` has found the dataset sound. */
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

/** What a dataset has for the encoder, `[indices.length, ...input shape]`; undefined where a model makes its input itself. */
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

/** @throws IncompatibleError where a dataset has not the labels, vectors or inputs that a model takes with its items. */
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
      `Model ${name} learns classes and needs a dataset with labels. Received: ${dataset.id} without.`,
    );
  }
  assertClasses(name, supervision.classes, dataset);
}

/** @throws IncompatibleError where a dataset has not what a model's condition asks for. */
export function assertConditions(
  { name, condition }: Pick<ModelSpec, 'name' | 'condition'>,
  dataset: Dataset,
): void {
  if (condition === null) return;
  const missing =
    condition.kind === 'label' ? dataset.labels === undefined : dataset.conditions === undefined;
  if (missing) {
    throw new IncompatibleError(
      `Model ${name} is conditional and needs a dataset with ${condition.kind}s. Received: ${dataset.id} without.`,
    );
  }
  if (condition.kind === 'label') assertClasses(name, condition.classes, dataset);
}

/** @throws IncompatibleError where a dataset has not the inputs of a model that is given them. */
export function assertEncoderInputs(
  { name, input }: Pick<ModelSpec, 'name' | 'input'>,
  dataset: Dataset,
): void {
  if (input?.kind !== 'given' || dataset.inputs !== undefined) return;
  throw new IncompatibleError(
    `Model ${name} is given its input and needs a dataset with inputs. Received: ${dataset.id} without.`,
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
