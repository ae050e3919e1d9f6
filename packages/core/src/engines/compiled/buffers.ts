/**
 * A pool of arrays that are reused. A training step creates new values of every variable and frees the old values. If
 * each got a new array, the system would have to set it to zero and collect it again in every step.
 */
export class BufferPool {
  readonly #free = new Map<number, Float32Array[]>();

  take(length: number): Float32Array {
    return this.#free.get(length)?.pop() ?? new Float32Array(length);
  }

  /** Returns an array to the pool, which may then use it again immediately. */
  give(array: Float32Array): void {
    const free = this.#free.get(array.length);
    if (free === undefined) this.#free.set(array.length, [array]);
    else if (free.length < mostKept) free.push(array);
  }
}

/** Maximum number of unused arrays of one length. */
const mostKept = 8;
