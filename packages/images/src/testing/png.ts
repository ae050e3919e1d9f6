/** Creates PNG files by hand. */
import { crc32 } from 'node:zlib';

/** Creates a chunk of a PNG file with Node's deflate and checksum, independent of the code under test. */
export function chunk(type: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type), body]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}

/** Creates a PNG file from width, height, depth, colour type, interlacing and chunks. */
export function file(
  [width, height, ...kind]: readonly [number, number, number, number, number],
  ...chunks: readonly Buffer[]
): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([kind[0], kind[1], 0, 0, kind[2]], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const end = chunk('IEND', Buffer.alloc(0));
  return Uint8Array.from(Buffer.concat([signature, chunk('IHDR', header), ...chunks, end]));
}
