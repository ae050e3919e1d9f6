/**
 * Arrays that are used again. A training step makes new values of every variable and frees the old ones; a fresh array
 * for each would be zeroed by the system and collected, over and over.
 */
export class BufferPool {
  readonly #free = new Map<number, Float32Array[]>();

  take(length: number): Float32Array {
    return this.#free.get(length)?.pop() ?? new Float32Array(length);
  }

  /** The array may be handed out again at once. */
  give(array: Float32Array): void {
    const free = this.#free.get(array.length);
    if (free === undefined) this.#free.set(array.length, [array]);
    else if (free.length < mostKept) free.push(array);
  }
}

/** Arrays of one length that wait at the most. */
const mostKept = 8;
