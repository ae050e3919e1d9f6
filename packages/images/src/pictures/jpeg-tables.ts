/**
 * The Huffman tables that ITU-T T.81 gives as examples (annex K.3) and that nearly every encoder uses. The frames of a Motion
 * JPEG film omit them, and a reader must supply them (OpenDML AVI, version 1.02, appendix A).
 */

/**
 * A table as it is in a file: its class and number, the number of codes of each length from 1 to 16 bits, and the
 * values of the codes.
 */
const tables: readonly (readonly [id: number, counts: string, values: string])[] = [
  [0x00, '00010501010101010100000000000000', '000102030405060708090a0b'],
  [
    0x10,
    '0002010303020403050504040000017d',
    '01020300041105122131410613516107227114328191a1082342b1c11552d1f02433627282090a161718191a25262728292a3435363738393a434445464748494a535455565758595a636465666768696a737475767778797a838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9fa',
  ],
  [0x01, '00030101010101010101010000000000', '000102030405060708090a0b'],
  [
    0x11,
    '00020102040403040705040400010277',
    '000102031104052131061241510761711322328108144291a1b1c109233352f0156272d10a162434e125f11718191a262728292a35363738393a434445464748494a535455565758595a636465666768696a737475767778797a82838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae2e3e4e5e6e7e8e9eaf2f3f4f5f6f7f8f9fa',
  ],
];

const bytesOf = (hex: string): number[] =>
  (hex.match(/../gu) ?? []).map((digits) => parseInt(digits, 16));
const body = tables.flatMap(([id, counts, values]) => [id, ...bytesOf(counts), ...bytesOf(values)]);

/** All tables as one segment, with its marker and its length. */
export const standardTables: readonly number[] = [
  0xff,
  0xc4,
  (body.length + 2) >> 8,
  (body.length + 2) & 255,
  ...body,
];
