/** Connects the opaque `TensorFunction` of the API with its tfjs code. */
import type * as tf from '@tensorflow/tfjs-core';
import { InvalidArgumentError } from '@speil/api';
import type { Groups, TensorFunction } from './engine.js';

/** Tensors by name, in named groups. */
export type TensorGroups = Groups<tf.Tensor>;
/** A pure function on groups of tensors, in tfjs operations. */
export type TensorBody = (inputs: TensorGroups) => TensorGroups;

/** What an engine may assume of a tensor function. */
export interface TensorFunctionOptions {
  /**
   * True for a function that is called with batches of many sizes and returns one row for each item. A compiling engine
   * may compile it once, with a dynamic first axis of `batch` and `noise`. Default false.
   */
  readonly dynamicBatch?: boolean;
  /** Groups of inputs that a call releases; see `TensorFunction`. Default: none. */
  readonly consumes?: readonly string[];
}

interface Declared {
  readonly body: TensorBody;
  readonly options: TensorFunctionOptions;
}

const declared = new WeakMap<TensorFunction, Declared>();

/**
 * Declares a pure function of tfjs operations: no read-back, no `Math.random`, no variable that outlives it.
 *
 * @param name the name for messages and caches.
 * @param body is called inside `tf.tidy`; only the returned tensors are kept.
 */
export function tensorFunction(
  name: string,
  body: TensorBody,
  options: TensorFunctionOptions = {},
): TensorFunction {
  const { consumes } = options;
  const fn: TensorFunction = { name, ...(consumes && { consumes }) };
  declared.set(fn, { body, options });
  return fn;
}

/**
 * The tfjs code of a tensor function, which an engine executes or traces.
 *
 * @throws InvalidArgumentError for any other object.
 */
export function getBody(fn: TensorFunction): TensorBody {
  return declarationOf(fn).body;
}

/** The inputs that a call of a tensor function releases. */
export function consumedBy<V>({ consumes = [] }: TensorFunction, inputs: Groups<V>): Groups<V> {
  return Object.fromEntries(Object.entries(inputs).filter(([group]) => consumes.includes(group)));
}

/** The inputs that a call of a tensor function leaves to the caller. */
export function keptBy<V>({ consumes = [] }: TensorFunction, inputs: Groups<V>): Groups<V> {
  return Object.fromEntries(Object.entries(inputs).filter(([group]) => !consumes.includes(group)));
}

/** The options of a tensor function. @throws InvalidArgumentError for any other object. */
export function getOptions(fn: TensorFunction): TensorFunctionOptions {
  return declarationOf(fn).options;
}

function declarationOf(fn: TensorFunction): Declared {
  const known = declared.get(fn);
  if (known === undefined) {
    throw new InvalidArgumentError(
      `A tensor function must be made by tensorFunction(). Received: '${fn.name}', which was made otherwise.`,
    );
  }
  return known;
}

/** Returns a tensor of a group. @throws InvalidArgumentError if it is missing. */
export function take(groups: TensorGroups, group: string, name: string): tf.Tensor {
  const tensor = groups[group]?.[name];
  if (tensor === undefined) {
    throw new InvalidArgumentError(
      `A tensor function needs ${group}/${name}, which was not given.`,
    );
  }
  return tensor;
}
