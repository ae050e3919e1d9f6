/**
 * A pool of arrays that are reused. A training step creates new values of every variable and frees the old values. If
 * each got a new array, the system would have to set it to zero and collect it again in every step.
 */
export class BufferPool {
  readonly #free = new Map<number, Float32Array[]>();

  /** A new array object, so that one object never stands for two values; its memory may have been used before. */
  take(length: number): Float32Array {
    const used = this.#free.get(length)?.pop();
    if (used === undefined) return new Float32Array(length);
    return new Float32Array(used.buffer, used.byteOffset, length);
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
