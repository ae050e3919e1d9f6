/** The memory of a module, in which arrays of the host can lie, so that they are not copied. */
import { CompileError } from '../ir/errors.js';
import { bytesOf } from '../loops/plan.js';
import type { HostArray, OutputMemory } from '../runtime/executable.js';
import { OutputPool } from '../runtime/output-pool.js';
import type { Buffer } from '../loops/view.js';
import type { WrittenModule } from './write-wasm.js';

const pageBytes = 65_536;
/** Two arrays for each output: one is read while the other is written. */
const sets = 2;
/** Addresses of 32 bits reach 4 GiB, but engines allow less. */
const maxBytes = 2 ** 31 - pageBytes;

type PlannedModule = Pick<
  WrittenModule,
  'constants' | 'external' | 'pointers' | 'size' | 'threads'
>;

export class HostMemory implements OutputMemory {
  readonly memory: WebAssembly.Memory;
  readonly #inputs: readonly string[];
  readonly #pointers: Int32Array;
  /** Arrays for what lies elsewhere, by place among inputs and outputs. */
  readonly #own: readonly HostArray[];
  /**
   * The inputs of the last run, by place. They are not weak references: those keep every array that they were made for
   * until the host gets a turn, which a loop of resolved promises never gives it.
   */
  readonly #last: HostArray[] = [];
  readonly #pool = new OutputPool();

  /**
   * @param inputs names of the module's external buffers that are read, which come first.
   * @param outputs names of the outputs, which come first among those that are written.
   */
  constructor(
    { constants, external, pointers, size, threads }: PlannedModule,
    inputs: readonly string[],
    outputs: readonly string[],
  ) {
    const wanted = external.slice(inputs.length, inputs.length + outputs.length);
    const sum = (buffers: readonly Buffer[]): number =>
      buffers.reduce((bytes, buffer) => bytes + bytesOf(buffer), 0);
    const bytes = size + sum(external) + sets * sum(wanted);
    if (bytes > maxBytes) {
      throw new CompileError(
        'runtime',
        `This needs ${Math.ceil(bytes / 2 ** 20)} MiB of memory, and WebAssembly has at most ${Math.floor(maxBytes / 2 ** 20)} MiB.`,
      );
    }
    const initial = Math.ceil(bytes / pageBytes);
    this.memory = new WebAssembly.Memory({ initial, maximum: initial, shared: threads > 1 });
    new Uint8Array(this.memory.buffer).set(constants.values, constants.at);
    this.#inputs = inputs;
    this.#pointers = new Int32Array(this.memory.buffer, pointers, external.length);
    let at = size;
    const next = (buffer: Buffer): HostArray => {
      const array = arrayAt(this.memory.buffer, at, buffer);
      at += bytesOf(buffer);
      return array;
    };
    this.#own = external.map(next);
    wanted.forEach((buffer, i) => {
      if (buffer.dtype !== 'float32') return;
      const arrays = Array.from({ length: sets }, () => next(buffer) as Float32Array);
      this.#pool.add(outputs[i]!, arrays);
    });
  }

  take(name: string): Float32Array | undefined {
    return this.#pool.take(name);
  }

  input(name: string): Float32Array | undefined {
    const array = this.#own[this.#inputs.indexOf(name)];
    return array instanceof Float32Array ? array : undefined;
  }

  give(array: Float32Array): boolean {
    return this.#holds(array) && this.#pool.give(array);
  }

  /**
   * Tells the module where its inputs and outputs are; inputs from elsewhere are copied.
   *
   * @param unchanged whether an input that is the same array as before has the same values.
   * @returns whether some of the inputs at the places `watched` may have changed.
   */
  place(
    given: readonly HostArray[],
    wanted: readonly HostArray[],
    { unchanged, watched }: { readonly unchanged: boolean; readonly watched: ReadonlySet<number> },
  ): boolean {
    let hasChanged = false;
    given.forEach((array, i) => {
      if (unchanged && this.#last[i] === array) return;
      this.#last[i] = array;
      hasChanged ||= watched.has(i);
      if (this.#holds(array)) {
        this.#pointers[i] = array.byteOffset;
        return;
      }
      const own = this.#own[i]!;
      this.#pointers[i] = own.byteOffset;
      own.set(array);
    });
    wanted.forEach((array, i) => {
      const place = this.#inputs.length + i;
      this.#pointers[place] = (this.#holds(array) ? array : this.#own[place]!).byteOffset;
    });
    return hasChanged;
  }

  /** Copies outputs to arrays that lie elsewhere. */
  fetch(wanted: readonly HostArray[]): void {
    wanted.forEach((array, i) => {
      if (!this.#holds(array)) array.set(this.#own[this.#inputs.length + i]!);
    });
  }

  #holds({ buffer }: HostArray): boolean {
    return buffer === this.memory.buffer;
  }
}

function arrayAt(memory: ArrayBuffer, at: number, { dtype, size }: Buffer): HostArray {
  switch (dtype) {
    case 'float32':
      return new Float32Array(memory, at, size);
    case 'int32':
      return new Int32Array(memory, at, size);
    case 'bool':
      return new Uint8Array(memory, at, size);
    case 'int64':
      throw new CompileError('unsupported-kernel', 'There is no WebAssembly for int64.');
  }
}
