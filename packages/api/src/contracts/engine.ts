/**
 * An engine executes tensor functions. To write your own engine, take the function's body with `getBody` of
 * `@speil/core/tensor`; `engineContract` of `@speil/testing` checks the result.
 *
 * Order: a caller may issue calls of one engine without waiting. They take effect in the order in which they were
 * issued. Ownership: the caller owns the inputs, whether a call succeeds or fails, and must release the outputs. A call
 * that fails leaves no values on the engine. Between calls, values stay on the engine as residents: opaque handles that
 * only the engine that created them can read. The training loop treats a tfjs backend, a compiled native graph and a
 * GPU alike.
 */

/** Numbers on the host, row-major; `shape` is empty for a scalar. */
export interface HostTensor {
  /** Sizes of the axes, the outermost first; empty for a scalar. */
  readonly shape: readonly number[];
  /** The numbers, row-major; as many as the product of `shape`. */
  readonly values: Float32Array;
}

/** A value on an engine. Only `release` frees it. */
export interface Resident {
  /** Sizes of the axes, the outermost first; empty for a scalar. */
  readonly shape: readonly number[];
}

/** Named values in named groups: `{ variables: { 'encoder/0/kernel': ... }, scalars: { beta: ... } }`. */
export type Groups<V> = Readonly<Record<string, Readonly<Record<string, V>>>>;

/** A pure function on groups of tensors, made by `tensorFunction` of `@speil/core/tensor`. */
export interface TensorFunction {
  /** Name for messages and caches, such as `training-step`. */
  readonly name: string;
  /**
   * Groups of inputs that a call takes away from the caller, such as the weights of a training step: it releases them when
   * it has succeeded, and an engine may write results of the same names into their memory. Absent if there are none.
   */
  readonly consumes?: readonly string[];
}

/**
 * A tensor function that one engine has compiled. The caller owns the outputs, and the inputs except those that the function
 * consumes: a call that succeeds releases them.
 */
export interface Executable {
  /** Calls the function. */
  (inputs: Groups<Resident>): Promise<Groups<Resident>>;
  /**
   * Does the work that is needed once for inputs of these shapes, such as compiling. Call it before measuring the speed
   * of a call. Absent if there is no such work.
   */
  readonly prepare?: (inputs: Groups<Resident>) => Promise<void>;
}

/** Executes tensor functions on values that it holds: a tfjs backend, a compiled native graph, or one of your own. */
export interface Engine {
  /** The name by which `loadEngine` finds it, such as `wasm`. */
  readonly name: string;
  /** Version of the library that computes, such as onnxruntime's. Another version may round differently. */
  readonly version?: string;
  /** Copies a value to the engine. The caller releases it. */
  upload(value: HostTensor): Resident;
  /**
   * Copies a value back to the host.
   *
   * @returns a copy of the values, row-major.
   */
  download(resident: Resident): Promise<Float32Array>;
  /** Frees every resident of the groups. */
  release(groups: Groups<Resident>): void;
  /** Prepares a tensor function for calls on this engine. */
  compile(fn: TensorFunction): Executable;
  /** The number and size of the values on the engine now. Tests assert that training does not change them. */
  memory(): { readonly tensors: number; readonly bytes: number };
}
