/**
 * An engine executes tensor functions. To write one of your own, take the function's body with `getBody` of
 * `@speil/core/tensor`; `engineContract` of `@speil/testing` checks the result.
 *
 * Order: calls of one engine may be issued without waiting and take effect in the order in which they were issued.
 * Ownership: inputs stay the caller's, whether a call succeeds or fails; outputs are the caller's to release; a call that fails
 * leaves nothing on the engine. Values live on the engine between calls as residents: opaque handles that only
 * the engine that made them can read. A tfjs backend, a compiled native graph and a GPU are the same to the training loop.
 */

/** Numbers on the host, row-major; `shape` is empty for a scalar. */
export interface HostTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** A value on an engine. Freed by `release`, never by itself. */
export interface Resident {
  readonly shape: readonly number[];
}

/** Named values in named groups: `{ variables: { 'encoder/0/kernel': ... }, scalars: { beta: ... } }`. */
export type Groups<V> = Readonly<Record<string, Readonly<Record<string, V>>>>;

/** A pure function on groups of tensors, made by `tensorFunction` of `@speil/core/tensor`. */
export interface TensorFunction {
  /** For messages and caches, such as `training-step`. */
  readonly name: string;
}

/** A tensor function made ready for one engine. Inputs stay the caller's; outputs become the caller's. */
export interface Executable {
  (inputs: Groups<Resident>): Promise<Groups<Resident>>;
  /**
   * Does what must be done once before inputs of these shapes, such as compiling; a caller who measures asks for it first.
   * Absent where there is nothing to do.
   */
  readonly prepare?: (inputs: Groups<Resident>) => Promise<void>;
}

export interface Engine {
  readonly name: string;
  upload(value: HostTensor): Resident;
  /** @returns a copy of the values, row-major. */
  download(resident: Resident): Promise<Float32Array>;
  /** Frees every resident of the groups. */
  release(groups: Groups<Resident>): void;
  compile(fn: TensorFunction): Executable;
  /** What is alive on the engine now; tests assert that training leaves it unchanged. */
  memory(): { readonly tensors: number; readonly bytes: number };
}
