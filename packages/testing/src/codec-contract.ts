/** The contract of codecs, as a test suite. */
import { sizeOf, type Codec } from '@speil/api';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

export interface CodecContractOptions<T> {
  readonly codec: Codec<T>;
  /** Arbitrary items of the domain. */
  readonly items: fc.Arbitrary<T>;
}

/** Encoding and decoding returns the same item, rows have the declared shape, and nothing is changed in place. */
export function codecContract<T>(name: string, { codec, items }: CodecContractOptions<T>): void {
  describe(`codec ${name}`, () => {
    it('gives back every item that it encodes', () => {
      fc.assert(
        fc.property(items, (item) => {
          expect(codec.decode(codec.encode(item))).toEqual(item);
        }),
      );
    });

    it('encodes to rows of its shape, all finite', () => {
      fc.assert(
        fc.property(items, (item) => {
          const row = codec.encode(item);
          expect(row).toBeInstanceOf(Float32Array);
          expect(row).toHaveLength(sizeOf(codec.shape));
          expect(row.every(Number.isFinite)).toBe(true);
        }),
      );
    });

    it('gives equal rows for equal items, and leaves the item as it was', () => {
      fc.assert(
        fc.property(items, (item) => {
          const before = structuredClone(item);
          expect(codec.encode(item)).toEqual(codec.encode(structuredClone(item)));
          expect(item).toEqual(before);
        }),
      );
    });

    it('decodes whatever numbers a model may give, and leaves them as they were', () => {
      const numbers = fc.float32Array({
        minLength: sizeOf(codec.shape),
        maxLength: sizeOf(codec.shape),
        noNaN: true,
        noDefaultInfinity: true,
      });
      fc.assert(
        fc.property(numbers, (values) => {
          const before = values.slice();
          const item = codec.decode(values);
          expect(codec.encode(item)).toHaveLength(values.length);
          expect(values).toEqual(before);
        }),
      );
    });
  });
}
