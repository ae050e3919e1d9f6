/**
 * The memory that loops run in. It never grows, since growing would cut off every array that looks into it: what is
 * needed is known when the loops are.
 */
import type { Loop } from './split.js';

const pageBytes = 65536;
/** Two sets of outputs: one that is read, one that is written. */
const sets = 2;
/** WebAssembly's 32-bit addresses end at 4 GB; engines allow less. */
const mostBytes = 2 ** 31;

export class LoopMemory {
  readonly memory: WebAssembly.Memory;
  /** Where a loop's arrays and outputs go that are not in the memory; loops run one after the other and share it. */
  readonly scratch: number;
  readonly #inner = new Map<string, Float32Array>();
  readonly #free = new Map<string, Float32Array[]>();
  /** All arrays that were cut from the memory, by their first byte. */
  readonly #cut = new Map<number, Float32Array>();
  readonly #names = new Map<number, string>();
  #used = 0;

  private constructor(bytes: number, loops: readonly Loop[]) {
    this.memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / pageBytes) });
    for (const { arrays, outputs, length } of loops) {
      for (const { name, from } of arrays) {
        if (from === 'head' && !this.#inner.has(name)) this.#inner.set(name, this.#array(length));
      }
      for (const { name } of outputs) {
        const free = Array.from({ length: sets }, () => this.#array(length));
        this.#free.set(name, free);
        for (const { byteOffset } of free) this.#names.set(byteOffset, name);
      }
    }
    this.scratch = this.#used;
  }

  /** @returns undefined where the loops need more than one memory can have. */
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
    return bytes + scratch > mostBytes ? undefined : new LoopMemory(bytes + scratch, loops);
  }

  /** The array of a result that the head hands on; undefined for a single number, which needs no place here. */
  inner(name: string): Float32Array | undefined {
    return this.#inner.get(name);
  }

  /** An array for an output; undefined where none is free or the output is none of a loop's. */
  take(name: string): Float32Array | undefined {
    return this.#free.get(name)?.pop();
  }

  /** Takes an array back. @returns false for one that is not of this memory. */
  give(array: Float32Array): boolean {
    const name = this.#names.get(array.byteOffset);
    if (name === undefined || !this.holds(array)) return false;
    this.#free.get(name)!.push(array);
    return true;
  }

  /** Whether loops can read and write an array where it is: the room behind its last value is its own. */
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

/** Loops go through four floats at a time; what is behind the last is nobody's. */
export function paddedBytes(length: number): number {
  return Math.ceil(length / 4) * 16;
}
