/**
 * Joins the opaque `TensorFunction` of the public API to the tfjs code inside it.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { InvalidArgumentError } from '@speil/api';
import type { Groups, TensorFunction } from './engine.js';

export type TensorGroups = Groups<tf.Tensor>;
export type TensorBody = (inputs: TensorGroups) => TensorGroups;

const bodies = new WeakMap<TensorFunction, TensorBody>();

/**
 * Declares a pure function in tfjs operations: no read-back, no `Math.random`, no variable that outlives it.
 *
 * @param name for messages and caches.
 * @param body is called inside `tf.tidy`; what it returns survives.
 */
export function tensorFunction(name: string, body: TensorBody): TensorFunction {
  const fn: TensorFunction = { name };
  bodies.set(fn, body);
  return fn;
}

export function bodyOf(fn: TensorFunction): TensorBody {
  const body = bodies.get(fn);
  if (body === undefined) {
    throw new InvalidArgumentError(
      `A tensor function must be made by tensorFunction(). Received: '${fn.name}' made otherwise.`,
    );
  }
  return body;
}

/** A group's tensor by name. */
export function take(groups: TensorGroups, group: string, name: string): tf.Tensor {
  const tensor = groups[group]?.[name];
  if (tensor === undefined) {
    throw new InvalidArgumentError(
      `A tensor function needs ${group}/${name}, which was not given.`,
    );
  }
  return tensor;
}
