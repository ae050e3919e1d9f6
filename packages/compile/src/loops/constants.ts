/** One block of memory for the constants and tables of a program. */
import type { Values } from '../ir/graph.js';

/** Places constants and tables in one block; equal tables once. */
export class ConstantBlock {
  readonly #parts: { at: number; values: Values }[] = [];
  readonly #known = new Map<Values, number>();
  readonly #byText = new Map<string, number>();
  bytes = 0;

  place(values: Values): number {
    const known = this.#known.get(values);
    if (known !== undefined) return known;
    const key = `${values.constructor.name} ${values.length} ${hashOf(values)}`;
    const same = this.#byText.get(key);
    if (same !== undefined) {
      this.#known.set(values, same);
      return same;
    }
    const at = this.bytes;
    this.#parts.push({ at, values });
    this.#known.set(values, at);
    this.#byText.set(key, at);
    this.bytes += Math.ceil(values.byteLength / 64) * 64;
    return at;
  }

  written(): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(this.bytes);
    for (const { at, values } of this.#parts) {
      bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    }
    return bytes;
  }
}

const latin1 = new TextDecoder('latin1');

/** The bytes as text: equal only for equal bytes. */
function hashOf(values: Values): string {
  return latin1.decode(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}
