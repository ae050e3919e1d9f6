/** The contract of codecs, as a test suite. */
import { sizeOf, type Codec } from '@speil/api';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

/** What the suite tests a codec with. */
export interface CodecContractOptions<T> {
  /** The codec to test. */
  readonly codec: Codec<T>;
  /** Arbitrary items of the domain. */
  readonly items: fc.Arbitrary<T>;
}

/**
 * Checks that encoding and decoding returns the same item, that rows have the declared shape, and that nothing is
 * changed in place.
 */
export function codecContract<T>(name: string, { codec, items }: CodecContractOptions<T>): void {
  describe(`codec ${name}`, () => {
    it('decodes every encoded item to the same item', () => {
      fc.assert(
        fc.property(items, (item) => {
          expect(codec.decode(codec.encode(item))).toEqual(item);
        }),
      );
    });

    it('encodes items to rows of its shape with finite values', () => {
      fc.assert(
        fc.property(items, (item) => {
          const row = codec.encode(item);
          expect(row).toBeInstanceOf(Float32Array);
          expect(row).toHaveLength(sizeOf(codec.shape));
          expect(row.every(Number.isFinite)).toBe(true);
        }),
      );
    });

    it('encodes equal items to equal rows, and does not change them', () => {
      fc.assert(
        fc.property(items, (item) => {
          const before = structuredClone(item);
          expect(codec.encode(item)).toEqual(codec.encode(structuredClone(item)));
          expect(item).toEqual(before);
        }),
      );
    });

    it('decodes any numbers that a model may give, and does not change them', () => {
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
