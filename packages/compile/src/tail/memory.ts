/**
 * The WebAssembly memory of loops. It never grows, since growing would detach all arrays that view it. The required
 * size is known from the loops.
 */
import { OutputPool } from '../runtime/output-pool.js';
import type { Loop } from './split.js';

const pageBytes = 65536;
/** Two sets of outputs: one is read while the other is written. */
const sets = 2;
/** Largest size in bytes: 32-bit addresses allow 4 GB, but engines allow less. */
const maxBytes = 2 ** 31;

export class LoopMemory {
  readonly memory: WebAssembly.Memory;
  /** Offset of scratch space for arrays outside this memory; loops run one after another and share it. */
  readonly scratch: number;
  readonly #inner = new Map<string, Float32Array>();
  readonly #pool = new OutputPool();
  /** All arrays allocated in this memory, by their byte offsets. */
  readonly #cut = new Map<number, Float32Array>();
  #used = 0;

  private constructor(bytes: number, loops: readonly Loop[]) {
    this.memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / pageBytes) });
    for (const { arrays, outputs, length } of loops) {
      for (const { name, from } of arrays) {
        if (from === 'head' && !this.#inner.has(name)) this.#inner.set(name, this.#array(length));
      }
      for (const { name } of outputs) {
        const free = Array.from({ length: sets }, () => this.#array(length));
        this.#pool.add(name, free);
      }
    }
    this.scratch = this.#used;
  }

  /** @returns undefined if the loops need more memory than is possible. */
  static of(loops: readonly Loop[]): LoopMemory | undefined {
    const inner = new Set<string>();
    let bytes = 0;
    let scratch = 0;
    for (const { arrays, outputs, length } of loops) {
      const size = paddedBytes(length);
      bytes += sets * size * outputs.length;
      for (const { name, from } of arrays) {
        if (from === 'head' && !inner.has(name)) bytes += size;
        if (from === 'head') inner.add(name);
      }
      scratch = Math.max(scratch, size * (arrays.length + outputs.length));
    }
    return bytes + scratch > maxBytes ? undefined : new LoopMemory(bytes + scratch, loops);
  }

  /** The array for a result of the head that the loops read; undefined for scalars, which are passed as parameters. */
  inner(name: string): Float32Array | undefined {
    return this.#inner.get(name);
  }

  /** An array for an output; undefined if none is free, or the output is not from a loop. */
  take(name: string): Float32Array | undefined {
    return this.#pool.take(name);
  }

  /** Returns an array to the pool. @returns false if it is not from this memory. */
  give(array: Float32Array): boolean {
    return this.holds(array) && this.#pool.give(array);
  }

  /** Whether loops can use an array in place: it is in this memory, with padding after its last value. */
  holds(array: Float32Array): boolean {
    if (array.buffer !== this.memory.buffer) return false;
    return this.#cut.get(array.byteOffset)?.length === array.length;
  }

  #array(length: number): Float32Array {
    const array = new Float32Array(this.memory.buffer, this.#used, length);
    this.#used += paddedBytes(length);
    this.#cut.set(array.byteOffset, array);
    return array;
  }
}

/** Size in bytes, rounded up since loops process four floats at a time. */
export function paddedBytes(length: number): number {
  return Math.ceil(length / 4) * 16;
}
