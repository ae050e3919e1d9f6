/** Arrays in a WebAssembly memory for outputs, by name: taken before a run, and given back when they are not used any more. */
export class OutputPool {
  readonly #free = new Map<string, Float32Array[]>();
  readonly #names = new Map<number, string>();

  add(name: string, arrays: readonly Float32Array[]): void {
    this.#free.set(name, [...arrays]);
    for (const { byteOffset } of arrays) this.#names.set(byteOffset, name);
  }

  /** A new view each time, so that one object never stands for two values; undefined if no array is free. */
  take(name: string): Float32Array | undefined {
    const array = this.#free.get(name)?.pop();
    return array && new Float32Array(array.buffer, array.byteOffset, array.length);
  }

  /** @param array one that lies in the memory. @returns false if it is not from this pool. */
  give(array: Float32Array): boolean {
    const name = this.#names.get(array.byteOffset);
    if (name === undefined) return false;
    this.#free.get(name)!.push(array);
    return true;
  }
}
